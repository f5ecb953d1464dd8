"""The worklist: what is overdue, due, possible and with others; the search, and a month to print."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from models import searched, worklist
from models.pending import stale_count
from models.sight import MOST, Sight, names_of, places
from models.worklist import Row, Wanted
from web.pages import seeing, term_lines
from web.pages.asked import EMPTY, NOTHING, ORDER, TABS, Asked, asked, last_of_month, tab_of
from web.pages.proposed import LISTED, waiting_in
from web.pages.request import reading, today
from web.pages.row_words import WORDS
from workflows import flow
from workflows.engine.declare import Workflow

pages = Blueprint("worklist", __name__)
SIZE = 25
SHEET = 500
AT_ONCE = 50
ONE_DAY = timedelta(days=1)


def shown() -> str:
    """The worklist as it was asked for."""
    seeing.catch_up()
    question, whole = asked(), seeing.sight()
    sight = seeing.narrowed(whole, question.place)
    tab = tab_of(question.tab, sight, question.place is not None)
    rows = worklist.page(reading(), tab, question.wanted, question.after, SIZE + 1)
    proposals = waiting_in(sight)
    return render_template(
        "worklist/worklist.html",
        asked=question,
        rows=rows[:SIZE],
        after=behind(rows, tab),
        **named([*rows[:SIZE], *proposals[:LISTED]]),
        proposals=proposals,
        listed=LISTED,
        tabs=TABS,
        counts=counts(question, sight),
        stale=up_to(stale_count(reading(), sight)),
        groups=groups(question, tab),
        terms=terms(question, sight),
        filters=filters(question, whole, sight),
        empty=EMPTY[question.tab] if seeing.able() else NOTHING,
        takes=bool(seeing.able()),
        order=ORDER[question.tab],
        beginnings=seeing.beginnings(),
        **WORDS,
    )


@pages.get("/search")
def search():
    """Cases in sight by the beginning of a name, of its pinyin or its initials, or by an organisation, open and ended."""
    name = " ".join(request.args.get("q", "").split())[:50]
    found: list[searched.Found] = []
    if name:
        people, sight = seeing.workflows_of_people(), seeing.sight()
        found = searched.cases_called(reading(), sight, name, people, SIZE + 1)
        found += searched.cases_of_organisations(reading(), sight, name, SIZE + 1 - len(found))
    return render_template(
        "worklist/search.html", q=name, found=found[:SIZE], more=len(found) > SIZE, **named(found), **WORDS
    )


@pages.get("/month/<month>")
def month(month: str):
    """What is due and what becomes possible in a month, by branch, on one sheet."""
    seeing.catch_up()
    first, place, whole = first_of(month), request.args.get("place", type=int), seeing.sight()
    sight = seeing.narrowed(whole, place)
    rows = sheet(sight, first)
    return render_template(
        "worklist/month.html",
        first=first,
        last=last_of_month(first),
        rows=rows[:SHEET],
        more=len(rows) > SHEET,
        **named(rows, place),
        place=place,
        places=choices(whole, sight, place),
        before=month_of(first - ONE_DAY),
        following=month_of(last_of_month(first) + ONE_DAY),
        **WORDS,
    )


def month_of(day: date) -> str:
    """The month of a day, as addresses write it."""
    return day.isoformat()[:7]


def first_of(month: str) -> date:
    """The first day of a month written like 2026-11; 404 for anything else."""
    if not re.fullmatch(r"(19[3-9]\d|2\d{3})-(0[1-9]|1[0-2])", month) or month == "2999-12":
        abort(404)
    return date.fromisoformat(f"{month}-01")


def sheet(sight: Sight, first: date) -> list[Row]:
    """What is due or becomes possible in the month that begins on `first`, by branch and then by day; one more than fits."""
    found: dict[tuple[int, str], Row] = {}
    for tab in (worklist.due, worklist.opening):
        for row in worklist.page(reading(), tab(sight, first, last_of_month(first)), Wanted(), None, SHEET + 1):
            found.setdefault((row.case_id, row.step), row)
    return sorted(found.values(), key=lambda row: (row.path, row.due_on or row.opens_on, row.case_id, row.step))


def behind(rows: list[Row], tab: worklist.Tab) -> str:
    """Where the next page begins; nothing where there is none."""
    if len(rows) <= SIZE:
        return ""
    last = rows[SIZE - 1]
    days = (str(getattr(last, day.key)) for day in tab.days)
    return ".".join((*days, str(last.case_id), last.step))


def named(rows: Iterable[Any], *more: int | None) -> dict[str, Any]:
    """The names of the organisations that rows mention, and of some more; and a way to say who takes a row's step."""
    numbers = {number for row in rows for number in (row.organisation_id, *getattr(row, "takers", ()))}
    found = names_of(reading(), numbers.union(filter(None, more)), today())
    return {"names": found, "names_of": lambda row: "、".join(found.get(taker, "") for taker in row.takers)}


def counts(question: Asked, sight: Sight) -> dict[str, str]:
    """How many steps wait on each tab, as far as they are counted."""
    tabs = {name: tab_of(name, sight, question.place is not None) for name in TABS}
    return {name: up_to(worklist.count(reading(), tab, question.wanted)) for name, tab in tabs.items()}


def up_to(count: int) -> str:
    """A number that is not counted further than MOST."""
    return f"{MOST}+" if count > MOST else str(count)


def groups(question: Asked, tab: worklist.Tab) -> list[tuple[Workflow, str, list[int], int]]:
    """For whoever stands above branches: the steps that wait for several cases, to be taken together."""
    if question.tab != "now" or all(held.kind == "branch" for held in seeing.able()):
        return []
    found = worklist.together(reading(), tab, question.wanted)
    people = seeing.workflows_of_people()
    several = (
        (name, step, cases)
        for (name, step), cases in found.items()
        if name in people and len(cases) > 1 and not flow(name)[step].moves_from
    )
    return [(flow(name), step, cases[:AT_ONCE], len(cases)) for name, step, cases in several]


def terms(question: Asked, sight: Sight) -> dict[str, Any] | None:
    """The terms that are to be seen to, at the top of their tab's first page; None where it has none or asks for steps."""
    if question.after or question.wanted.stage or question.wanted.step or question.wanted.name:
        return None
    lines, more = term_lines.waiting(sight, question.tab)
    return {"lines": lines, "more": more} if lines else None


def filters(question: Asked, whole: Sight, sight: Sight) -> dict[str, Any]:
    """What may be chosen: organisations, stages, steps."""
    flows = [flow(name) for name in seeing.procedures()]
    stages = {str(stage): title for each in flows for stage, title in each.stage_titles.items() if stage != each.ended}
    steps = {step.name: step.title for each in flows for step in each if step.main or step.moves_from}
    return {"places": choices(whole, sight, question.place), "stages": stages, "steps": steps}


def choices(whole: Sight, sight: Sight, place: int | None) -> list[tuple[int, str]]:
    """The organisations to choose from, the chosen one among them."""
    if whole.organisations is not None:
        return places(reading(), whole, (), today())
    posts = {int(path.strip("/").split("/")[-1]) for path in whole.paths}
    below = places(reading(), sight, [place] if place else sorted(posts), today())
    chosen = names_of(reading(), [place] if place else [], today())
    return [*chosen.items(), *(each for each in below if each[0] not in chosen)]
