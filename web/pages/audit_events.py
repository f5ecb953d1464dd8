"""Who looked into a case; who came in and whose rights changed in an organisation on a day. Never how often somebody did."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request

from models.accounts import Account
from models.cases import Case
from models.events import CASE, ORGANISATION, Event, Stream, events_before, events_of_day
from models.line_search import everything
from models.sight import Sight
from web.ledgers.columns import LEDGERS
from web.loose import iso_day
from web.pages.auditing import own_sight, room
from web.pages.found import NOT_HERE, called
from web.pages.language import said
from web.pages.request import reading, today
from web.pages.seeing import narrowed
from workflows import flow
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.office.events import EVERYTHING

pages = Blueprint("audit_events", __name__, url_prefix="/audit/events")
A_PAGE = 100
KINDS = {
    "opened": N_("打开案件"),
    "file_opened": N_("打开附件"),
    "given_out": N_("输出名册、导出"),
    "rights_changed": N_("变更权限"),
    "signed_in": N_("登录"),
    "refused": N_("登录未成"),
    "reset": N_("重置口令"),
    "unlocked": N_("解锁账号"),
}
ABOUT = {
    "wrong password": N_("口令不对"),
    "wrong code": N_("动态口令不对"),
    "locked": N_("账号已锁定"),
    "no such account": N_("没有这个登录名，登录名不留存"),
    "without code": N_("同时停用动态口令"),
    "audit_export": N_("审计导出"),
    "inspection_pack": N_("迎检包"),
}
FILE = N_("第 %(number)s 条的第 %(place)s 个附件")


class Line(NamedTuple):
    """An event as the page shows it; `login` is the account it was about."""

    number: int
    at: str
    title: str
    about: str
    person: str
    login: str


@pages.get("")
def index():
    """The events of one case, or of an organisation on a day; without either, the two questions."""
    whole, case = own_sight(), request.args.get("case", type=int)
    place, on = request.args.get("place", type=int), request.args.get("on", "").strip()
    day, wrong = day_asked(on)
    shown: dict[str, Any] = {"lines": None}
    sight = narrowed(whole, place)
    if case is not None:
        shown = of_case(whole, case)
    elif place is not None and day:
        shown = of_day(sight, place, day)
    told = {"case": case, "place": place, "on": on or str(today()), "wrong": wrong}
    return render_template("audit/events.html", **room(whole, place, sight), **told, **shown)


def day_asked(typed: str) -> tuple[date | None, str]:
    """The day of the question, today where none was typed; or what is wrong with it."""
    if not typed:
        return today(), ""
    try:
        return date.fromisoformat(iso_day(typed)), ""
    except ValueError as error:
        return None, said(error.args[0])


def of_case(whole: Sight, number: int) -> dict[str, Any]:
    """Who opened the case, the newest first; raises NotFound for a case out of sight."""
    row = reading().get(Case, number) if number < 2**63 else None
    if row is None or not whole.sees(row.path):
        raise NotFound(NOT_HERE)
    found = events_before(reading(), Stream(CASE, number), numbered("before", 2**62), A_PAGE + 1)
    return {"lines": lines(found[:A_PAGE]), "more": goes_on(found), "workflow": row.workflow}


def of_day(sight: Sight, place: int, day: date) -> dict[str, Any]:
    """What happened to accounts and rights of an organisation on a day; the root's page has what belongs to nobody."""
    after, behind = numbered("after"), numbered("behind")
    found = events_of_day(reading(), Stream(ORGANISATION, place), str(day), after, A_PAGE + 1)
    others = events_of_day(reading(), EVERYTHING, str(day), behind, A_PAGE + 1) if everything(reading(), sight) else []
    ways = {"more": goes_on(found), "more_others": goes_on(others), "after": after or None, "behind": behind or None}
    return {"lines": lines(found[:A_PAGE]), "others": lines(others[:A_PAGE]), **ways}


def numbered(name: str, otherwise: int = 0) -> int:
    """Where a page begins; 400 for one that begins nowhere."""
    number = request.args.get(name, default=otherwise, type=int)
    return number if 0 <= number < 2**63 else abort(400)


def goes_on(found: Sequence[Event]) -> int:
    """Behind which event a page goes on; 0 where that was all."""
    return found[A_PAGE - 1].number if len(found) > A_PAGE else 0


def lines(events: Sequence[Event]) -> list[Line]:
    """Events in words."""
    names, accounts = called(event.person_id for event in events), {event.account_id for event in events} - {None}
    logins = {each.id: each.login for each in reading().query(Account).filter(Account.id.in_(accounts))}
    return [
        Line(
            event.number,
            event.at[:16].replace("T", " "),
            said(KINDS[event.kind]),
            about(event),
            (names(event.person_id) or str(event.person_id)) if event.person_id else "",
            logins.get(event.account_id, "") if event.account_id else "",
        )
        for event in events
    ]


def about(event: Event) -> str:
    """What of the stream an event was about, in words."""
    if event.kind == "rights_changed":
        return said(flow("office")[event.about].title)
    if event.kind == "given_out":
        return given_out_said(event.about)
    if event.kind == "file_opened":
        number, _, place = event.about.partition(".")
        return said(FILE, number=number, place=int(place) + 1)
    return said(ABOUT[event.about]) if event.about else ""


def given_out_said(what: str) -> str:
    """A list or an export that was given out, in words."""
    return said(LEDGERS[what].title if what in LEDGERS else ABOUT.get(what, what))
