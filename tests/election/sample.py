"""A lawful election, synthetic from head to foot: which steps come on which day, and what each records unless told otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.election.people import CAST
from workflows.election.strokes import in_stroke_order

AFTER_BEGINNING = {
    "remind": 0,
    "record_vacancy": 0,
    "appoint": 0,
    "acknowledge": 5,
    "decide_election": 11,
    "request_extension": 12,
    "reply_extension": 14,
    "request_election": 16,
    "reply_election": 20,
    "allot_delegates": 22,
    "report_delegates": 26,
    "examine_credentials": 28,
    "nominate": 30,
    "propose_candidates": 32,
    "request_candidates": 34,
    "agree_candidates": 40,
    "fix_candidates": 61,
    "request_exclusion": 62,
    "agree_exclusion": 65,
    "vote_exclusion": 80,
    "hold_preparatory_meeting": 83,
    "freeze_roll": 84,
    "open_meeting": 84,
    "report_work": 84,
    "pass_method": 84,
    "confirm_scrutineers": 84,
    "introduce_candidates": 84,
    "key_count": 84,
    "confirm_count": 84,
    "resolve_round": 84,
    "announce_result": 84,
    "hold_first_meeting": 84,
    "count_heads": 84,
    "divide_work": 84,
    "pass_discipline_heads": 84,
    "report_result": 86,
    "file_members": 90,
    "approve_heads": 90,
    "hand_over_duties": 92,
    "archive_election": 93,
}
"""How many days after its beginning each step of an unhurried election lies; `count_heads` are the rounds of its first meeting."""

OPENINGS = ("remind", "record_vacancy", "appoint")
ORDER = tuple(AFTER_BEGINNING)
"""A whole election; the rounds of the members' meeting lie between `key_count` and `announce_result`."""

TERM_LEFT = timedelta(days=183)
"""From the beginning of an election to the end of the term."""
ONLY_WHEN_GIVEN = {
    "record_vacancy", "appoint", "request_extension", "reply_extension",
    "request_exclusion", "agree_exclusion", "vote_exclusion",
}  # fmt: skip
NO_VOTE = ("appoint", "hand_over_duties", "archive_election")
"""What an appointment takes."""

SCRUTINEER, TELLER = "周敏", "赵强"
HELPER = "沈毅"
"""The superior's organiser, who watches where everybody of a committee stands."""
KEYERS = ("赵强", HELPER)
"""Who keys a count: a teller, and the superior's organiser."""
STAND = tuple(name for name in CAST if name not in (SCRUTINEER, TELLER))

FACTS: dict[str, dict[str, Any]] = {
    "remind": {"means": "letter", "addressee": "王芳"},
    "request_election": {"number": "示支〔2026〕1号"},
    "reply_election": {"agreed": True, "number": "示委〔2026〕1号"},
    "request_extension": {"reason": "正在整顿，需要推迟。"},
    "reply_extension": {"agreed": True, "number": "示委〔2026〕2号"},
    "agree_candidates": {"agreed": True, "number": "示委〔2026〕3号"},
    "agree_exclusion": {"agreed": True, "number": "示委〔2026〕4号"},
    "resolve_round": {"reason": "名额未满。"},
    "approve_heads": {"approved": True, "number": "示委〔2026〕5号"},
    "void_election": {"approved_number": "示委〔2026〕6号", "reason": "程序不合规定。"},
}


def schedule(steps: Iterable[str], upto: str, on: date, given: Mapping[str, date]) -> dict[str, date]:
    """The day of every step up to `upto`, in order: unhurried, but never against a given day."""
    names = list(steps)
    days = {upto: given.get(upto, on)}
    for name, following in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        unhurried = days[upto] - timedelta(days=AFTER_BEGINNING[upto] - AFTER_BEGINNING[name])
        days[name] = given.get(name) or min(unhurried, days[following])
    return {name: days[name] for name in names}


def standing(count: int) -> list[str]:
    """So many candidates, in their order on the ballot."""
    return in_stroke_order(STAND[:count])
