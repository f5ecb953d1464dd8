"""The pages of people: found by name and pinyin where in sight, same names told apart, one person over time."""

import re
from datetime import date

import pytest

from models.people import Person
from models.pinyin import reading
from tests.pages.bureau import TODAY, bureau, text  # noqa: F401 (a fixture)


@pytest.fixture
def site(bureau):  # noqa: F811
    return bureau


def person_page(site, name: str) -> str:
    return f"/people/{site.town.people[name]}"


def test_people_are_found_by_name_pinyin_and_initials(site):
    administrator = site.visitor("管理员甲")
    for wanted in ("周", "周敏", "zhou", "zm", "ZhouMin"):
        assert "周敏" in text(administrator.get("/people", q=wanted)), wanted
    assert "没有找到" in text(administrator.get("/people", q="无名氏"))
    assert "输入姓名" in text(administrator.get("/people"))


def test_only_people_in_sight_are_found(site):
    secretary = site.visitor("王芳")
    assert "周敏" in text(secretary.get("/people", q="周"))
    assert "李明" in text(secretary.get("/people", q="李"))  # has a case there
    for name in ("郑洁", "赵强", "沈毅"):  # a member elsewhere, registered at the root, a post above
        assert "没有找到" in text(secretary.get("/people", q=name)), name
        assert secretary.get(person_page(site, name)).status_code == 404
    assert secretary.get("/people/999999999999999999999").status_code == 404
    assert secretary.get("/people/999999").status_code == 404
    assert secretary.get("/people", place=site.town.places["二支部"]).status_code == 404


def test_whom_the_journal_registered_is_in_sight_there(site):
    site.town.step(site.visitor("管理员甲"), "一支部", "register_person", name="何静")
    assert "何静" in text(site.visitor("王芳").get("/people", q="hj"))
    assert "何静" in text(site.visitor("王芳").get("/people", place=site.town.places["一支部"]))
    assert "没有找到" in text(site.visitor("郑洁").get("/people", q="hj"))


def test_from_registering_one_goes_on_to_a_new_case(site):
    secretary = site.visitor("王芳")
    done = site.town.step(secretary, "一支部", "register_person", name="何静")
    page = secretary.client.get(done.location).get_data(as_text=True)
    link = re.search(r'<a class="btn[^>]* href="(/membership/new[^"]+)">为何静新建案件（[^<]+）</a>', page)
    form = secretary.client.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    assert re.search(r'<option value="\d+" selected>何静</option>', form)
    place = site.town.places["一支部"]
    for other in (site.town.people["郑洁"], 2**70, "x"):  # not registered here
        page = secretary.get(f"/organisations/{place}", registered=other).get_data(as_text=True)
        assert "新建案件（" in page and not re.search("为[^<]{1,9}新建案件", page)


def test_days_of_the_past_have_no_button_for_today(site):
    case = site.town.office("一支部").id
    page = site.visitor("王芳").get(f"/office/{case}/register_person").get_data(as_text=True)
    assert 'name="today" value="on"' in page and 'name="today" value="born_on"' not in page
    assert "填今天即可，不影响以前步骤的日期" in page and "这里不登记。" in page


def test_a_whole_organisation_is_listed_page_by_page(site, monkeypatch):
    monkeypatch.setattr("web.pages.people_in_sight.A_PAGE", 2)
    administrator = site.visitor("管理员甲")
    first = administrator.get("/people", place=site.town.places["一支部"]).get_data(as_text=True)
    assert first.count('<th scope="row">') == 2 and "后面的人员" in first
    after = first.split("after=")[1].split('"')[0]
    second = administrator.get("/people", place=site.town.places["一支部"], after=after).get_data(as_text=True)
    assert second.count('<th scope="row">') == 1 and "后面的人员" not in second


def test_same_names_are_told_apart(site):
    administrator = site.visitor("管理员甲")
    for born in ("1980-01-01", "1990-01-01"):
        site.town.step(administrator, "一支部", "register_person", name="何静", born_on=born)
    page = text(administrator.get("/people", q="何静"))
    assert "何静（1980年生，编号" in page and "何静（1990年生，编号" in page


def test_one_person_over_time(site):
    administrator = site.visitor("管理员甲")
    people = site.town.people
    site.town.step(administrator, "一支部", "record_sanction", on="2026-10-01", person=people["周敏"], kind="warning")
    kinship = {"person": people["周敏"], "relative": people["郑洁"], "relation": "姐妹", "from_on": "2001-01-01"}
    assert site.town.step(administrator, "一支部", "declare_kinship", **kinship).status_code == 303
    page = text(administrator.get(person_page(site, "周敏")))
    assert "2000-05-04 出生" in page and "正式党员 · 示例第一支部" in page
    assert "2026-10-01 · 警告" in page
    assert "郑洁 · 姐妹 · 2001-01-01 – 今 · 本人申报" in page
    assert "周敏 · 姐妹 · 2001-01-01 – 今 · 对方申报" in text(administrator.get(person_page(site, "郑洁")))
    own = site.visitor("王芳").get(person_page(site, "周敏")).get_data(as_text=True)
    assert "郑洁" in own and person_page(site, "郑洁") not in own  # named, but not hers to open
    assert "书记 · 示例第一支部" in text(administrator.get(person_page(site, "王芳")))


def test_a_case_is_linked_where_it_may_be_seen(site):
    link = f"/membership/{site.town.case}"
    assert link in site.visitor("王芳").get(person_page(site, "李明")).get_data(as_text=True)


def test_a_relative_of_another_branch_is_found_and_declared(site):
    administrator = site.visitor("管理员甲")
    page = administrator.get(person_page(site, "周敏") + "/kin", q="zheng").get_data(as_text=True)
    link = page.split('href="/office/')[1].split('"')[0].replace("&amp;", "&")
    form = administrator.client.get("/office/" + link).get_data(as_text=True)
    assert f'<option value="{site.town.people["郑洁"]}" selected>' in form
    assert f'<option value="{site.town.people["周敏"]}" selected>' in form


def test_whom_an_address_names_is_offered_only_where_in_sight(site):
    secretary, office = site.visitor("王芳"), site.town.office("一支部").id
    for name, offered in (("郑洁", False), ("周敏", True)):
        number = site.town.people[name]
        form = secretary.get(f"/office/{office}/declare_kinship", relative=number).get_data(as_text=True)
        assert (f'<option value="{number}" selected>' in form) is offered
    for strange in ("x", "９", "-1", "9" * 40):
        assert secretary.get(f"/office/{office}/declare_kinship", relative=strange).status_code == 200


def test_an_erased_name_shows_as_a_number(site):
    with site.town.database.write.begin() as session:
        session.get_one(Person, site.town.people["周敏"]).name = None
    page = text(site.visitor("王芳").get(person_page(site, "周敏")))
    assert f"编号 {site.town.people['周敏']}" in page


def test_five_hundred_people_are_offered_at_once(site):
    """A branch of five hundred: as many choices, each once, and no statement for each of them."""
    with site.town.database.write.begin() as session:
        from models.memberships import Membership

        rows = [
            Person(name="样本" + "一二三四五"[number % 5], born_on=date(1950 + number % 40, 1, 1))
            for number in range(500)
        ]
        session.add_all(rows)
        session.flush()
        session.add_all(
            Membership(
                person_id=row.id, organisation_id=site.town.places["一支部"], status="full", from_on=date(2000, 1, 1)
            )
            for row in rows
        )
    from sqlalchemy import event

    engine, asked = site.app.extensions["zhibu"].database.read_engine, []
    administrator, office = site.visitor("管理员甲"), site.town.office("一支部").id
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    form = administrator.get(f"/office/{office}/record_sanction").get_data(as_text=True)
    assert form.count("样本一（") == 100 and form.count("<option") > 500
    assert len(asked) < 30
    assert reading("样本一") == ("yangbenyi", "yby") and TODAY


def test_nobody_without_a_post_sees_anybody(site):
    stranger = site.visitor("赵强")
    assert "没有找到" in text(stranger.get("/people", q="周"))
    assert stranger.get(person_page(site, "赵强")).status_code == 404
    assert "没有可以查看的党组织" in text(stranger.get("/organisations"))
