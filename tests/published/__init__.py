"""Published cases: what others have computed and judged, reproduced."""
