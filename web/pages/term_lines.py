"""Terms as pages show them: the organisation by name, how the term stands today, its election, and who may remind of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from models import term_list
from models.offices import OfficePost
from models.organisations import OrganisationState
from models.sight import Sight, names_of
from models.term_list import Clock
from models.terms import BODIES, Term
from web.pages.found import laws
from web.pages.language import said
from web.pages.request import me, reading, today
from workflows import NAMES
from workflows.engine.findings import N_
from workflows.terms import Term as Days
from workflows.terms import TermState, reach, state_of

LISTED = 20
TITLES = {
    TermState.OVERDUE: N_("逾期未换届"),
    TermState.DUE: N_("今天届满"),
    TermState.DUE_SOON: N_("即将届满"),
    TermState.EXTENDED: N_("已批准延期"),
    TermState.RUNNING: N_("任期内"),
    TermState.UNKNOWN: N_("任期不详"),
}


class Line(NamedTuple):
    """A term on a page: `case` is the election under way; `remind`: who looks may open one."""

    id: int
    name: str
    above: str
    body: str
    elected_on: date | None
    expires_on: date | None
    extended_until: date | None
    ends_on: date | None
    state: TermState
    case: int | None
    remind: bool

    @property
    def title(self) -> str:
        """How it stands, in words."""
        return said(TITLES[self.state])


def months() -> int:
    """So many months before a term ends the reminder begins, by the law of today."""
    return laws().on(today())["reminder_months"]


def clock() -> Clock:
    """Today, and how far the reminder reaches."""
    return Clock(today(), reach(today(), months()))


def lines(terms: Sequence[Term]) -> list[Line]:
    """The terms with what a reader wants to know beside them."""
    above = {term.organisation_id: ancestors(term.path) for term in terms}
    parents = {number: line[0] for number, line in above.items() if line}
    names = names_of(reading(), {*above, *parents.values()}, today())
    cases, mine, before = term_list.open_elections(reading(), above), remindable(above), months()

    def line(term: Term) -> Line:
        number = term.organisation_id
        days = Days(term.elected_on, term.expires_on, term.extended_until)
        return Line(
            number,
            names.get(number, ""),
            names.get(parents.get(number, 0), ""),
            said(BODIES[term.body]),
            *(term.elected_on, term.expires_on, term.extended_until, term.ends_on),
            state_of(days, today(), before),
            cases.get(number),
            number in mine and number not in cases,
        )

    return [line(term) for term in terms]


def ancestors(path: str) -> list[int]:
    """The organisations above the one at `path`, the nearest first."""
    return [int(part) for part in path.strip("/").split("/")][-2::-1]


def remindable(above: Mapping[int, Sequence[int]]) -> set[int]:
    """Of organisations with those above them: whose superior one may record for."""
    if "election" not in NAMES:
        return set()
    table = select(OfficePost.post, OfficePost.organisation_kind)
    table = table.where(OfficePost.office == "superior", OfficePost.holds_on(today()))
    able = {tuple(row) for row in reading().execute(table)}
    own = {held.organisation_id for held in me().posts if (held.post, held.kind) in able}
    powers = with_power({number for line in above.values() for number in line}, {kind for _, kind in able})
    return {number for number, line in above.items() if own & set(next_of(line, powers))}


def next_of(line: Iterable[int], powers: set[int]) -> list[int]:
    """The nearest organisation with power, or nothing."""
    return [number for number in line if number in powers][:1]


def with_power(organisations: set[int], kinds: set[str]) -> set[int]:
    """Which of these organisations may approve today, being of these kinds?"""
    state = OrganisationState
    rows = select(state.organisation_id).where(state.organisation_id.in_(organisations), state.holds_on(today()))
    return set(reading().scalars(rows.where(state.approval_power, state.kind.in_(kinds))))


def waiting(sight: Sight, tab: str) -> tuple[list[Line], bool]:
    """What the worklist shows of terms on a tab, and whether there is more: overdue ones, or all that is to be seen to."""
    if tab not in ("overdue", "now"):
        return [], False
    ask = term_list.overdue if tab == "overdue" else term_list.waiting
    found = ask(reading(), term_list.source(reading(), sight), clock(), LISTED + 1)
    return lines(found[:LISTED]), len(found) > LISTED
