"""Which bodies an organisation elects and when, how long their terms last, and what stands against what is said of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.organisations import OrganisationState
from models.terms import BODIES_OF, ElectedBody, TermLength, default_lengths
from workflows.engine.cases import Kept
from workflows.engine.dossier import Act
from workflows.engine.findings import N_, Finding, missing, wrong
from workflows.engine.perform.scene import Scene

from .posts import DELIVERED_ON, is_root
from .rows import Table, Wanted, acts, sourced_by
from .states import ONE_DAY, rows_of

NO_BODY = N_("本组织在 %(on)s 不存在，或者不是党委、党总支、党支部，没有任期：请核对日期和党组织类别")
OTHER_BODY = N_("这一类别的党组织没有这种领导班子：请核对党组织类别")


class Stretch(NamedTuple):
    """The days (until None: still) on which an organisation is of one kind that elects a body."""

    from_on: date
    until_on: date | None
    kind: str

    def holds(self, day: date) -> bool:
        """Whether a day lies within it."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def stretches(states: Sequence[OrganisationState]) -> list[Stretch]:
    """The stretches of an organisation's states, the oldest first; a change of kind founds another body."""
    found: list[Stretch] = []
    for state in states:
        joins = found and found[-1].kind == state.kind and found[-1].until_on == state.from_on - ONE_DAY
        if joins:
            found[-1] = found[-1]._replace(until_on=state.until_on)
        else:
            found.append(Stretch(state.from_on, state.until_on, state.kind))
    return [stretch for stretch in found if stretch.kind in BODIES_OF]


def body_on(rows: Iterable[ElectedBody], kind: str, day: date) -> str:
    """The body elected on that day: what was said of it, as long as it fits the kind, else the usual one."""
    said = [row.body for row in rows if row.from_on <= day and (row.until_on is None or day <= row.until_on)]
    return next((body for body in said if body in BODIES_OF[kind]), BODIES_OF[kind][0])


def years_on(rows: Iterable[TermLength], body: str, day: date) -> int | None:
    """How many years the term of a body lasts that is elected on that day."""
    held = [row for row in rows if row.body == body and row.from_on <= day]
    return next((row.years for row in held if row.until_on is None or day <= row.until_on), None)


def bodies_of(session: Session, organisation_id: int) -> list[ElectedBody]:
    """What was said of the organisation's bodies and stands."""
    rows = select(ElectedBody).where(ElectedBody.organisation_id == organisation_id, ElectedBody.stands())
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def lengths(session: Session) -> list[TermLength]:
    """The table of years as it stands."""
    rows = select(TermLength).where(TermLength.stands())
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def term_stated(scene: Scene, act: Act) -> Iterator[Finding]:
    """The organisation elected a body on that day."""
    form: Any = act.form
    day = form.known("elected_on") or act.on
    held = stretches(rows_of(scene.work.session, scene.row.organisation_id))
    if not any(stretch.holds(day) for stretch in held):
        yield missing(NO_BODY, on=day)


def body_set(scene: Scene, act: Act) -> Iterator[Finding]:
    """The organisation is of a kind that has such a body."""
    form: Any = act.form
    held = stretches(rows_of(scene.work.session, scene.row.organisation_id))
    stretch = next((each for each in held if each.holds(act.on)), None)
    if stretch is None:
        yield missing(NO_BODY, on=act.on)
    elif form.body not in BODIES_OF[stretch.kind]:
        yield wrong(OTHER_BODY)


def _bodies(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    said = {each.act.on: each.act.form.body for each in acts(kept, "set_body")}  # type: ignore[union-attr]
    return {(case.organisation_id, said[day], day): (last,) for day, last in in_turn(said)}


def _lengths(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    if not is_root(case):
        return {}
    said = {body: {DELIVERED_ON: years} for body, years in default_lengths()}
    for each in acts(kept, "set_term_length"):
        form: Any = each.act.form  # type: ignore[union-attr]
        said[form.body][form.on] = form.years
    return {(body, years[day], day): (last,) for body, years in said.items() for day, last in in_turn(years)}


def in_turn(days: Iterable[date]) -> Iterator[tuple[date, date | None]]:
    """Each day with the day before the next one."""
    ordered = sorted(days)
    yield from ((day, following - ONE_DAY) for day, following in pairwise(ordered))
    yield from ((day, None) for day in ordered[-1:])


def _all_lengths(session: Session, case: Any, kept: Sequence[Kept]) -> Iterable[TermLength]:
    return lengths(session) if is_root(case) else ()


ELECTED_BODIES = Table(
    ElectedBody,
    ("organisation_id", "body", "from_on"),
    ("until_on",),
    ("set_body",),
    _bodies,
    sourced_by(ElectedBody),
)
LENGTHS = Table(TermLength, ("body", "years", "from_on"), ("until_on",), ("set_term_length",), _lengths, _all_lengths)
