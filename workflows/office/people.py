"""The rows of people: who is registered, their memberships, kinship, sanctions and accounts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Account
from models.journal import Entry, EntryText
from models.memberships import Membership, Sanction
from models.people import Kinship, Person
from workflows.engine.cases import Kept

from .rows import Table, Wanted, acts, sourced_by
from .states import ONE_DAY, earlier, merged_on

NO_PASSWORD = "!"
"""No password fits: it is set apart from the journal."""


def _people(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    names = dict(_names(session, case.id))
    rows: Wanted = {}
    for each in acts(kept, "register_person"):
        form: Any = each.act.form  # type: ignore[union-attr]
        rows[(form.person,)] = (names.get(each.number), form.known("born_on"))
    return rows


def _names(session: Session, case_id: int) -> Iterable[tuple[int, str]]:
    """The names on file by the number of the entry they belong to; a correction's stands for the entry it corrects."""
    rows = (
        select(Entry.number, Entry.refers_to, EntryText.text)
        .join(EntryText, EntryText.entry_id == Entry.id)
        .where(Entry.case_id == case_id, EntryText.field.in_(("name", "form.name")))
        .where(Entry.kind.in_(("act", "import", "correction")))
        .order_by(Entry.number)
    )
    for number, refers_to, text in session.execute(rows):
        yield refers_to or number, text


def _registered(session: Session, case: Any, kept: Sequence[Kept]) -> Iterable[Person]:
    ids = [each.act.form.person for each in acts(kept, "register_person")]  # type: ignore[union-attr]
    return _each(session, Person, Person.id, ids)


def _memberships(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    gone_on = merged_on(kept)
    return {
        (person, case.organisation_id, status, from_on): (
            last if gone_on is None else earlier(last, gone_on - ONE_DAY),
        )
        for (person, status, from_on), (last,) in stated(kept).items()
        if gone_on is None or from_on < gone_on
    }


def stated(kept: Sequence[Kept]) -> Wanted:
    """The memberships stated in a case, those taken over included: (person, status, first day) to the last day."""
    said: dict[int, list[Any]] = {}
    for each in acts(kept, "state_membership", "take_over_organisation"):
        form: Any = each.act.form  # type: ignore[union-attr]
        for row in form.members if each.act and each.act.step.name == "take_over_organisation" else (form,):
            said.setdefault(row.person, []).append(row)
    return {(person, row.status, row.from_on): (last,) for person, rows in said.items() for row, last in in_turn(rows)}


def _by_person(kept: Sequence[Kept], step: str, *more: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for each in acts(kept, step):
        form: Any = each.act.form  # type: ignore[union-attr]
        key = (form.person, *(getattr(form, name) for name in more)) if more else form.person
        found.setdefault(key, []).append(form)
    return found


def in_turn(said: Sequence[Any]) -> Iterable[tuple[Any, date | None]]:
    """Statements by their first day, each ending before the next one begins; of one day the last said counts."""
    by_day = {form.from_on: form for form in said}
    days = sorted(by_day)
    for number, day in enumerate(days):
        following = days[number + 1] - timedelta(days=1) if number + 1 < len(days) else None
        yield by_day[day], earlier(by_day[day].known("until_on"), following)


def _kinship(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    rows = {}
    for (person, relative, relation), said in _by_person(kept, "declare_kinship", "relative", "relation").items():
        for form, last in in_turn(said):
            rows[(person, relative, relation, form.from_on)] = (last,)
    return rows


def _sanctions(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    rows: Wanted = {}
    for each in acts(kept, "record_sanction", "restore_rights"):
        assert each.act is not None
        form: Any = each.act.form
        if each.act.step.name == "record_sanction":
            rows[(form.person, form.kind, form.on)] = (None,)
        elif running := running_probation(rows, form.person):
            rows[running] = (form.on,)
    return rows


def running_probation(rows: Wanted, person: int) -> tuple[Any, ...] | None:
    """The person's last party probation whose rights were not restored."""
    own = [key for key in rows if key[:2] == (person, "party_probation") and rows[key] == (None,)]
    return own[-1] if own else None


def sanctions_of(kept: Sequence[Kept]) -> Wanted:
    """The sanctions recorded in a case: (person, kind, day) to the day rights were restored."""
    return _sanctions(None, None, kept)  # type: ignore[arg-type]


def _accounts(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    rows: Wanted = {}
    for each in acts(kept, "open_account", "close_account"):
        assert each.act is not None
        form: Any = each.act.form
        held = rows.get((form.person,))
        if each.act.step.name == "open_account":
            rows[(form.person,)] = (form.login, True, held[2] if held else form.on)
        elif held:
            rows[(form.person,)] = (held[0], False, held[2])
    return rows


def _with_account(session: Session, case: Any, kept: Sequence[Kept]) -> Iterable[Account]:
    ids = [each.act.form.person for each in acts(kept, "open_account")]  # type: ignore[union-attr]
    return _each(session, Account, Account.person_id, ids)


def _each(session: Session, model: Any, column: Any, ids: Sequence[int]) -> Iterable[Any]:
    return session.scalars(select(model).where(column.in_(ids)).execution_options(populate_existing=True))


PEOPLE = Table(Person, ("id",), ("name", "born_on"), ("register_person",), _people, _registered, sourced=False)
MEMBERSHIPS = Table(
    Membership,
    ("person_id", "organisation_id", "status", "from_on"),
    ("until_on",),
    ("state_membership", "take_over_organisation", "merge_organisation"),
    _memberships,
    sourced_by(Membership),
)
KINSHIP = Table(
    Kinship,
    ("person_id", "relative_id", "relation", "from_on"),
    ("until_on",),
    ("declare_kinship",),
    _kinship,
    sourced_by(Kinship),
)
SANCTIONS = Table(
    Sanction,
    ("person_id", "kind", "on"),
    ("restored_on",),
    ("record_sanction", "restore_rights"),
    _sanctions,
    sourced_by(Sanction),
)
ACCOUNTS = Table(
    Account,
    ("person_id",),
    ("login", "active", "created_on"),
    ("open_account", "close_account"),
    _accounts,
    _with_account,
    {"password_hash": NO_PASSWORD},
    sourced=False,
)
TABLES = (PEOPLE, MEMBERSHIPS, KINSHIP, SANCTIONS, ACCOUNTS)
