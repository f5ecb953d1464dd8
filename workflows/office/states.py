"""The rows of organisations: what each was called and where it stood, by day. A move changes the paths of all below."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.cases import Case
from models.organisations import OrganisationState, path_on
from workflows.engine.cases import Kept, kept_from
from workflows.engine.perform.scene import Scene

from .rows import Table, Wanted, acts

LOOK = ("name", "kind", "parent_id", "has_committee", "has_groups", "approval_power")
FIELDS = ("name", "kind", "parent", "has_committee", "has_groups", "approval_power")
ENDS = ("dissolve_organisation", "merge_organisation")
ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """What an organisation is from a day to a day (None: still)."""

    from_on: date
    until_on: date | None
    look: tuple[Any, ...]


def spans(kept: Sequence[Kept]) -> list[Span]:
    """What the organisation's own steps say of it, by day; a later change of the same day takes the other's place."""
    found: list[Span] = []
    for each in acts(kept, "found_organisation", "change_organisation", *ENDS):
        assert each.act is not None and each.act.form is not None
        day = each.act.on
        if found:
            found[-1] = found[-1]._replace(until_on=day - ONE_DAY)
        if each.act.step.name in ENDS:
            break
        said = [each.act.form.known(name) for name in FIELDS]
        before = found[-1].look if found else said
        look = tuple(old if new is None else new for old, new in zip(before, said, strict=True))
        found.append(Span(day, None, look))
    return [span for span in found if span.until_on is None or span.until_on >= span.from_on]


def merged_on(kept: Sequence[Kept]) -> date | None:
    """The day from which the organisation is merged into another one."""
    return next((each.act.on for each in acts(kept, "merge_organisation") if each.act), None)


def _wanted(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    rows: Wanted = {}
    for span in spans(kept):
        for first, last, path in _paths(session, span, case.organisation_id):
            rows[(case.organisation_id, first, path, *span.look)] = (last,)
    return rows


def _paths(session: Session, span: Span, own: int) -> Iterator[tuple[date, date | None, str]]:
    """Where the organisation stood while it looked so: one stretch for each place of its parent."""
    parent = span.look[LOOK.index("parent_id")]
    if parent is None:
        yield span.from_on, span.until_on, f"/{own}/"
        return
    stretch: tuple[date, date | None, str] | None = None
    for above in rows_of(session, parent):
        first, last = max(span.from_on, above.from_on), earlier(span.until_on, above.until_on)
        if last is not None and last < first:
            continue
        path = f"{above.path}{own}/"
        if stretch and stretch[2] == path:
            stretch = (stretch[0], last, path)
            continue
        if stretch:
            yield stretch
        stretch = (first, last, path)
    if stretch:
        yield stretch


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days, None being the end of time."""
    return min(filter(None, (one, other)), default=None)


def rows_of(session: Session, organisation_id: int) -> Sequence[OrganisationState]:
    """The states of an organisation that stand, the oldest first."""
    rows = select(OrganisationState).where(
        OrganisationState.organisation_id == organisation_id, OrganisationState.stands()
    )
    ordered = rows.order_by(OrganisationState.from_on).execution_options(populate_existing=True)
    return session.scalars(ordered).all()


def _standing(session: Session, case: Any, kept: Sequence[Kept]) -> Sequence[OrganisationState]:
    return rows_of(session, case.organisation_id)


STATES = Table(
    OrganisationState,
    ("organisation_id", "from_on", "path", *LOOK),
    ("until_on",),
    ("found_organisation", "change_organisation", *ENDS),
    _wanted,
    _standing,
)


def bring_below(scene: Scene, table: Table, entry_id: int) -> None:
    """After a change of an organisation: the rows of all below it, and the paths of every case there."""
    if table is STATES:
        _bring_below(scene, scene.row.organisation_id, entry_id)


def _bring_below(scene: Scene, organisation_id: int, entry_id: int) -> None:
    from .terms import bring_own_terms

    session = scene.work.session
    path = path_on(session, organisation_id, scene.today)
    if path:
        session.execute(update(Case).where(Case.organisation_id == organisation_id).values(path=path))
    below = select(OrganisationState.organisation_id).where(
        OrganisationState.parent_id == organisation_id, OrganisationState.stands()
    )
    for child in sorted(set(session.scalars(below))):
        case = office_case(session, child)
        if case and STATES.bring(session, case, kept := kept_of(scene, case), entry_id):
            bring_own_terms(session, case, kept, entry_id)
            _bring_below(scene, child, entry_id)


def office_case(session: Session, organisation_id: int) -> Any:
    """The office journal's case of an organisation, with its version and snapshot; None where it was never founded."""
    asked = (Case.id, Case.organisation_id, Case.path, Case.version, Case.snapshot, Case.open)
    of_it = (Case.workflow == "office") & (Case.subject_kind == "organisation") & (Case.subject_id == organisation_id)
    return session.execute(select(*asked).where(of_it).order_by(Case.id.desc())).first()


def kept_of(scene: Scene, case: Any) -> list[Kept]:
    """What stands in another office case."""
    return [kept_from(scene.flow, line) for line in bytes(case.snapshot).split(b"\n") if line]
