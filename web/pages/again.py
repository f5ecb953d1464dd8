"""A page that tells how far something is, and comes again by itself without a script."""

from flask import Response, make_response

SECONDS = 2


def coming_again(page: str, running: bool) -> Response:
    """The page, asked for again in a moment as long as it is `running`."""
    answer = make_response(page)
    if running:
        answer.headers["Refresh"] = str(SECONDS)
    return answer
