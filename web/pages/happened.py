"""Events the pages record: a case or a file opened, a list given out. What cannot be recorded is not shown.

Each is written in a transaction of its own before the page is made; a plain error on the way ends the request.
"""

from collections.abc import Mapping
from typing import Any

from models.events import CASE, ORGANISATION, Stream, holds_once
from web.pages.request import clock, installed, me, reading, today
from workflows.office.events import Happened, record, stream_of


def opened(case_id: int) -> None:
    """The person signed in opened a case: once in a quarter of an hour."""
    _happened(Happened(Stream(CASE, case_id), "opened", person=me().person_id, quarterly=True))


def file_opened(case_id: int, number: int, position: int, sha256: str) -> None:
    """The person signed in was given an attached file: once in a quarter of an hour."""
    about, facts = f"{number}.{position}", {"sha256": sha256}
    _happened(
        Happened(Stream(CASE, case_id), "file_opened", about, me().person_id, facts=facts, quarterly=True),
    )


def given_out(what: str, organisation: int | None, facts: Mapping[str, Any]) -> None:
    """The person signed in took a list away, of an organisation or, where none was chosen, of all in sight."""
    stream = Stream(ORGANISATION, organisation) if organisation else stream_of(reading(), me().person_id, today())
    _happened(Happened(stream, "given_out", what, me().person_id, facts=facts))


def _happened(what: Happened) -> None:
    """Records it, unless a look into what was already read shows that it is there."""
    once = what.once(clock())
    if once and holds_once(reading(), what.stream, once):
        return
    with installed().database.work() as work:
        if record(work.session, what, clock()):
            work.commit()
