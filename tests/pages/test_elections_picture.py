"""The days of an election as a picture on its page: the same days as in the list below it, from the reminder to the archive."""

import re

import pytest

from models import databases
from tests.election.live.branch import MEETING, PLANNED, REMINDED, Branch
from tests.pages.conftest import Site
from tests.pages.electing import Electing, electing  # noqa: F401 (a fixture)

PICTURE = re.compile(r'<div class="timeline-picture" tabindex="0".*?</div>', re.S)
LIST = re.compile(r'<ol class="milestones".*?</ol>', re.S)


@pytest.fixture
def site(electing):  # noqa: F811
    return electing


def page_on(site, day: str, name: str = "王芳") -> str:
    site.clock(day)
    return site.visitor(name).get(f"/election/{site.town.row().id}").get_data(as_text=True)


def said(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def days(pattern: re.Pattern[str], page: str) -> set[str]:
    return set(re.findall(r"\d{4}-\d{2}-\d{2}", said(pattern, page)))


def test_the_picture_has_the_days_of_the_list_and_today(site):
    with site.town.acting() as branch:
        branch.take("remind", REMINDED, means="letter", addressee="王芳")
        branch.take("decide_election", PLANNED, body="committee", meeting="member_meeting", seats=3, meets_on=MEETING)
    page = page_on(site, "2026-07-03")
    assert days(PICTURE, page) == days(LIST, page) | {"2026-07-03"}
    assert "计划 2026-09-12" in said(PICTURE, page) and "今天 2026-07-03" in said(PICTURE, page)
    assert "任期届满 2026-12-20" in said(PICTURE, page)
    assert page.count('class="mark-planned"') == 2  # the meeting, and the legend
    assert "内容与下面的日期相同" in page


def test_an_election_that_is_over_says_no_today(site):
    with site.town.acting() as branch:
        branch.prepare()
        branch.gather()
        branch.take("call_off", "2026-09-14")
    page = page_on(site, "2027-10-01")
    assert "今天" not in said(PICTURE, page) and "2027" not in said(PICTURE, page)
    assert "取消 2026-09-14" in said(PICTURE, page)


@pytest.fixture
def unknown(sqlite, tmp_path):
    """The site of a branch whose term nobody has stated."""
    databases.create(sqlite.owner_url)
    town = Electing(sqlite.app_url, made=lambda office: Branch(office, elected_on=None))
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def test_a_term_that_nobody_has_stated_has_no_days(unknown):
    with unknown.town.acting() as branch:
        branch.take("decide_election", PLANNED, body="committee", meeting="member_meeting", seats=3)
    page = page_on(unknown, "2026-07-03")
    assert days(PICTURE, page) == {PLANNED, "2026-07-03"} and "任期届满" not in said(PICTURE, page)


def test_before_anything_was_taken_there_is_no_picture(site):
    visitor = site.visitor("王芳")
    site.clock(REMINDED)
    form = {"organisation": site.town.places["支部"], "step": "remind", "on": REMINDED, "addressee": "王芳"}
    assert visitor.post("/election/new", {**form, "means": "letter", "sure": "yes"}).status_code == 403
    page = page_on(site, REMINDED)
    assert not PICTURE.search(page) and LIST.search(page)
