"""What stood on a day, for pages: memberships, posts, rights, by fold of the journals that ever gave the rows asked about."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from models.cases import OFFICE, Case
from models.journal import Entry
from models.memberships import Membership
from models.organisations import state_on
from models.posts import Post
from models.rights import RightsSuspension
from web.pages.found import laws
from web.pages.request import reading, today
from web.pages.setting_rows import root_case
from workflows import flow
from workflows.election.live.follow import posts_said
from workflows.engine.cases import Kept
from workflows.engine.law import LawBook
from workflows.engine.perform.as_of import AsOf, case_as_of, holding, kept_as_of, memberships_as_of
from workflows.engine.perform.installation import book_from
from workflows.office import as_of as office
from workflows.office.settings import rules


class Then(NamedTuple):
    """A case with its entries, as of the day."""

    row: Case
    entries: list[Entry]
    asked: AsOf

    @property
    def kept(self) -> list[Kept]:
        """What stood."""
        return kept_as_of(flow(self.row.workflow), self.entries, self.asked)


def then(case: Case, wanted: AsOf) -> Then:
    """The entries of a case."""
    rows = reading().query(Entry).filter(Entry.case_id == case.id).order_by(Entry.number)
    return Then(case, rows.all(), wanted)


def each_then(which: ColumnElement[bool], wanted: AsOf) -> Iterator[Then]:
    """The cases that are meant, by number, with their entries."""
    rows = {row.id: row for row in reading().scalars(select(Case).where(which))}
    entries = select(Entry).join(Case, Case.id == Entry.case_id).where(which).order_by(Entry.case_id, Entry.number)
    for case, own in groupby(reading().scalars(entries), key=lambda entry: entry.case_id):
        yield Then(rows[case], list(own), wanted)


def day_shown(wanted: AsOf) -> date:
    """The day whose names, kinds and offices a page shows."""
    return wanted.on or wanted.known or today()


def laws_known(wanted: AsOf) -> LawBook:
    """The law book the installation went by, as known on the day."""
    root = root_case(reading()) if wanted.known else None
    return book_from(rules(then(root.row, AsOf(known=wanted.known)).kept)) if root else laws()


class Line(NamedTuple):
    """A membership, post or suspension as the page shows it."""

    person: int
    what: str
    place: int
    from_on: date
    until_on: date | None
    offices: tuple[str, ...] = ()


def memberships(wanted: AsOf, book: LawBook, person: int | None = None, place: int | None = None) -> list[Line]:
    """The memberships of a person or of an organisation."""
    found: list[Line] = []
    for told in each_then(gave(Membership, person, place), wanted):
        case = told.row
        if case.workflow == OFFICE:
            rows = [
                Line(each.person, each.what, case.organisation_id, *each[2:]) for each in office.memberships(told.kept)
            ]
        elif case.subject_kind == "person":
            live = case_as_of(flow(case.workflow), told.entries, book, wanted)
            given = memberships_as_of(live, case.subject_kind, case.organisation_id, book)
            rows = [Line(case.subject_id, row.status, row.organisation_id, row.from_on, row.until_on) for row in given]
        else:
            continue
        found += [row for row in rows if person in (None, row.person) and place in (None, row.place)]
    return sorted(holding(found, wanted.on), key=lambda row: (row.from_on, row.person))


def posts(wanted: AsOf, book: LawBook, person: int | None = None, place: int | None = None) -> list[Line]:
    """The posts of a person or in an organisation, each with the offices it might record for."""
    table, day = office_table(wanted), day_shown(wanted)
    found: list[Line] = []
    for number in places_of(Post, person, place):
        elections = each_then(of_organisation("election", number), wanted)
        rows = office.posts(office_kept(number, wanted), [seated(told, book) for told in elections])
        state = state_on(reading(), number, day)
        kind = state.kind if state else ""
        found += [
            Line(each.person, each.what, number, each.from_on, each.until_on, tuple(office.offices_of(each.what, kind, table, day)))
            for each in rows
            if person in (None, each.person)
        ]  # fmt: skip
    return list(holding(found, wanted.on))


def suspensions(wanted: AsOf, person: int) -> list[Line]:
    """When a person's rights were suspended."""
    rows = [
        Line(each.person, each.what, told.row.organisation_id, each.from_on, each.until_on)
        for told in each_then(gave(RightsSuspension, person, None), wanted)
        for each in office.suspended(told.kept)
        if each.person == person
    ]
    return list(holding(rows, wanted.on))


def seated(told: Then, book: LawBook) -> Any:
    """What an election said of posts then."""
    return posts_said(case_as_of(flow(told.row.workflow), told.entries, book, told.asked).dossier)


def office_kept(number: int, wanted: AsOf) -> list[Kept]:
    """What stood in the office journal of an organisation."""
    rows = select(Case).where(of_organisation(OFFICE, number)).order_by(Case.id.desc()).limit(1)
    case = reading().scalars(rows).first()
    return then(case, wanted).kept if case else []


def office_table(wanted: AsOf) -> list[Any]:
    """Which posts might record for which office."""
    root = root_case(reading())
    return office.office_table(then(root.row, wanted).kept if root else [])


def of_organisation(workflow: str, number: int) -> ColumnElement[bool]:
    """The cases of a workflow that are about an organisation."""
    return (Case.workflow == workflow) & (Case.subject_kind == "organisation") & (Case.subject_id == number)


def gave(table: Any, person: int | None, place: int | None) -> ColumnElement[bool]:
    """The cases that ever gave the person, or the organisation, rows of a table; withdrawn ones are rows as well."""
    source = aliased(Entry)
    which = table.person_id == person if person is not None else table.organisation_id == place
    return Case.id.in_(select(source.case_id).join(table, table.source_entry_id == source.id).where(which))


def places_of(table: Any, person: int | None, place: int | None) -> list[int]:
    """Where the person ever held rows of a table; or the organisation asked for."""
    if place is not None:
        return [place]
    rows = select(table.organisation_id).where(table.person_id == person).distinct()
    return sorted(reading().scalars(rows))
