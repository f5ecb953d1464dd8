"""The pages of organisations: the tree, one organisation, a new one, posts that wait, and the handing over of a post."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from models.accounts import Account
from models.organisations import Organisation, OrganisationState
from models.posts import Post
from tests.pages.bureau import TODAY, bureau, text  # noqa: F401 (a fixture)
from tests.pages.conftest import PASSWORD


@pytest.fixture
def site(bureau):  # noqa: F811
    return bureau


@pytest.fixture
def administrator(site):
    return site.visitor("管理员甲")


def address(site, place: str, more: str = "") -> str:
    return f"/organisations/{site.town.places[place]}{more}"


def test_the_tree_shows_what_is_in_sight_with_its_counts(site, administrator):
    page = text(administrator.get("/organisations"))
    assert re.search(r"示例第一支部 党支部 王芳 2 1 ", page)
    assert re.search(r"示例第二支部 党支部 郑洁 1 0 ", page)
    own = text(site.visitor("王芳").get("/organisations"))
    assert "示例第一支部" in own and "示例第二支部" not in own and "示例镇党委" not in own
    assert "设立党组织" not in own


def test_many_organisations_are_shown_two_levels_at_a_time(site, administrator, monkeypatch):
    monkeypatch.setattr("web.pages.organisation_rows.MOST", 3)
    page = administrator.get("/organisations").get_data(as_text=True)
    assert "示例镇党委" in page and "示例第一支部" not in page
    under = re.search(r"/organisations\?under=\d+", page)
    assert under and "示例第一支部" in administrator.client.get(under[0]).get_data(as_text=True)


def test_an_organisation_out_of_sight_is_not_found(site):
    secretary = site.visitor("王芳")
    for place in ("镇党委", "二支部"):
        assert secretary.get(address(site, place)).status_code == 404
        assert secretary.get(address(site, place, "/handing-over")).status_code == 404
    assert secretary.get("/organisations/999999999999999999999").status_code == 404
    assert secretary.get("/organisations", under=1).status_code == 404


def test_the_page_says_what_it_is_and_was(site, administrator):
    site.town.step(administrator, "一支部", "change_organisation", name="示例新支部", has_groups="yes")
    page = text(administrator.get(address(site, "一支部")))
    assert "2000-01-01 – 2026-11-01 示例第一支部" in page and "2026-11-02 – 今 示例新支部" in page
    assert "划分党小组" in page and "党员 2 名" in page and "周敏" in page
    assert re.search(r"书记 王芳 2020-01-01 – 今", page)


def test_only_the_administrators_of_the_place_see_its_steps(site, administrator):
    own = site.visitor("沈毅").get(address(site, "一支部")).get_data(as_text=True)
    assert "register_person" in own and "merge_organisation" in own
    assert "set_reading" not in own  # settings are the root's
    assert "set_reading" in administrator.get(address(site, "县委")).get_data(as_text=True)
    secretary = site.visitor("王芳").get(address(site, "一支部")).get_data(as_text=True)
    assert "register_person" in secretary  # a branch registers its own applicants
    assert "propose_post" not in secretary and "账号" not in secretary.split("<main")[1]


def test_a_proposed_post_waits_on_the_page_for_another_person(site, administrator):
    site.town.step(
        administrator, "一支部", "propose_post", person=site.town.people["周敏"], post="deputy", from_on=TODAY
    )
    mine = administrator.get(address(site, "一支部")).get_data(as_text=True)
    assert "提议 周敏 任副书记" in mine and "等待另一人确认" in mine and "grant_post" not in mine
    other = site.visitor("管理员乙")
    page = other.get(address(site, "一支部")).get_data(as_text=True)
    link = re.search(r'href="(/office/\d+/grant_post\?[^"]+)"', page)
    assert link
    form = other.client.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    number = re.search(r"proposal=(\d+)", link[1])[1]  # type: ignore[index]
    assert re.search(rf'<option value="{number}" selected>', form)
    assert site.town.step(other, "一支部", "grant_post", proposal=number).status_code == 303
    assert re.search(r"副书记 周敏", text(other.get(address(site, "一支部"))))


def test_who_was_elected_beside_a_post_apart_is_told_on_the_page(site, administrator):
    person = site.town.people["王芳"]
    assert "兼任期间不办理业务" not in text(administrator.get(address(site, "一支部")))
    with site.town.database.write.begin() as session:  # as an election would leave it
        place, day = site.town.places["镇党委"], date(2020, 1, 1)
        session.add(Post(person_id=person, organisation_id=place, post="auditor", from_on=day))
    page = text(administrator.get(address(site, "一支部")))
    assert "王芳 任书记，又任审计人员：兼任期间不办理业务" in page


def test_the_security_administrator_sees_the_steps_of_posts_only(site):
    page = site.visitor("管理员乙").get(address(site, "一支部")).get_data(as_text=True)
    assert "end_post" in page and "register_person" not in page and "propose_post" not in page


def test_a_new_organisation_is_looked_at_and_then_founded(site, administrator):
    values = {"on": TODAY, "name": "示例第三支部", "kind": "branch", "parent": site.town.places["镇党委"]}
    form = administrator.get("/organisations/new", parent=site.town.places["镇党委"]).get_data(as_text=True)
    assert f'<option value="{site.town.places["镇党委"]}" selected>' in form
    look = administrator.post("/organisations/new", values)
    assert "尚未办理" in text(look) and look.status_code == 200
    with site.town.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 4
    done = administrator.post("/organisations/new", {**values, "sure": "yes"})
    assert done.status_code == 303
    assert "示例第三支部" in text(administrator.get(done.location))
    back = administrator.post("/organisations/new", {**values, "more": ""})
    assert 'value="示例第三支部"' in back.get_data(as_text=True)


@pytest.mark.parametrize(
    "wrong, marked",
    [({"name": ""}, "f-name"), ({"parent": ""}, "f-parent"), ({"on": "昨天"}, "f-on"), ({"approval_power": "yes"}, "f-approval_power")],
)  # fmt: skip
def test_a_wrong_new_organisation_is_kept_with_its_field_marked(site, administrator, wrong, marked):
    values = {"on": TODAY, "name": "示例第三支部", "kind": "branch", "parent": site.town.places["镇党委"], **wrong}
    answer = administrator.post("/organisations/new", values)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'href="#{marked}"' in page
    assert "name" in wrong or 'value="示例第三支部"' in page


def test_who_administers_nothing_founds_nothing(site):
    secretary = site.visitor("王芳")
    assert secretary.get("/organisations/new").status_code == 403
    values = {"on": TODAY, "name": "自己的", "kind": "branch", "parent": site.town.places["一支部"], "sure": "yes"}
    assert secretary.post("/organisations/new", values).status_code == 403


def test_an_administrator_founds_nothing_outside_his_part(site):
    own = site.visitor("沈毅")
    values = {"on": TODAY, "name": "别处的", "kind": "branch", "parent": site.town.places["县委"], "sure": "yes"}
    assert own.post("/organisations/new", values).status_code in (403, 404)
    with site.town.database.read() as session:
        assert session.scalar(select(OrganisationState.id).where(OrganisationState.name == "别处的")) is None


def test_a_registered_person_gets_the_next_number(site, administrator):
    look = site.town.step(administrator, "一支部", "register_person", sure=False, name="何静", born_on="1990-05-04")
    assert look.status_code == 200 and "同名" not in text(look)
    assert (
        site.town.step(administrator, "一支部", "register_person", name="何静", born_on="1990-05-04").status_code == 303
    )
    page = text(administrator.get(address(site, "一支部")))
    assert "登记在此的其他人员 1 名" in page and "何静" in page
    again = site.town.step(administrator, "一支部", "register_person", sure=False, name="何静", born_on="1990-05-04")
    assert "已登记有 1 名同名的人员" in text(again) and "可以办理" in text(again)
    twin = site.town.step(administrator, "一支部", "register_person", name="何静", born_on="1990-05-04")
    assert twin.status_code == 303
    other = site.town.step(administrator, "一支部", "register_person", sure=False, name="何静", born_on="1991-05-04")
    assert "同名" not in text(other)


def test_a_corrected_registration_keeps_the_number(site, administrator):
    site.town.step(administrator, "一支部", "register_person", name="何静", born_on="1990-05-04")
    row = site.town.office("一支部")
    number = site.town.last(row.id).number
    form = {"on": TODAY, "name": "何晶", "born_on": "1990-05-04", "reason": "姓名写错", "what": "correct"}
    done = administrator.post(f"/office/{row.id}/correct/{number}", {**form, "seen": row.version})
    assert done.status_code == 303
    other, proposal = site.visitor("管理员乙"), site.town.last(row.id).number
    assert (
        other.post(f"/office/{row.id}/confirm/{proposal}", {"seen": site.town.office("一支部").version}).status_code
        == 303
    )
    page = text(administrator.get(address(site, "一支部")))
    assert "何晶" in page and "何静" not in page


def test_the_password_of_a_new_account_is_shown_once(site, administrator):
    values = {"person": site.town.people["周敏"], "login": "zhoumin"}
    assert "given" not in site.town.step(administrator, "一支部", "open_account", sure=False, **values).get_data(
        as_text=True
    )
    answer = site.town.step(administrator, "一支部", "open_account", **values)
    shown = re.search(r'<code class="given">([^<]+)</code>', answer.get_data(as_text=True))
    assert answer.status_code == 200 and shown
    with site.town.database.read() as session:
        account = session.scalars(select(Account).where(Account.login == "zhoumin")).one()
        assert account.check_password(shown[1]) and account.must_change
    assert shown[1] not in administrator.get(address(site, "一支部")).get_data(as_text=True)
    assert "zhoumin" in administrator.get(address(site, "一支部")).get_data(as_text=True)
    repeated = site.town.step(administrator, "一支部", "open_account", **values)
    assert repeated.status_code == 409 and "<code class" not in repeated.get_data(as_text=True)


def handing(site, visitor, **values):
    row = site.town.office("一支部")
    typed = {
        "seen": row.version,
        "leaving": f"{site.town.people['王芳']}.secretary",
        "last_on": "2026-11-01",
        "successor": site.town.people["周敏"],
        "from_on": "2026-11-03",
        **values,
    }
    return visitor.post(address(site, "一支部", "/handing-over"), typed)


def held(site) -> dict[str, str]:
    with site.town.database.read() as session:
        rows = session.scalars(select(Post).where(Post.organisation_id == site.town.places["一支部"], Post.stands()))
        return {str(row.person_id): str(row.until_on) for row in rows}


def test_a_post_is_handed_over_in_one_act(site, administrator):
    assert handing(site, administrator).status_code == 303
    assert held(site) == {str(site.town.people["王芳"]): "2026-11-01"}
    page = text(administrator.get(address(site, "一支部")))
    assert "提议 周敏 任书记" in page


def test_of_a_handing_over_both_stand_or_neither(site, administrator):
    before = site.town.office("一支部").last_number
    answer = handing(site, administrator, leaving=f"{site.town.people['王芳']}.deputy")
    assert answer.status_code == 409 and "没有担任此职务" in text(answer)
    row = site.town.office("一支部")
    assert row.last_number == before + 1 and site.town.last(row.id).kind == "refusal"
    assert held(site) == {str(site.town.people["王芳"]): "None"}
    assert "等待另一人确认" not in text(administrator.get(address(site, "一支部")))


@pytest.mark.parametrize(
    "wrong, marked",
    [({"leaving": ""}, "f-leaving"), ({"leaving": "1.king"}, "f-leaving"), ({"successor": "x"}, "f-successor"), ({"last_on": "2026-13-01"}, "f-last_on"),
     ({"last_on": "2026-12-01"}, "f-last_on"), ({"from_on": ""}, "f-from_on")],
)  # fmt: skip
def test_a_wrong_handing_over_is_kept_with_its_field_marked(site, administrator, wrong, marked):
    answer = handing(site, administrator, **wrong)
    assert answer.status_code == 422 and f'href="#{marked}"' in answer.get_data(as_text=True)
    assert held(site) == {str(site.town.people["王芳"]): "None"}


def test_only_an_administrator_hands_over_and_the_secretary_reads_the_list(site):
    secretary = site.visitor("王芳")
    page = text(secretary.get(address(site, "一支部", "/handing-over")))
    assert "办理中 1 个" in page and "李明fill_form" in page and "发展对象" in page and "移交人" in page
    assert "办理交接" not in page
    assert handing(site, secretary).status_code == 403


def test_the_list_says_what_is_possible_in_each_case(site, administrator):
    assert "支部大会讨论接收预备党员" in text(administrator.get(address(site, "一支部", "/handing-over")))


def test_a_merger_on_the_pages_takes_cases_and_members_along(site, administrator):
    values = {"into": site.town.places["二支部"], "number": "示组〔2026〕9号"}
    look = site.town.step(administrator, "一支部", "merge_organisation", sure=False, **values)
    assert "案件 1 个，本组织登记的党籍 2 人；本组织的现任职务 1 项" in text(look)
    assert site.town.step(administrator, "一支部", "merge_organisation", **values).status_code == 303
    page = text(administrator.get(address(site, "一支部")))
    assert "起不再存续" in page and "停用账号" in page and "登记人员" not in page
    assert "周敏" in text(administrator.get(address(site, "二支部")))
    journal = text(administrator.get(f"/membership/{site.town.case}/journal"))
    assert "随党组织合并转移" in journal and "示例第二支部" in journal
    assert site.visitor("郑洁").get(f"/membership/{site.town.case}").status_code == 200
    assert "接收并入的党组织" in text(administrator.get(f"/office/{site.town.office('二支部').id}/journal"))


def test_a_dissolved_organisation_with_cases_says_what_to_do_instead(site, administrator):
    answer = site.town.step(administrator, "一支部", "dissolve_organisation", sure=False)
    assert answer.status_code == 409 and "合并党组织" in text(answer)


def test_the_pages_of_an_installation_without_an_office_journal_are_shown(site):
    """What was brought by other means than its journal has a page without steps."""
    with site.town.database.write.begin() as session:
        place = Organisation()
        session.add(place)
        session.flush()
        path = f"/{site.town.places['县委']}/{place.id}/"
        row = {"name": "没有纪实的支部", "kind": "branch", "parent_id": site.town.places["县委"], "path": path}
        session.add(
            OrganisationState(organisation_id=place.id, from_on=Post.from_on.type.python_type(2000, 1, 1), **row)
        )
        number = place.id
    page = site.visitor("管理员甲").get(f"/organisations/{number}")
    assert page.status_code == 200 and "没有纪实的支部" in page.get_data(as_text=True)


def test_english_is_shown(site, administrator):
    administrator.post("/language", {"language": "en", "next": "/organisations"})
    assert administrator.get("/organisations").status_code == 200
    assert PASSWORD  # the fixture's own
