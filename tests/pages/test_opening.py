"""Opening a case, and starting in the middle with earlier steps as history."""

import json
import re
from datetime import date

import pytest

from workflows.office.record import found, register

from .conftest import TODAY


@pytest.fixture
def newcomer(site) -> dict[str, str]:
    """Somebody registered by the branch, as the fields of the page name him."""
    town = site.town
    town.change(town.post("陈刚", "administrator", "县委组织部"))
    with town.database.work() as work:
        place = found(
            work,
            {"on": "2020-01-01", "name": "新支部", "kind": "branch", "parent": town.places["镇党委"]},
            town.actor("陈刚"),
            site.now,
        )
        values = {"on": str(TODAY), "name": "样新明", "born_on": "1999-05-04"}
        person = register(work, place, values, town.actor("陈刚"), site.now)
        work.commit()
    town.places["新支部"] = place
    town.people["样新明"] = person
    town.change(town.post("冯涛", "secretary", "新支部"))
    return {"organisation": str(place), "person": str(person)}


def test_a_case_is_opened_for_somebody_registered(site, newcomer):
    visitor = site.visitor("冯涛")
    page = visitor.get("/membership/new", organisation=newcomer["organisation"]).get_data(as_text=True)
    assert "样新明" in page
    answer = visitor.post("/membership/new", {**newcomer, "step": "apply", "on": str(TODAY), "sure": "yes"})
    assert answer.status_code == 303
    case = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert site.town.row(case)["stage"] == "applicant"
    assert "样新明" not in visitor.get("/membership/new", organisation=newcomer["organisation"]).get_data(as_text=True)
    again = visitor.post("/membership/new", {**newcomer, "step": "apply", "on": str(TODAY), "sure": "yes"})
    assert again.status_code == 409 and "已有办理中" in again.get_data(as_text=True)


def test_what_would_stand_is_looked_at_first(site, newcomer):
    visitor, cases = site.visitor("冯涛"), site.town.ask('SELECT count(*) AS n FROM "case"')
    form = {**newcomer, "step": "apply", "on": str(TODAY)}
    page = visitor.post("/membership/new", form).get_data(as_text=True)
    assert "请核对：" in page and "样新明" in page and "申请人" in page and "派人谈话" in page
    assert 'name="sure" value="yes"' in page and f'name="on" value="{TODAY}"' in page
    assert site.town.ask('SELECT count(*) AS n FROM "case"') == cases
    back = visitor.post("/membership/new", {**form, "sure": "yes", "more": ""})
    assert back.status_code == 200 and f'value="{newcomer["person"]}" selected' in back.get_data(as_text=True)
    assert site.town.ask('SELECT count(*) AS n FROM "case"') == cases


def test_what_is_missing_is_said(site, newcomer):
    visitor = site.visitor("冯涛")
    assert (
        visitor.post("/membership/new", {"organisation": newcomer["organisation"], "on": str(TODAY)}).status_code == 422
    )
    late = visitor.post("/membership/new", {**newcomer, "on": "2026-11-03"})
    assert late.status_code == 422 and "尚未发生" in late.get_data(as_text=True)


def test_a_list_that_must_have_rows_is_asked_for(site, newcomer):
    visitor = site.visitor("冯涛")
    opened = visitor.post("/membership/new", {**newcomer, "step": "apply", "on": str(TODAY), "sure": "yes"})
    case = int(opened.headers["Location"].rsplit("/", 1)[1])
    typed = {"seen": site.town.row(case)["version"], "on": str(TODAY), "sure": "yes"}
    answer = visitor.post(f"/membership/{case}/talk", typed)
    assert answer.status_code == 422 and "缺少“谈话人”" in answer.get_data(as_text=True)
    assert site.town.row(case)["version"] == typed["seen"]


def test_another_branch_opens_nothing_there(site, newcomer):
    assert site.visitor("王芳").post("/membership/new", {**newcomer, "on": str(TODAY)}).status_code == 404
    assert site.visitor("王芳").get("/office/new").status_code == 404


def test_a_refused_application_is_kept(site, newcomer):
    answer = site.visitor("冯涛").post("/membership/new", {**newcomer, "on": "2010-01-05"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "查看未受理的案件" in page
    case = int(re.search(r"/membership/(\d+)", page)[1])
    assert site.town.row(case)["stage"] is None


HISTORY = {
    "apply.1.on": "2024-01-10",
    "talk.1.on": "2024年3月20日",
    "talk.1.talkers.0.name": "样旧人",
    "talk.1.talkers.0.status": "full",
    "decide_activist.1.on": "2024-06-01",
    "review_activist.1.on": "2024-12-01",
    "review_activist.1.opinion": "表现良好",
    "review_activist.2.on": "2025-06-01",
    "review_activist.2.opinion": "表现良好",
}


def test_earlier_steps_are_judged_before_they_are_recorded(site, newcomer):
    visitor = site.visitor("冯涛")
    page = visitor.post("/membership/begin", newcomer).get_data(as_text=True)
    assert "从中间开始：样新明" in page and 'name="approve_conversion.1.on"' in page
    judged = visitor.post("/membership/begin", {**newcomer, **HISTORY, "judge": "yes"}).get_data(as_text=True)
    assert "将记入 5 条历史记录" in judged and "应当派人谈话" in judged
    assert site.town.ask('SELECT id FROM "case" WHERE workflow = :w', w="membership") == []
    answer = visitor.post("/membership/begin", {**newcomer, **HISTORY, "sure": "yes"})
    assert answer.status_code == 303
    case = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert [entry.step for entry in site.town.entries(case)].count("review_activist") == 2
    assert site.town.row(case)["stage"] == "activist"
    site.town.sound(case)
    assert visitor.post("/membership/begin", {**newcomer, **HISTORY, "sure": "yes"}).status_code == 409


def test_what_nobody_wrote_down_is_told_apart_from_what_was(site, newcomer):
    """The paper says nothing of objections or of votes in writing: the page says what is taken, and that it was not filled in."""
    visitor = site.visitor("冯涛")
    post = {"post_notice.1.begins_on": "2025-06-02", "post_notice.1.ends_on": "2025-06-10"}
    page = visitor.post("/membership/begin", {**newcomer, **HISTORY, **post, "judge": "yes"}).get_data(as_text=True)
    line = re.search(r'<th scope="row">公示</th>(.*?)</tr>', page, re.S)[1]
    written, _, taken = line.partition("没有填写的按：")
    assert "收到异议" in taken and "收到异议" not in written and "2025" in written
    post["post_notice.1.objections"] = "无"
    page = visitor.post("/membership/begin", {**newcomer, **HISTORY, **post, "judge": "yes"}).get_data(as_text=True)
    line = re.search(r'<th scope="row">公示</th>(.*?)</tr>', page, re.S)[1]
    assert "收到异议 否" in line and "没有填写的按" not in line


def test_earlier_steps_want_a_person_first(site, newcomer):
    answer = site.visitor("冯涛").post("/membership/begin", {**newcomer, "person": ""})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "请先选定党组织和人员" in page and "新建案件：" in page


def test_three_reviews_stand_ready_from_the_first(site, newcomer):
    page = site.visitor("冯涛").post("/membership/begin", newcomer).get_data(as_text=True)
    assert 'name="review_activist.3.on"' in page and 'name="review_activist.4.on"' not in page
    assert 'name="apply.2.on"' not in page


def test_one_more_place_for_a_repeated_step_is_had_by_a_button(site, newcomer):
    visitor = site.visitor("冯涛")
    page = visitor.post("/membership/begin", newcomer).get_data(as_text=True)
    assert 'name="again" value="review_activist.4."' in page and 'value="apply.2."' not in page
    more = {"review_activist.4.on": "", "again": "review_activist.5."}
    page = visitor.post("/membership/begin", {**newcomer, **more}).get_data(as_text=True)
    assert 'name="review_activist.5.on"' in page and 'name="review_activist.6.on"' not in page
    assert 'id="review_activist-5-" open' in page and 'id="review_activist-4-" open' not in page
    assert 'name="again" value="review_activist.6."' in page


@pytest.mark.parametrize("number, button", [(19, True), (20, False)])
def test_twenty_takings_of_a_step_are_the_most(site, newcomer, number, button):
    typed = {"again": f"review_activist.{number}."}
    page = site.visitor("冯涛").post("/membership/begin", {**newcomer, **typed}).get_data(as_text=True)
    assert f'name="review_activist.{number}.on"' in page and 'name="review_activist.21.on"' not in page
    assert ('value="review_activist.20."' in page) is button and 'value="review_activist.21."' not in page


def test_a_place_left_empty_between_loses_nothing(site, newcomer):
    moved = {name: text for name, text in HISTORY.items() if not name.startswith("review_activist.2.")}
    moved |= {"review_activist.6.on": "2025-06-01", "review_activist.6.opinion": "表现良好"}
    page = site.visitor("冯涛").post("/membership/begin", {**newcomer, **moved, "judge": "yes"}).get_data(as_text=True)
    assert "将记入 5 条历史记录" in page


def test_a_finding_on_one_of_several_reviews_names_its_day_and_the_last_lawful_one(site, newcomer):
    late = {**HISTORY, "review_activist.1.on": "2024-12-02"}
    page = site.visitor("冯涛").post("/membership/begin", {**newcomer, **late, "judge": "yes"}).get_data(as_text=True)
    found = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li><strong>.*?</li>", page)]
    (review,) = [line for line in found if "起尚未考察" in line]
    assert review.startswith("培养教育考察 2024-12-02（星期一）") and review.endswith("最迟 2024-12-01（星期日）")
    (talk,) = [line for line in found if "应当派人谈话" in line]
    title = "派人谈话"
    assert talk.startswith(title) and not re.match(rf"{title} \d", talk), "taken once"
    page = (
        site.visitor("冯涛").post("/membership/begin", {**newcomer, **HISTORY, "judge": "yes"}).get_data(as_text=True)
    )
    assert "起尚未考察" not in page


NAMED = {
    "apply.1.on": "2024-01-10",
    "talk.1.on": "2024-01-20",
    "talk.1.talkers.0.name": "样旧人",
    "decide_activist.1.on": "2024-06-01",
    "assign_contacts.1.on": "2024-06-02",
}


def test_who_is_registered_is_picked_and_known_on_that_day(site, newcomer):
    town, visitor = site.town, site.visitor("冯涛")
    town.change(town.membership("赵强", "新支部", from_on=date(2024, 6, 2)))
    page = visitor.post("/membership/begin", newcomer).get_data(as_text=True)
    chosen = str(town.people["赵强"])
    assert 'name="assign_contacts.1.contacts.0.person"' in page and 'name="name_sponsors.1.sponsors.0.person"' in page
    assert f'value="{chosen}">赵强（正式党员）' in page and "样新明（" not in page.partition("<form")[2]
    picked = {"assign_contacts.1.contacts.0.person": chosen, "assign_contacts.1.contacts.1.name": "样外人"}
    answer = visitor.post("/membership/begin", {**newcomer, **NAMED, **picked, "sure": "yes"})
    case = int(answer.headers["Location"].rsplit("/", 1)[1])
    entry = next(entry for entry in town.entries(case) if entry.step == "assign_contacts")
    one, other = json.loads(bytes(entry.facts))["facts"]["contacts"]
    assert (one["person"], one["status"], one["own_branch"]) == (town.people["赵强"], "full", True)
    assert "other_cases" not in one and "person" not in other
    assert {row["text"] for row in town.texts(entry.id).values()} == {"赵强", "样外人"}
    town.sound(case)


@pytest.mark.parametrize("day, known", [("2024-06-01", False), ("2024-06-02", True)])
def test_where_the_register_does_not_reach_back_the_paper_counts(site, newcomer, day, known):
    town, visitor = site.town, site.visitor("冯涛")
    town.person("钱进")
    town.change(town.membership("钱进", "新支部", status="probationary", from_on=date(2024, 6, 2)))
    picked = {"assign_contacts.1.on": day, "assign_contacts.1.contacts.0.person": str(town.people["钱进"])}
    judged = visitor.post("/membership/begin", {**newcomer, **NAMED, **picked, "judge": "yes"}).get_data(as_text=True)
    assert ("须为正式党员" in judged) is known and ("材料未记载：党员身份" in judged) is not known


@pytest.mark.parametrize(
    "rows, said",
    [
        ({"contacts.0.person": "赵强", "contacts.0.name": "赵强"}, "只保留一种"),
        ({"contacts.0.person": "赵强", "contacts.1.person": "赵强"}, "选定了同一人两次"),
        ({"contacts.0.person": "样新明"}, "不能选定申请人本人"),
        ({"contacts.0.person": "99999"}, "选定的人员不存在"),
    ],
)
def test_a_wrong_choice_is_marked(site, newcomer, rows, said):
    people = site.town.people
    typed = {
        f"assign_contacts.1.{name}": str(people[who]) if name.endswith("person") and who in people else who
        for name, who in rows.items()
    }
    answer = site.visitor("冯涛").post("/membership/begin", {**newcomer, **NAMED, **typed, "judge": "yes"})
    assert answer.status_code == 422 and said in answer.get_data(as_text=True)


def test_wrong_fields_of_earlier_steps_are_marked_and_kept(site, newcomer):
    wrong = {**HISTORY, "talk.1.on": "2024-02-30", "admit.1.due": "很多", "apply.1.on": ""}
    answer = site.visitor("冯涛").post("/membership/begin", {**newcomer, **wrong, "judge": "yes"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and page.count('aria-invalid="true"') >= 2
    assert 'value="2024-02-30"' in page and 'value="很多"' in page


def test_nothing_filled_in_is_said(site, newcomer):
    answer = site.visitor("冯涛").post("/membership/begin", {**newcomer, "judge": "yes"})
    assert answer.status_code == 422 and "没有填写任何步骤" in answer.get_data(as_text=True)


def test_more_takings_of_a_step_get_more_room(site, newcomer):
    page = site.visitor("冯涛").post("/membership/begin", {**newcomer, **HISTORY, "more": ""}).get_data(as_text=True)
    assert 'name="review_activist.3.on"' in page and 'name="talk.2.on"' not in page
    third = {"review_activist.3.on": "2025-12-01"}
    page = site.visitor("冯涛").post("/membership/begin", {**newcomer, **HISTORY, **third, "more": ""})
    assert 'name="review_activist.4.on"' in page.get_data(as_text=True)


def test_a_refused_registration_registers_nobody(site, newcomer):
    place = newcomer["organisation"]
    asked = 'SELECT id, version FROM "case" WHERE workflow = :w AND subject_id = :s'
    office = site.town.ask(asked, w="office", s=int(place))[0]
    form = {"seen": str(office["version"]), "on": str(TODAY), "name": "样拒收", "sure": "yes"}
    assert site.visitor("吴强").post(f"/office/{office['id']}/register_person", form).status_code == 403
    assert site.town.entries(office["id"])[-1].kind == "refusal"
    page = site.visitor("冯涛").get("/membership/new", organisation=place)
    assert page.status_code == 200 and "样拒收" not in page.get_data(as_text=True)
