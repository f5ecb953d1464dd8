"""Importing dossiers by the page: looked at first, recorded once and whole, nobody else's."""

import json
from datetime import date
from io import BytesIO

import pytest
from python_calamine import load_workbook
from sqlalchemy import update

from models.people import Person
from tests.live.town import moment
from tests.pages.importing import (
    TREE,
    admin,
    branch,
    counted,
    dossier,
    filled,
    lines,
    names,
    radios,
    site,
    text,
    upload,
    uploaded,
)

__all__ = ["admin", "branch", "site"]


def folders(site) -> list:
    root = site.app.extensions["zhibu"].files / "uploads"
    return list(root.iterdir()) if root.exists() else []


def test_the_template_can_be_downloaded_filled_in_and_imported(site, admin):
    template = admin.get("/imports/template.xlsx")
    assert template.mimetype.endswith("spreadsheetml.sheet")
    assert load_workbook(BytesIO(template.data)).sheet_names[:2] == ["档案", "重复步骤"]
    address = uploaded(admin, filled(dossier("D-1", "张三", "一支部"), dossier("D-2", "李四", "二支部")), "档案.xlsx")
    page = text(admin.get(address))
    assert "2 份档案" in page and "登记为新人员（一支部）" in page and "确认导入 2 份" in page
    assert counted(site)["cases"] == len(TREE)  # only those of the office
    done = admin.post(f"{address}/confirm")
    assert done.status_code == 303
    assert names(site) == ["张三", "李四"]
    assert "已导入 2 份，没有导入 0 份" in text(admin.get(address))


def test_the_verdicts_are_those_of_check(site, branch):
    site.town.registered("张三", "一支部", "1995-05-04")
    bad = dossier("D-1", "张三", "一支部", born_on="1995-05-04")
    votes = next(step for step in bad["steps"] if step["step"] == "admit")
    votes |= {"present": 5, "in_favour": 5, "abstain": 0, "written_in_favour": 0}
    unusable = {"ref": "D-2", "name": "李四", "steps": [{"step": "apply", "on": "2024-9-1"}]}
    address = uploaded(branch, lines(bad, unusable))
    page = text(branch.get(address))
    assert "违反条文 1" in page and "不能采用 1" in page and "将要导入 1" in page
    assert "G16" in page and "发展党员工作细则" in page
    assert "steps[0].on" in page and "日期须写成 2026-06-05" in page
    assert "已登记的 张三，1995-05-04，一支部" in page
    book = load_workbook(BytesIO(branch.get(f"{address}/findings.xlsx").data))
    rows = book.get_sheet_by_name("档案").to_python()
    assert rows[1][4] == "违反条文" and rows[2][4] == "不能判断"
    branch.post(f"{address}/confirm")
    became = text(branch.get(address))
    assert "已导入为案件" in became and "违反条文" in became and "不能导入，“steps[0].on”" in became


def test_confirming_twice_records_once(site, admin):
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    admin.get(address)
    assert admin.post(f"{address}/confirm").status_code == 303
    before = counted(site)
    again = admin.post(f"{address}/confirm")
    assert again.status_code == 303 and "没有重复登记" in text(admin.get(again.location))
    assert "没有重复登记" in text(
        admin.client.post(f"{address}/people", data={"csrf_token": admin.token()}, follow_redirects=True)
    )
    assert counted(site) == before
    assert admin.get(f"{address}/findings.xlsx").status_code == 404


def test_the_same_file_uploaded_twice_is_recorded_once(site, admin):
    content = lines(dossier("D-1", "张三", "一支部"))
    first, second = uploaded(admin, content), uploaded(admin, content)
    admin.get(second)
    admin.post(f"{first}/confirm")
    before = counted(site)
    admin.post(f"{second}/confirm")
    assert "已经导入过（案件" in text(admin.get(second))
    assert counted(site) == before
    third = text(admin.get(uploaded(admin, content)))
    assert "不会导入：这份档案已经导入过" in third and "将要导入 0" in third


def test_a_row_that_fails_leaves_the_others(site, admin):
    """The person gets an open case between the look and the confirmation."""
    person = site.town.registered("张三", "一支部", "1995-05-04")
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部"), dossier("D-2", "李四", "二支部")))
    assert "将要导入 2" in text(admin.get(address))
    site.town.open("2026-10-08", by="王芳", subject=person)
    admin.post(f"{address}/confirm")
    became = text(admin.get(address))
    assert "已导入 1 份，没有导入 1 份" in became and "此人已有办理中的“发展党员”案件" in became
    assert names(site) == ["张三", "李四"] and len(site.town.ask("SELECT 1 FROM entry WHERE kind = 'import'")) > 5
    assert "不会导入：此人已有办理中的" in text(
        admin.get(uploaded(admin, lines(dossier("D-1", "张三", "一支部", floating=True))))
    )


def test_same_names_are_told_apart_by_day_of_birth(site, admin):
    one = site.town.registered("张三", "一支部", "1995-05-04")
    site.town.registered("张三", "一支部", "1970-01-01")
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部", born_on="1995-05-04")))
    assert "请选定" not in text(admin.get(address))
    admin.post(f"{address}/confirm")
    assert [
        row["subject_id"] for row in site.town.ask("SELECT subject_id FROM \"case\" WHERE workflow = 'membership'")
    ] == [one]


@pytest.mark.parametrize("who, cases, new", [("one", 1, 0), ("new", 1, 1), ("skip", 0, 0)])
def test_who_cannot_be_told_apart_must_be_chosen(site, admin, who, cases, new):
    one = site.town.registered("张三", "一支部", None)
    made = dossier("D-1", "张三", "一支部")
    made.pop("born_on")
    address = uploaded(admin, lines(made))
    page = admin.get(address)
    assert "须在上面选定" in text(page) and "出生日期不详" in text(page)
    before = counted(site)
    refused = admin.post(f"{address}/confirm", radios(page))
    assert refused.status_code == 422 and "须选定是哪一个人" in text(refused) and counted(site) == before
    chosen = {**radios(page), "who-0": str(one) if who == "one" else who}
    assert admin.post(f"{address}/people", chosen).status_code == 303
    assert "checked" in admin.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/confirm", chosen).status_code == 303
    after = counted(site)
    assert (after["cases"] - before["cases"], after["people"] - before["people"]) == (cases, new)


@pytest.mark.parametrize("who", ["999", "-1", "newer", ""])
def test_nobody_else_can_be_chosen(site, admin, who):
    site.town.registered("张三", "一支部", None)
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    page = admin.get(address)
    assert admin.post(f"{address}/confirm", {**radios(page), "who-0": who}).status_code == 422
    assert names(site) == []


def test_somebody_registered_meanwhile_is_not_overlooked(site, admin):
    site.town.registered("张三", "一支部", None)
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    page = admin.get(address)
    site.town.registered("张三", "一支部", None)
    answer = admin.post(f"{address}/confirm", {**radios(page), "who-0": "new"})
    assert answer.status_code == 422 and "同名的人员有变化" in text(answer)


def test_two_rows_of_one_name_are_chosen_about(site, admin):
    rows = [dossier("D-1", "张三", "一支部"), dossier("D-2", "张三", "一支部", floating=True)]
    address = uploaded(admin, lines(*rows))
    page = admin.get(address)
    assert "文件中还有同名、不能分辨的档案：档案.jsonl:1" in text(page)
    assert set(radios(page)) == {"seen-1"}
    admin.post(f"{address}/confirm", {**radios(page), "who-1": "new"})
    assert names(site) == ["张三", "张三"] and "已导入 2 份" in text(admin.get(address))


def test_a_person_of_another_branch_is_offered_to_those_who_see_it(site, admin, branch):
    site.town.registered("张三", "二支部", "1995-05-04")
    content = lines(dossier("D-1", "张三", "一支部", born_on="1995-05-04"))
    assert "已登记的 张三，1995-05-04，二支部" in text(admin.get(uploaded(admin, content)))
    page = text(branch.get(uploaded(branch, content)))
    assert "二支部" not in page and "登记为新人员（一支部）" in page


def test_who_may_not_register_people_is_told_before_and_leaves_nothing(site):
    organiser = site.visitor("吴强")
    address = uploaded(organiser, lines(dossier("D-1", "张三", "一支部")))
    assert "将要导入 0" in text(organiser.get(address))
    before = counted(site)
    organiser.post(f"{address}/confirm")
    assert "“登记人员”由" in text(organiser.get(address)) and counted(site) == before


def test_a_branch_registers_its_own_people(site, branch):
    address = uploaded(branch, lines(dossier("D-1", "张三", "一支部")))
    assert "将要导入 1" in text(branch.get(address))
    branch.post(f"{address}/confirm")
    assert "已导入 1 份" in text(branch.get(address))


@pytest.mark.parametrize("place", ["二支部", "没有的支部", "县委组织部"])
def test_an_organisation_out_of_sight_is_unusable(site, branch, place):
    site.town.registered("张三", "二支部", "1995-05-04")
    address = uploaded(branch, lines(dossier("D-1", "张三", place, born_on="1995-05-04")))
    page = text(branch.get(address))
    assert f"“{place}”不是您所能查看的党组织" in page and "不能采用 1" in page
    before = counted(site)
    branch.post(f"{address}/confirm")
    assert counted(site) == before and f"“{place}”不是您所能查看的党组织" in text(branch.get(address))


def test_organisation_by_number_and_without_any(site, admin):
    number = str(site.town.places["一支部"])
    nobody = {key: value for key, value in dossier("D-3", "王五", "一支部").items() if key != "name"}
    rows = [dossier("D-1", "张三", number), dossier("D-2", "李四", None), nobody, dossier("D-4", "赵六", "²")]
    page = text(admin.get(uploaded(admin, lines(*rows))))
    assert "登记为新人员（一支部）" in page and "导入须写明党组织" in page and "导入须写明姓名" in page
    assert "“²”不是您所能查看的党组织" in page and "不能采用 3" in page


def test_ones_own_dossier_is_for_others(site, branch):
    site.town.change(also=lambda session: session.execute(update(Person).values(born_on=date(1995, 5, 4))))
    address = uploaded(branch, lines(dossier("D-1", "王芳", "一支部")))
    assert "不会导入：本人不能办理自己的事项" in text(branch.get(address))
    branch.post(f"{address}/confirm")
    assert "没有导入，本人不能办理自己的事项" in text(branch.get(address)) and names(site) == []


def test_an_upload_is_its_accounts_alone_and_lasts_a_day(site, admin, branch):
    address = uploaded(branch, lines(dossier("D-1", "张三", "一支部")), "../../x/档案.jsonl")
    assert "档案.jsonl" in text(branch.get("/imports")) and "../" not in text(branch.get("/imports"))
    assert "档案.jsonl" not in text(admin.get("/imports"))
    for path in (address, f"{address}/findings.xlsx", f"{address}/columns"):
        assert admin.get(path).status_code == 404
    for path in ("confirm", "people", "columns", "remove"):
        assert admin.post(f"{address}/{path}").status_code == 404
    assert site.visitor().get(address).status_code == 302
    assert len(folders(site)) == 1 and folders(site)[0].name == address.rsplit("/", 1)[1]
    site.now = moment("2026-11-03", 11)
    fresh = site.visitor("王芳")
    assert fresh.get(address).status_code == 404
    uploaded(fresh, lines(dossier("D-1", "张三", "一支部")))
    assert len(folders(site)) == 1


def test_content_goes_when_it_is_imported_or_removed(site, admin):
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    admin.post(f"{address}/confirm")
    assert [path.name for path in sorted(folders(site)[0].iterdir())] == ["record.json", "taken"]
    assert admin.post(f"{address}/remove").status_code == 303
    assert folders(site) == [] and admin.get(address).status_code == 404 and names(site) == ["张三"]


@pytest.mark.parametrize("name", ["..", "%2e%2e", "x" * 32, "0" * 32, "..%2f..%2fetc", "0" * 31 + "g"])
def test_a_name_that_is_none_is_not_found(admin, name):
    assert admin.get(f"/imports/{name}").status_code in (404, 308)
    assert admin.post(f"/imports/{name}/remove").status_code in (404, 405)


def test_broken_off_imports_say_so(site, admin):
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    (folders(site)[0] / "taken").touch()
    assert "正在导入，或者中途停止了" in text(admin.get(address))
    assert admin.post(f"{address}/remove").location == address and len(folders(site)) == 1
    admin.post(f"{address}/confirm")
    assert names(site) == []


def test_more_dossiers_than_the_page_takes(site, admin, monkeypatch):
    monkeypatch.setattr("web.importing.rows.MOST", 2)
    rows = [dossier(f"D-{number}", f"人{number}", "一支部", upto="apply") for number in range(3)]
    address = uploaded(admin, lines(*rows))
    page = text(admin.get(address))
    assert "zhibu import" in page and "确认导入" not in page and "人2" not in page
    assert admin.post(f"{address}/confirm").status_code == 422
    assert names(site) == []


def test_many_rows_come_in_parts_and_are_recorded_in_batches(site, admin):
    rows = [dossier(f"D-{number}", f"人{number}", "一支部", upto="apply") for number in range(205)]
    address = uploaded(admin, lines(*rows))
    page = text(admin.get(address, page=3))
    assert "第 3 页，共 3 页" in page and "人204" in page and "人199" not in page
    assert "第 1 页" in text(admin.get(address, page=-5)) and "第 3 页" in text(admin.get(address, page=99))
    admin.post(f"{address}/confirm")
    assert len(names(site)) == 205


def test_the_result_can_be_said_in_english(site, admin):
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部", upto="apply")))
    admin.post(f"{address}/confirm")
    record = json.loads((folders(site)[0] / "record.json").read_text(encoding="utf-8"))
    assert record["outcomes"][0][2]["facts"]["count"] == 1 and record["choices"] == {}


def test_nobody_without_a_post_imports(site):
    site.town.people["周敏"] = site.town.registered("周敏", "一支部", None)
    visitor = site.visitor("周敏")
    assert visitor.get("/imports").status_code == 403
    assert upload(visitor, lines(dossier("D-1", "张三", "一支部"))).status_code == 403
    assert folders(site) == []
