"""As of a day: a case, a person's memberships, posts and rights, an organisation's roll, as they stood or as they were known.

Which journals are read follows from rows, what stood from the fold of their entries. Nothing can be taken on these pages.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from flask import render_template, request

from models.memberships import STATUSES
from models.organisations import state_on
from models.sight import names_of
from web.loose import iso_day
from web.pages.as_of_rows import Line, day_shown, laws_known, memberships, posts, suspensions, then
from web.pages.found import Seen, called
from web.pages.language import language, said
from web.pages.request import reading, today
from web.wording import Wording
from workflows import flow
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.perform.as_of import AsOf, case_as_of, known_entries, place_as_of

AHEAD = N_("“%(typed)s”在今天（%(today)s）之后：只能查看今天以前（含今天）的情况")
COMPUTED = {
    "probation_from": N_("预备期起"),
    "probation_to": N_("预备期至"),
    "full_member_on": N_("转正之日"),
    "standing_from": N_("党龄起算"),
}


def asked() -> AsOf | None:
    """The day or days of the address; None for the page as it is. Raises BadForm for what is no day, or lies ahead."""
    given = {name: request.args.get(name, "").strip() for name in ("on", "known")}
    if not any(given.values()):
        return None
    return AsOf(*(day_of(text) if text else None for text in given.values()))


def day_of(text: str) -> date:
    """A day up to today; raises BadForm."""
    try:
        day = date.fromisoformat(iso_day(text))
    except ValueError as error:
        raise BadForm([("on", error.args[0])]) from None
    if day > today():
        raise BadForm([("on", AHEAD % {"typed": text, "today": today()})])
    return day


class Taken(NamedTuple):
    """A step as it had been taken by then."""

    on: date
    title: str
    outcome: str
    number: int
    by: str


def of_case(seen: Seen, wanted: AsOf) -> Any:
    """The page of a case as of the day."""
    told, book = then(seen.row, wanted), laws_known(wanted)
    live = case_as_of(seen.flow, told.entries, book, wanted)
    place = state_on(reading(), place_as_of(live, seen.row.organisation_id), day_shown(wanted))
    law = book.on(day_shown(wanted))
    return render_template(
        "cases/as_of.html",
        seen=seen,
        asked=wanted,
        dossier=live.dossier,
        place=place,
        taken=list(taken(seen, live)),
        later=len(told.entries) - len(known_entries(told.entries, wanted.known)),
        computed=[(name, day) for name, day in seen.flow.computed(live.dossier, law).items() if day],
        titles=COMPUTED,
    )


def taken(seen: Seen, live: Any) -> Iterable[Taken]:
    """What had been taken, by day and entry."""
    wording = Wording(seen.flow, language())
    numbers = {id(kept.act.form): kept.number for kept in live.kept if kept.act}
    names = called(kept.by for kept in live.kept)
    rows = [each for takings in live.dossier.takings.values() for each in takings]
    for each in sorted(rows, key=lambda each: (each.on, each.number)):
        by = (names(each.by) or str(each.by)) if each.by else ""
        outcome = wording.outcome(each.outcome)
        yield Taken(each.on, wording.title(each.step), outcome, numbers.get(id(each.form), 0), by)


def of_person(person: Any, wanted: AsOf) -> Any:
    """The page of a person as of the day."""
    book = laws_known(wanted)
    held, served = memberships(wanted, book, person.id), posts(wanted, book, person.id)
    return render_template(
        "people/as_of.html",
        person=person,
        asked=wanted,
        memberships=held,
        posts=served,
        suspensions=suspensions(wanted, person.id),
        **words(wanted, [*held, *served]),
    )


def of_organisation(place: Any, wanted: AsOf) -> Any:
    """The roll and the posts of an organisation as of the day."""
    book = laws_known(wanted)
    held, served = memberships(wanted, book, place=place.id), posts(wanted, book, place=place.id)
    return render_template(
        "organisations/as_of.html",
        place=place,
        asked=wanted,
        memberships=held,
        posts=served,
        called=called(row.person for row in (*held, *served)),
        **words(wanted, [*held, *served]),
    )


def words(wanted: AsOf, lines: Iterable[Line]) -> dict[str, Any]:
    """The names organisations had then, the words of standings and offices."""
    places = {line.place for line in lines}
    offices = {str(name): title for each in ("membership", "election") for name, title in flow(each).offices.items()}
    return {
        "names": {number: str(number) for number in places} | names_of(reading(), places, day_shown(wanted)),
        "statuses": STATUSES,
        "offices": {name: said(title) for name, title in offices.items()},
    }
