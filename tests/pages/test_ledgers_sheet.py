"""The whole-process sheet: every step, last takings, counts of what else happened, the hash at its foot."""

import re

import pytest

from tests.live.town import FLOW
from tests.pages.registered import LONG, build
from workflows.engine.errors import WorkflowError


def lines(page: str) -> list[list[str]]:
    """The cells of every line."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows
    ]


def sheet(site, case: int, who: str = "王芳") -> str:
    answer = site.visitor(who).get(f"/membership/{case}/sheet")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_step_has_a_line_in_the_order_of_the_chart(site):
    case = site.town.open("2026-10-01").case_id
    found = lines(sheet(site, case))
    assert len(found) == 27 == len([step for step in FLOW if step.main])
    assert [int(row[0]) for row in found if row[0]] == list(range(1, 26))
    assert found[0] == ["1", "递交入党申请书", "2026-10-01", "王芳 书记", "", "已办理", ""]
    assert all(row[2:] == ["", "", "", "", ""] for row in found[1:])


def test_a_whole_case_fills_every_line(site):
    case = site.town.build("archive", "2026-10-20")
    found = lines(sheet(site, case))
    assert all(row[2] and row[3] == "孙丽 副书记（补记）" and row[5] for row in found)
    assert found[16][4] == "" and found[15][4] == "样-000001"
    assert "正式党员" in sheet(site, case)


def test_numbers_votes_and_repeats_are_shown(site):
    town = site.town
    case = build(site, "李明", "activist", "2026-09-01")
    town.take(case, "review_activist", "2026-10-01", opinion="继续培养。")
    town.take(case, "agree_prospective", "2026-10-08", agreed=False, number="示委〔2026〕7号")
    found = {row[1]: row for row in lines(sheet(site, case))}
    assert re.fullmatch(r"已办理（共 \d+ 次）", found["培养教育考察"][5])
    assert found["培养教育考察"][2] == "2026-10-01"
    earlier = [row for row in site.town.entries(case) if row.step == "review_activist"]
    assert f"培养教育考察各次：{'、'.join(str(row.act_on) for row in earlier)}" in sheet(site, case)
    assert found["培养教育考察"][3] == "王芳 书记"  # recorded as it happened, unlike what was before
    assert found["上级党委同意"][2:6] == ["2026-10-08", "吴强 组织员", "示委〔2026〕7号", "不同意"]
    assert found["支部委员会讨论拟列发展对象"][5] == "已办理（须重新办理）"


def test_refusals_and_corrections_are_counted_with_their_numbers(site):
    town = site.town
    case = town.open("2026-10-01").case_id
    for _ in range(2):
        with pytest.raises(WorkflowError):
            town.take(case, "decide_activist", "2026-10-02", recommended_by=["members"])
    number = town.take(case, "talk", "2026-10-03", talkers=["王方"]).number
    form = {"on": "2026-10-03", "talkers": ["王芳"]}
    proposal = town.propose(case, "correct", "孙丽", "2026-10-04", entry=number, form=form, reason="写错").number
    town.confirm(case, proposal, "王芳", "2026-10-04")
    page = sheet(site, case)
    assert "不予办理 2 条：第 2、3 条" in page and "提议 1 条：第 5 条" in page and "更正 1 条：第 6 条" in page
    row = town.row(case)
    assert f"案件 {case}；全程纪实共 6 条；最后一条散列值 {bytes(row['last_hash']).hex()[:16]}" in page
    assert "打印人：王芳，一支部 书记；打印时间：2026-11-02 10:00" in page


def test_many_refusals_stay_one_line(site):
    case = site.town.open("2026-10-01").case_id
    for _ in range(15):
        with pytest.raises(WorkflowError):
            site.town.take(case, "decide_activist", "2026-10-02", recommended_by=["members"])
    assert "不予办理 15 条：第 2、3、4、5、6、7、8、9、10、11 等 条" in sheet(site, case)


def test_side_steps_stand_below(site):
    case = site.town.open("2026-10-01").case_id
    site.town.take(case, "withdraw", "2026-10-05")
    page = sheet(site, case)
    assert "其他步骤：本人撤回申请 2026-10-05（第 2 条）" in page and "已终止 · 本人撤回" in page


def test_a_case_refused_at_its_first_step_has_an_empty_sheet(site):
    with pytest.raises(WorkflowError):
        site.town.open("2026-10-01", by="沈毅")
    (row,) = site.town.ask('SELECT id FROM "case"')
    page = sheet(site, row["id"])
    assert "未受理" in page and all(line[2:] == [""] * 5 for line in lines(page))
    assert "不予办理 1 条：第 1 条" in page


def test_out_of_sight_is_not_found(site):
    case = site.town.open("2026-10-01").case_id
    assert site.visitor("郑洁").get(f"/membership/{case}/sheet").status_code == 404
    assert site.visitor("赵强").get(f"/membership/{case}/sheet").status_code == 404
    assert site.visitor("王芳").get(f"/membership/{case + 99}/sheet").status_code == 404
    assert site.visitor("王芳").get(f"/office/{case}/sheet").status_code == 404
    assert site.visitor("王芳").get(f"/nothing/{case}/sheet").status_code == 404
    assert site.visitor().get(f"/membership/{case}/sheet").status_code == 302


def test_long_texts_are_set_smaller(site):
    case = build(site, LONG, "activist", "2026-09-01")
    site.town.take(case, "agree_prospective", "2026-10-08", agreed=True, number="文" * 60)
    page = sheet(site, case)
    assert f'<div class="cell tiny">{"文" * 60}</div>' in page and LONG in page
