"""Work that takes longer than a request: it runs beside the requests, one at a time of a kind, and is kept for a day."""
