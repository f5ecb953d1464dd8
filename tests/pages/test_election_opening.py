"""An election is opened on a page for an organisation, by the first steps that one's own post may record."""

import pytest

from tests.pages.electing import electing, text  # noqa: F401 (a fixture)

REMINDER = {"step": "remind", "on": "2026-06-20", "means": "letter", "addressee": "王芳"}


@pytest.fixture
def site(electing):  # noqa: F811
    electing.clock("2026-06-20")
    return electing


def offered(visitor, place: int) -> str:
    return text(visitor.get("/election/new", organisation=place))


def test_each_is_offered_what_he_may_record(site):
    branch = site.town.places["支部"]
    own, above = offered(site.visitor("王芳"), branch), offered(site.visitor("吴干事"), branch)
    begun, others = own.split("由他人开始的")
    assert "研究决定换届" in begun and "登记职务出缺" in begun and "换届提醒" not in begun
    assert "换届提醒" in others and "上级指派" in others and "示例镇党委" in others
    begun, others = above.split("由他人开始的")
    assert "换届提醒" in begun and "研究决定换届" not in begun and "研究决定换届" in others


def test_a_reminder_opens_the_election_of_the_organisation_with_the_end_of_its_term(site):
    branch, visitor = site.town.places["支部"], site.visitor("吴干事")
    look = visitor.post("/election/new", {**REMINDER, "organisation": branch})
    assert look.status_code == 200 and "请核对：换届提醒" in text(look) and site.town.row() is None
    answer = visitor.post("/election/new", {**REMINDER, "organisation": branch, "sure": "yes"})
    row = site.town.row()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/election/{row.id}")
    assert (row.subject_kind, row.subject_id, row.stage) == ("organisation", branch, "reminded")
    page = text(visitor.get(f"/election/{row.id}"))
    assert "示例第一支部" in page and "任期届满 2026-12-20" in page and "提醒期开始 2026-06-20" in page
    assert "已有办理中的选举" in offered(visitor, branch)
    again = visitor.post("/election/new", {**REMINDER, "organisation": branch})
    assert again.status_code == 409 and "本组织已有办理中的" in text(again)


def test_persons_are_chosen_from_the_members_and_rows_can_be_added(site):
    branch, visitor = site.town.places["支部"], site.visitor("王芳")
    form = {"organisation": branch, "step": "record_vacancy", "on": "2026-06-20", "more": "vacancies"}
    page = visitor.post("/election/new", form).get_data(as_text=True)
    assert "vacancies.2.person" in page and "何静（正式党员）" in page and "生人" not in page
    vacancy = {"position": "deputy", "cause": "transferred", "person": site.town.people["赵强"]}
    form = {**form, **{f"vacancies.0.{name}": value for name, value in vacancy.items()}}
    del form["more"]
    assert "赵强" in text(visitor.post("/election/new", form)) and site.town.row() is None
    assert visitor.post("/election/new", {**form, "sure": "yes"}).status_code == 303
    page = text(visitor.get(f"/election/{site.town.row().id}/journal"))
    assert "党员身份 正式党员，本支部党员 是，职务 副书记，出缺原因 调离" in page and "现任委员" not in page


def test_a_row_without_a_person_is_said_and_not_dropped(site):
    form = {"organisation": site.town.places["支部"], "step": "record_vacancy", "on": "2026-06-20"}
    answer = site.visitor("王芳").post("/election/new", {**form, "vacancies.0.position": "deputy"})
    assert answer.status_code == 422 and "这一行没有选人" in text(answer)
    assert site.town.row() is None


def test_a_first_step_refused_is_kept_and_can_be_taken_by_whose_office_it_is(site):
    branch = site.town.places["支部"]
    answer = site.visitor("王芳").post("/election/new", {**REMINDER, "organisation": branch, "sure": "yes"})
    row = site.town.row()
    assert answer.status_code == 403 and (row.stage, row.last_number) == (None, 1)
    visitor = site.visitor("吴干事")
    assert "未受理" in text(visitor.get(f"/election/{row.id}"))
    assert (
        site.town.take(visitor, "remind", **{name: REMINDER[name] for name in ("on", "means", "addressee")}).status_code
        == 303
    )
    assert site.town.row().stage == "reminded"
    assert visitor.get(f"/election/{row.id}/remind").status_code == 404


def test_organisations_out_of_sight_and_the_office_journal_are_not_there(site):
    visitor = site.visitor("王芳")
    assert visitor.get("/election/new", organisation=site.town.places["县委"]).status_code == 404
    assert visitor.get("/election/new", organisation="1" * 30).status_code == 404
    assert visitor.get("/office/new").status_code == 404
    assert visitor.post("/office/new", {"step": "found_organisation"}).status_code == 404
    assert visitor.post("/election/new", {"organisation": "", "step": "decide_election"}).status_code == 422
    assert visitor.post("/election/new", {"organisation": site.town.places["支部"], "step": "admit"}).status_code == 404


def test_the_worklist_and_the_search_name_the_organisation(site):
    town = site.town
    with town.acting() as branch:
        branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    visitor, row = site.visitor("王芳"), town.row()
    page = visitor.get("/").get_data(as_text=True)
    assert f'<a href="/election/{row.id}">示例第一支部</a>' in page and "签收换届提醒" in page
    assert "签收换届提醒" in text(visitor.get("/", stage="reminded")).split("可办理之日")[1]
    assert "没有符合筛选条件" in text(visitor.get("/", stage="applicant"))
    assert "签收换届提醒" in text(visitor.get("/", q="第一")).split("可办理之日")[1]
    assert "没有符合筛选条件" in text(visitor.get("/", q="第二"))
    assert f'href="/election/{row.id}"' in visitor.get("/search", q="第一支").get_data(as_text=True)
    assert "没有找到" in text(visitor.get("/search", q="第二支"))
    assert "示例第一支部" in text(visitor.get("/month/2026-06"))


def test_a_search_ends_at_what_is_in_sight(site):
    with site.town.acting() as branch:
        other = branch.office.found("示例第二支部", "branch", branch.office.committee)
        branch.office.granted(other, site.town.people["生人"], "secretary")
        branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    stranger = site.visitor("生人")
    assert "没有找到" in text(stranger.get("/search", q="第一支"))
    assert stranger.get(f"/election/{site.town.row().id}").status_code == 404
    assert "找到的案件" in text(site.visitor("吴干事").get("/search", q="第一支"))
