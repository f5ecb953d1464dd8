"""What the pages record: openings, files, lists, the door and rights; shown by case and by day, to auditors of the place."""

import inspect
import re
from datetime import timedelta

import pytest

from models import events as table
from models.events import CASE, INSTALLATION, ORGANISATION, Stream, events_of
from tests.pages.bureau import bureau, text  # noqa: F401 (a fixture among them)
from tests.pages.conftest import PASSWORD
from web.pages import audit_events
from workflows.proof.live.streams import streams

from .room import ADMINISTRATOR, AUDITOR, ELSEWHERE, furnished


@pytest.fixture
def room(site):
    furnished(site.town)
    return site


def events(site, kind: str, number: int) -> list:
    with site.town.database.read() as session:
        assert list(streams(session)) == []
        return list(events_of(session, Stream(kind, number)))


def kinds(found) -> list[tuple[str, str]]:
    return [(event.kind, event.about) for event in found]


PAGES = ("", "/journal", "/timeline", "/sheet", "/admit", "/correct/1", "/allow")


def test_opening_a_case_is_an_event_whichever_page_it_is(room):
    case = room.town.build("fill_form", "2026-10-20")
    for number, page in enumerate(PAGES):
        visitor = room.visitor("王芳")
        assert visitor.get(f"/membership/{case}{page}").status_code == 200
        assert kinds(events(room, CASE, case)) == [("opened", "")] * (number + 1)
        room.now += timedelta(minutes=15)
    assert {event.person_id for event in events(room, CASE, case)} == {room.town.people["王芳"]}


def test_within_a_quarter_of_an_hour_it_is_one_event_a_person(room):
    case = room.town.build("fill_form", "2026-10-20")
    first, second = room.visitor("王芳"), room.visitor("吴强")
    for visitor in (first, first, second, first, second):
        visitor.get(f"/membership/{case}")
    assert len(events(room, CASE, case)) == 2


def test_who_may_not_look_opens_nothing(room):
    case = room.town.build("fill_form", "2026-10-20")
    assert room.visitor("郑洁").get(f"/membership/{case}").status_code == 404
    assert events(room, CASE, case) == []


def test_a_list_of_cases_opens_none(room):
    case = room.town.build("fill_form", "2026-10-20")
    visitor = room.visitor("吴强")
    for page in ("/", "/search?q=李", f"/membership/together/pre_review?case={case}", "/ledgers/prospective"):
        assert visitor.client.get(page).status_code == 200
    assert events(room, CASE, case) == []


def test_what_cannot_be_recorded_is_not_shown(room):
    case = room.town.build("fill_form", "2026-10-20")
    visitor = room.visitor("王芳")
    room.town.tamper("CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END")
    room.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = visitor.get(f"/membership/{case}")
    assert (answer.status_code, "李明" in answer.get_data(as_text=True)) == (500, False)
    room.town.tamper("DROP TRIGGER broken")
    assert visitor.get(f"/membership/{case}").status_code == 200


def test_a_list_taken_away_is_an_event_of_the_organisation(room):
    room.town.build("list_prospective", "2026-10-20")
    visitor, place = room.visitor("吴强"), room.town.places["一支部"]
    assert visitor.get("/ledgers/prospective.xlsx", organisation=place).status_code == 200
    assert visitor.get("/ledgers/prospective/print", organisation=place).status_code == 200
    assert kinds(events(room, ORGANISATION, place)) == [("given_out", "prospective")] * 2
    assert "输出名册、导出 发展对象" in text(room.visitor(AUDITOR).get("/audit/events", place=place))


def test_the_door_records_who_came_in_and_who_did_not(room):
    place = room.town.places["一支部"]
    room.visitor("王芳")
    for _ in range(7):
        room.visitor().sign_in(room.account("王芳"), "错误")
    found = events(room, ORGANISATION, place)
    assert kinds(found) == [("signed_in", ""), *[("refused", "wrong password")] * 5, ("refused", "locked")]
    assert [event.person_id for event in found] == [room.town.people["王芳"], *[None] * 6]
    assert {event.account_id for event in found} == {1}
    assert "错误" not in str([bytes(event.facts) for event in found])


def test_a_login_nobody_has_is_not_kept_and_is_one_event_a_quarter_of_an_hour(room):
    for login in ("我的口令是一二三", "nobody", "nobody"):
        room.visitor().sign_in(login, PASSWORD)
    room.now += timedelta(minutes=15)
    room.visitor().sign_in("我的口令是一二三", PASSWORD)
    found = events(room, INSTALLATION, 0)
    assert kinds(found) == [("refused", "no such account")] * 2
    assert all((event.person_id, event.account_id, bytes(event.facts)) == (None, None, b"{}") for event in found)


def test_rights_and_resets_are_events_of_the_organisation(bureau):  # noqa: F811
    town, place = bureau.town, bureau.town.places["一支部"]
    one = bureau.visitor("管理员甲")
    before = len(events(bureau, ORGANISATION, place))
    person = town.people["周敏"]
    answer = town.step(one, "一支部", "open_account", person=person, login="zhoumin")
    assert answer.status_code == 200
    account = re.search(r"/accounts/(\d+)", one.get("/accounts", q="zhoumin").get_data(as_text=True))
    assert account
    assert one.post(f"/accounts/{account[1]}/unlock").status_code == 303
    assert one.post(f"/accounts/{account[1]}/reset").status_code == 200
    found = events(bureau, ORGANISATION, place)[before:]
    assert kinds(found) == [
        ("rights_changed", "open_account"),
        ("reset", "without code"),
        ("unlocked", ""),
        ("reset", ""),
    ]
    assert {event.person_id for event in found} == {town.people["管理员甲"]}


def test_only_looking_at_a_step_changes_no_right(bureau):  # noqa: F811
    town, place = bureau.town, bureau.town.places["一支部"]
    before = events(bureau, ORGANISATION, place)
    visitor = bureau.visitor("管理员甲")
    answer = town.step(visitor, "一支部", "open_account", sure=False, person=town.people["周敏"], login="zhoumin")
    assert answer.status_code == 200
    assert len(events(bureau, ORGANISATION, place)) == len(before)


@pytest.mark.parametrize("name", [AUDITOR, ADMINISTRATOR])
def test_an_auditor_sees_who_looked(room, name):
    case = room.town.build("fill_form", "2026-10-20")
    room.visitor("王芳").get(f"/membership/{case}")
    shown = text(room.visitor(name).get("/audit/events", case=case))
    assert "打开案件 王芳" in shown
    assert "2026-11-02 10:00" in shown


def test_pages_of_events_go_on(room, monkeypatch):
    monkeypatch.setattr("web.pages.audit_events.A_PAGE", 1)
    case = room.town.build("fill_form", "2026-10-20")
    for name in ("王芳", "吴强"):
        room.visitor(name).get(f"/membership/{case}")
    visitor = room.visitor(AUDITOR)
    first = visitor.get("/audit/events", case=case).get_data(as_text=True)
    link = re.search(r'<a rel="next" href="([^"]+)"', first)
    assert link
    second = visitor.client.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    assert ("吴强" in first, "王芳" in first, "王芳" in second, 'rel="next"' in second) == (True, False, True, False)


def test_the_day_of_an_organisation(room):
    place = room.town.places["一支部"]
    room.visitor("王芳")
    visitor = room.visitor(AUDITOR)
    assert "登录 王芳" in text(visitor.get("/audit/events", place=place))
    assert "没有事件" in text(visitor.get("/audit/events", place=place, on="2026-11-01"))
    assert "日期须写成" in text(visitor.get("/audit/events", place=place, on="昨天"))


@pytest.mark.parametrize("name, status", [(AUDITOR, 200), (ELSEWHERE, 404), ("王芳", 403), ("吴强", 403)])
def test_events_are_for_the_auditors_of_the_place(room, name, status):
    case = room.town.build("fill_form", "2026-10-20")
    visitor, place = room.visitor(name), room.town.places["一支部"]
    assert visitor.get("/audit/events", case=case).status_code == status
    assert visitor.get("/audit/events", place=place).status_code == status
    assert visitor.get("/audit/events").status_code == (403 if status == 403 else 200)
    assert ("审计" in visitor.get("/").get_data(as_text=True)) == (status != 403)


def test_no_table_or_page_counts_by_person():
    """Events are read by stream; nothing groups them by whoever did them."""
    assert "group_by" not in inspect.getsource(table) + inspect.getsource(audit_events)
    assert "count(" not in inspect.getsource(table) + inspect.getsource(audit_events)
