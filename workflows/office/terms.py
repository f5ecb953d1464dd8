"""The rows of terms: begun by a statement, by an election, or unknown since the body was founded; each ends before the next.

A term follows from rows of several cases (the organisation's own, its elections), so each case brings its own rows, and
`settle` fits together what stands. What the engine calls a fold stays whole: every row has the entry it came from.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.cases import Case
from models.journal import Entry
from models.terms import Term, TermExtension
from workflows.engine.cases import Kept
from workflows.terms import end_of, expires_on

from .bodies import ELECTED_BODIES, LENGTHS, bodies_of, body_on, lengths, stretches, years_on
from .posts import is_root
from .rows import Table, Wanted, acts, sourced_by
from .states import ENDS, ONE_DAY, earlier, rows_of

KEY = ("organisation_id", "elected_on", "from_on")
MOVING = ("path", "body", "expires_on", "extended_until", "ends_on", "until_on")
STEPS = ("found_organisation", "change_organisation", *ENDS, "state_term", "set_body")


class Begun(NamedTuple):
    """A term that begins: the order of its day, of its source (an election comes after a statement) and of its case."""

    from_on: date
    by_election: bool
    case_id: int
    elected_on: date | None


class Extension(NamedTuple):
    """An extension approved on a day, until a day, under a number."""

    on: date
    extended_until: date
    number: str | None = None


class Elected(NamedTuple):
    """What the case of an election says of the organisation's terms: days of elections, and extensions approved."""

    elections: Sequence[date] = ()
    extensions: Sequence[Extension] = ()


def bring_terms(session: Session, case: Any, said: Elected, entry_id: int) -> bool:
    """Makes the terms follow from what an election's case (its `id`, `organisation_id`) says; whether anything changed.

    Call it from the workflow's `follow` with all that stands in the case after the entry, not only with what is new:
    what is said no more is withdrawn by the entry, a new election ends the term before it on the day before, and gives
    that one back its days when it is withdrawn. The kind of body and the expiry are worked out here. `terms_differ`
    belongs into the workflow's `differs`. Whether an extension is lawful is asked before, by the election's guards.
    """
    changed = [table.bring(session, case, said, entry_id) for table in (EXTENSIONS, ELECTIONS)]  # type: ignore[arg-type]
    settle(session, case.organisation_id)
    return any(changed)


def terms_differ(session: Session, case: Any, said: Elected) -> list[tuple[str, Any, Any]]:
    """(table, rows that stand and do not follow, rows that follow and do not stand) for an election's case."""
    found = []
    for table in (EXTENSIONS, ELECTIONS):
        want, have = table.wanted(session, case, said), table.stand(session, case, said)  # type: ignore[arg-type]
        extra, absent = have.items() - want.items(), want.items() - have.items()
        found.append((table.model.__tablename__, sorted(map(str, extra)), sorted(map(str, absent))))
    return found


def settle_terms(session: Session, case: Any, step: str | None) -> None:
    """After a step of the office journal: the terms other cases brought, and those whose years the root changed."""
    if step is None or step in STEPS:
        settle(session, case.organisation_id)
    if is_root(case) and step in (None, "set_term_length"):
        restate(session)


def bring_own_terms(session: Session, case: Any, kept: Sequence[Kept], entry_id: int) -> None:
    """The terms of an organisation whose states changed because of one above it."""
    TERMS.bring(session, case, kept, entry_id)
    settle(session, case.organisation_id)


def settle(session: Session, organisation_id: int) -> None:
    """Fits together the rows of all cases."""
    rows = dict(_standing(session, organisation_id))
    for begun, values in _derived(session, organisation_id, rows).items():
        for name, value in zip(MOVING, values, strict=True):
            if getattr(rows[begun], name) != value:
                setattr(rows[begun], name, value)
    session.flush()


def restate(session: Session) -> None:
    """Works out every expiry anew by the table of years; one statement for all terms of a body begun on a day; few are extended."""
    table = lengths(session)
    days = select(Term.body, Term.elected_on).where(Term.elected_on.is_not(None), Term.stands()).distinct()
    for body, day in session.execute(days).all():
        if (years := years_on(table, body, day)) is not None:
            expires = expires_on(day, years)
            rows = update(Term).where(Term.body == body, Term.elected_on == day, Term.stands())
            changed = rows.where(Term.expires_on != expires)
            session.execute(changed.values(expires_on=expires, ends_on=expires, extended_until=None))
    extended = select(TermExtension.organisation_id).where(TermExtension.stands()).distinct()
    for organisation in session.scalars(extended).all():
        settle(session, organisation)


def _standing(session: Session, organisation_id: int) -> Iterable[tuple[Begun, Term]]:
    """The rows that stand, by what began them."""
    rows = select(Term, Case.workflow, Case.id)
    rows = rows.outerjoin(Entry, Entry.id == Term.source_entry_id).outerjoin(Case, Case.id == Entry.case_id)
    rows = rows.where(Term.organisation_id == organisation_id, Term.stands())
    for row, workflow, case in session.execute(rows.execution_options(populate_existing=True)):
        yield Begun(row.from_on, workflow not in (None, "office"), case or 0, row.elected_on), row


def _derived(session: Session, organisation_id: int, begun: Iterable[Begun]) -> dict[Begun, tuple[Any, ...]]:
    """What follows for each term (MOVING) when these are all there are."""
    ordered, states = sorted(begun, key=lambda each: each[:3]), rows_of(session, organisation_id)
    held, bodies, table = stretches(states), bodies_of(session, organisation_id), lengths(session)
    extensions, found = _extensions(session, organisation_id), {}
    for number, each in enumerate(ordered):
        following = ordered[number + 1].from_on - ONE_DAY if number + 1 < len(ordered) else None
        stretch = next((stretch for stretch in held if stretch.holds(each.from_on)), None)
        last = earlier(following, stretch.until_on) if stretch else each.from_on
        until_on = max(last, each.from_on) if last else None
        body = body_on(bodies, stretch.kind, each.from_on) if stretch else "branch"
        years = years_on(table, body, each.elected_on) if each.elected_on else None
        expires = expires_on(each.elected_on, years) if each.elected_on and years else None
        extended = _extended(extensions, each.from_on, until_on, expires)
        found[each] = (states[-1].path, body, expires, extended, end_of(expires, extended), until_on)
    return found


def _extensions(session: Session, organisation_id: int) -> Sequence[TermExtension]:
    """The extensions that stand, by the day they were approved."""
    rows = select(TermExtension).where(TermExtension.organisation_id == organisation_id, TermExtension.stands())
    ordered = rows.order_by(TermExtension.on, TermExtension.extended_until)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def _extended(rows: Iterable[TermExtension], first: date, last: date | None, expires: date | None) -> date | None:
    """Until when the term of these days was extended beyond its expiry: what was approved last counts."""
    own = [row.extended_until for row in rows if first <= row.on and (last is None or row.on <= last)]
    return own[-1] if own and expires and own[-1] > expires else None


def _stated(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    """The terms of the organisation's own case: those stated, and in every stretch the unknown one it begins with."""
    said: dict[date, date | None] = {}
    for each in acts(kept, "state_term"):
        form: Any = each.act.form  # type: ignore[union-attr]
        said[form.known("elected_on") or form.on] = form.known("elected_on")
    begun = []
    for stretch in stretches(rows_of(session, case.organisation_id)):
        own = {stretch.from_on: None, **{day: elected for day, elected in said.items() if stretch.holds(day)}}
        begun += [Begun(day, False, case.id, elected) for day, elected in own.items()]
    return _rows(session, case, begun)


def _elected(session: Session, case: Any, said: Any) -> Wanted:
    return _rows(session, case, [Begun(day, True, case.id, day) for day in sorted(set(said.elections))])


def _rows(session: Session, case: Any, own: Sequence[Begun]) -> Wanted:
    """The rows of a case among those of all others."""
    others = [begun for begun, _ in _standing(session, case.organisation_id) if begun.case_id != case.id]
    derived = _derived(session, case.organisation_id, [*others, *own])
    return {(case.organisation_id, each.elected_on, each.from_on): derived[each] for each in own}


def _approved(session: Session, case: Any, said: Any) -> Wanted:
    return {(case.organisation_id, *each): () for each in said.extensions}


TERMS = Table(Term, KEY, MOVING, STEPS, _stated, sourced_by(Term))
ELECTIONS = Table(Term, KEY, MOVING, (), _elected, sourced_by(Term))
EXTENSIONS = Table(
    TermExtension,
    ("organisation_id", "on", "extended_until", "number"),
    (),
    (),
    _approved,
    sourced_by(TermExtension),
)
TABLES = (ELECTED_BODIES, LENGTHS, TERMS)
