"""How long before the end of the term a request is made: practice, which cites no article (reading C-9) and only notes."""

from workflows.engine.findings import note
from workflows.engine.windows import Window, ahead_of


def before_expiry(meeting: str, congress: str, message: str) -> tuple[Window, ...]:
    """The lead time of a member meeting and that of a congress; the one that does not apply has no anchor."""
    return (
        ahead_of("meeting_expiry", meeting, code="G00", message=message, called="ends_on", severity=note),
        ahead_of("congress_expiry", congress, code="G00", message=message, called="ends_on", severity=note),
    )
