"""The calendar feed: made, read without signing in, renewed, revoked; and nothing but name and step in it."""

import hashlib
import re

import pytest
from icalendar import Calendar


@pytest.fixture
def visitor(site):
    site.clock("2026-06-10")
    site.town.open("2026-06-01", subject=site.town.person("李明"))
    return site.visitor("王芳")


def made(visitor) -> str:
    """Makes the feed and answers its path."""
    assert visitor.post("/feed").status_code == 303
    page = visitor.get("/feed").get_data(as_text=True)
    return re.search(r'value="http://localhost(/feed/[\w-]{43}\.ics)"', page)[1]


def test_deadlines_as_all_day_events(site, visitor):
    answer = site.visitor().get(made(visitor))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [(str(each["summary"]), each["dtstart"].dt.isoformat()) for each in events] == [
        ("派人谈话：李明", "2026-07-01")
    ]
    assert events[0].walk("VALARM")[0]["trigger"].dt.days == -7
    assert "一支部" not in answer.get_data(as_text=True)


def test_only_the_hash_is_kept_and_the_address_is_shown_once(site, visitor):
    path = made(visitor)
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    held = site.town.ask("SELECT feed_hash FROM account WHERE feed_hash IS NOT NULL")
    assert held == [{"feed_hash": hashlib.sha256(secret.encode()).hexdigest()}]
    page = visitor.get("/feed").get_data(as_text=True)
    assert secret not in page and "订阅已启用" in page


def test_renewed_and_revoked(site, visitor):
    door, first = site.visitor(), made(visitor)
    second = made(visitor)
    assert (door.get(first).status_code, door.get(second).status_code) == (404, 200)
    assert visitor.post("/feed/revoke").status_code == 303
    assert door.get(second).status_code == 404
    assert "订阅未启用" in visitor.get("/feed").get_data(as_text=True)


def test_an_account_closed_has_no_feed(site, visitor):
    path = made(visitor)
    site.town.tamper("UPDATE account SET active = 0")
    assert site.visitor().get(path).status_code == 404


def test_another_branch_and_a_lost_post_see_nothing(site, visitor):
    other = site.visitor("郑洁")
    assert b"VEVENT" not in site.visitor().get(made(other)).data
    path = made(visitor)
    site.town.tamper("UPDATE post SET until_on = '2026-06-09'")
    assert b"VEVENT" not in site.visitor().get(path).data


def test_a_guess_and_a_visitor_without_sign_in(site):
    assert site.visitor().get("/feed/x.ics").status_code == 404
    assert site.visitor().get("/feed").status_code == 302
    assert site.visitor().post("/feed").status_code == 401
