"""The pages of a case, a person and an organisation as of a day: what they say, and that nothing can be taken there."""

import re

import pytest

from tests.live.town import moment
from tests.pages.bureau import bureau, text  # noqa: F401 (a fixture)
from tests.pages.conftest import counted


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


@pytest.mark.parametrize(
    "typed, words",
    [
        ("昨天", "日期须写成 2026-06-05、"),
        ("2026-13-01", "日历上没有这一天"),
        ("2026-11-03", "“2026-11-03”在今天（2026-11-02）之后"),
    ],
)
def test_what_is_no_day_or_lies_ahead_is_said(site, case, typed, words):
    answer = site.visitor("王芳").get(f"/membership/{case}", on=typed)
    assert (answer.status_code, words in text(answer)) == (422, True)


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


def test_the_roll_names_everybody_and_more_people_cost_no_more_questions(site, monkeypatch):
    monkeypatch.setattr("web.pages.as_of_rows.MOST_CASES", 2, raising=False)
    visitor, address = site.visitor("王芳"), f"/organisations/{site.town.places['一支部']}"

    def received(names: list[str]) -> int:
        for name in names:
            site.town.build("apply_conversion", "2026-06-20", subject=site.town.person(name))
        with counted(site) as asked:
            shown = text(visitor.get(address, on="2026-06-20"))
        assert all(f"{name} · 预备党员" in shown for name in names)
        return len(asked)

    assert received(["李一"]) == received(["李二", "李三", "李四"])
