"""The pages of a case, a person and an organisation as of a day: what they say, and that nothing can be taken there."""

import re

import pytest

from tests.live.town import moment
from tests.pages.bureau import bureau, text  # noqa: F401 (a fixture)


@pytest.fixture
def case(site) -> int:
    """Applied on the 1st of June; a talk on the 20th, recorded on the 1st of September."""
    number = site.town.open("2026-06-01").case_id
    site.town.take(number, "talk", "2026-06-20", talkers=[{"name": "周敏"}], at=moment("2026-09-01"))
    return number


@pytest.mark.parametrize(
    "asked, talked, words",
    [
        ({"on": "2026-06-19"}, False, "这里是 2026-06-19 的情况，按现在知道的记录"),
        ({"on": "2026-06-20"}, True, "这里是 2026-06-20 的情况"),
        ({"on": "2026-06-20", "known": "2026-08-31"}, False, "按 2026-08-31 以前（含当日）登记的记录"),
        ({"known": "2026-08-31"}, False, "后来又登记了 1 条记录"),
        ({"known": "2026-09-01"}, True, "此页不能办理任何事项"),
        ({"on": "2026-05-31"}, False, "那时还没有办理任何步骤"),
    ],
)
def test_a_case_as_of_a_day(site, case, asked, talked, words):
    shown = text(site.visitor("王芳").get(f"/membership/{case}", **asked))
    assert (words in shown, "派人谈话" in shown) == (True, talked)


def test_nothing_can_be_taken_there(site, case):
    page = site.visitor("王芳").get(f"/membership/{case}", on="2026-06-20").get_data(as_text=True)
    assert f'href="/membership/{case}/decide_activist"' not in page
    main = page.partition("<main")[2]
    assert re.findall(r'method="(\w+)"', main) == ["get"]


@pytest.mark.parametrize("typed", ["昨天", "2026-13-01", "2026-11-03"])
def test_what_is_no_day_or_lies_ahead_is_said(site, case, typed):
    answer = site.visitor("王芳").get(f"/membership/{case}", on=typed)
    assert (answer.status_code, typed in text(answer)) == (422, True)


def test_who_may_not_see_the_case_does_not_see_it_as_of_a_day(site, case):
    assert site.visitor("郑洁").get(f"/membership/{case}", on="2026-06-20").status_code == 404


def test_posts_and_rights_of_a_person_as_they_were_known(bureau):  # noqa: F811
    town, visitor = bureau.town, bureau.visitor("管理员甲")
    address = f"/people/{town.people['王芳']}"
    now = text(visitor.get(address, on="2026-11-02"))
    assert "书记 · 示例第一支部" in now and "可以登记：" in now and "正式党员" in now
    before = text(visitor.get(address, on="2026-11-02", known="2026-06-14"))
    assert "没有任职" in before and "没有登记党籍" in before


def test_the_roll_of_an_organisation(bureau):  # noqa: F811
    town, visitor = bureau.town, bureau.visitor("管理员甲")
    address = f"/organisations/{town.places['一支部']}"
    shown = text(visitor.get(address, on="2026-06-15"))
    assert "党员名册（2 人）" in shown and "周敏 · 正式党员 · 1998-07-01" in shown
    assert "党员名册（0 人）" in text(visitor.get(address, on="2026-06-15", known="2026-06-14"))
    assert "党员名册（0 人）" in text(visitor.get(address, on="2026-06-14"))
