"""Files to import that are wrong or come from elsewhere: clear messages, a mapping of columns that is remembered."""

import io
import zipfile

import pytest
import xlsxwriter

from tests.pages.importing import (
    admin,
    branch,
    dossier,
    filled,
    lines,
    names,
    selects,
    sheet,
    site,
    text,
    upload,
    uploaded,
)

__all__ = ["admin", "branch", "site"]

HEAD = ("序号", "姓名", "出生年月", "所在党支部", "递交入党申请书时间", "派人谈话日期", "备注")
ROW = (1, "张三", "1995.5.4", "一支部", "2024-09-10", "2024年9月20日", "无")


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 30_000_000)
    return target.getvalue()


def with_formula(value, uncomputed: bool = False) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ROW)
        page.write_formula(1, 4, "=DATE(2024,9,10)", book.add_format({"num_format": "yyyy-mm-dd"}), value)
    if not uncomputed:
        return target.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            content = old.read(part).replace(b"<v>45545</v>", b"<v></v>")
            new.writestr(part.filename, content)
    return changed.getvalue()


@pytest.mark.parametrize(
    "content, name, said",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "档案.xlsx", "旧版 .xls 或者加了密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "档案.xls", "不认识的文件类型 .xls"),
        (b"%PDF-1.7\n", "档案.xlsx", "不是可以读的 .xlsx 文件"),
        (b"%PDF-1.7\n", "档案.pdf", "不认识的文件类型 .pdf"),
        (b"", "档案.xlsx", "不是可以读的 .xlsx 文件"),
        (b"", "档案.json", "不是正确的 JSON"),
        (b"", "档案.jsonl", "文件里没有档案"),
        (b"[]", "档案.json", "文件里没有档案"),
        ('{"name": "李明", "steps": []}\n'.encode("gb18030"), "档案.jsonl", "不是 UTF-8 编码"),
        ('{"name": "李明", "steps": []}'.encode("gb18030"), "档案.json", "不是 UTF-8 编码"),
        (bomb(), "档案.xlsx", "解压后过大"),
        (filled(), "档案.xlsx", "文件里没有档案"),
        (sheet(), "档案.xlsx", "表格是空的"),
        (sheet(("李明", "2024-09-10"), ("张三", 20240910)), "档案.xlsx", "没有标题行"),
        (sheet(("花名册",), (1, 2)), "档案.xlsx", "没有标题行"),
        (sheet(HEAD), "档案.xlsx", "标题行下面没有任何一行"),
        (sheet([f"列{n}" for n in range(201)], [1] * 201), "档案.xlsx", "超过 200 列"),
        (with_formula("#DIV/0!"), "档案.xlsx", "单元格 E2 的公式出错"),
        (with_formula(45545, uncomputed=True), "档案.xlsx", "单元格 E2 的公式没有结果"),
        (b" " * (20 * 2**20 + 1), "档案.json", "超过 20 MB"),
        (b"x", "档案", "不认识的文件类型 档案"),
        (b"x", "x" * 300, "不认识的文件类型"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "content",
)
def test_a_wrong_file_is_said_in_words_and_not_kept(site, admin, content, name, said):
    answer = upload(admin, content, name)
    assert answer.status_code == 422 and said in text(answer)
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    root = site.app.extensions["zhibu"].files / "uploads"
    assert not root.exists() or list(root.iterdir()) == []


def test_a_request_too_large_is_refused(admin):
    assert upload(admin, b" " * (26 * 2**20), "档案.json").status_code == 413


def test_no_file_is_asked_for_again(admin):
    assert admin.post("/imports", {}, content_type="multipart/form-data").status_code == 303


def test_a_spreadsheet_from_elsewhere_is_mapped_once_and_remembered(site, admin):
    content = sheet(("一支部发展党员名册",), HEAD, ROW)
    answer = admin.get(uploaded(admin, content, "名册.xlsx"))
    assert answer.status_code == 302 and answer.location.endswith("/columns")
    page = admin.get(answer.location)
    assert "标题在第 2 行" in text(page) and "例如：1995.5.4" in text(page)
    proposed = selects(page)
    assert [proposed[f"column-{n}"] for n in range(7)] == [
        "",
        "name",
        "born_on",
        "organisation",
        "apply.on",
        "talk.on",
        "",
    ]
    assert admin.post(answer.location, proposed).status_code == 303
    address = answer.location.removesuffix("/columns")
    rows = text(admin.get(address))
    assert "名册.xlsx:名册:3" in rows and "登记为新人员（一支部）" in rows and "更改各列的对应" in rows
    admin.post(f"{address}/confirm")
    assert names(site) == ["张三"]
    again = admin.get(
        uploaded(
            admin, sheet(HEAD[::-1], ("无", "2024-09-20", "2024-09-10", "二支部", "1990.1.1", "李四", 2)), "二.xlsx"
        )
    )
    assert again.status_code == 200 and "李四" in text(again)


def test_the_mapping_is_the_organisations_own(site, admin, branch):
    content = sheet(HEAD, ROW)
    first = admin.get(uploaded(admin, content, "名册.xlsx")).location
    admin.post(first, selects(admin.get(first)))
    assert branch.get(uploaded(branch, content, "名册.xlsx")).status_code == 302
    assert len(site.town.ask("SELECT * FROM column_mapping")) == 1
    admin.post(first, {**selects(admin.get(first)), "column-5": ""})
    kept = site.town.ask("SELECT * FROM column_mapping")
    assert len(kept) == 1 and "talk.on" not in kept[0]["columns"]


def test_a_mapping_must_name_person_and_organisation(admin):
    address = admin.get(uploaded(admin, sheet(HEAD, ROW), "名册.xlsx")).location
    chosen = selects(admin.get(address))
    wrong = {
        "须有一个标题对应“姓名”": {"column-1": ""},
        "须有一个标题对应“党组织”": {"column-3": ""},
        "一列只能对应一个标题": {"column-0": "name"},
        "没有这一列": {"column-0": "no.such"},
        "没有这一列：": {"organisation": "999"},
    }
    for said, change in wrong.items():
        answer = admin.post(address, {**chosen, **change})
        assert answer.status_code == 422 and said in text(answer), said
        assert selects(answer)["column-2"] == "born_on"


def test_one_organisation_for_all_rows(site, branch):
    """A branch has one organisation, which is proposed; and a remembered number out of sight is asked about again."""
    site.town.registered("张三", "一支部", "1995-05-04")
    content = sheet(("姓名", "生日", "申请入党时间"), ("张三", "1995-05-04", "2024-09-10"), ("", "", ""))
    address = branch.get(uploaded(branch, content, "名册.xlsx")).location
    chosen = selects(branch.get(address))
    assert chosen == {
        "column-0": "name",
        "column-1": "born_on",
        "column-2": "apply.on",
        "organisation": str(site.town.places["一支部"]),
    }
    branch.post(address, chosen)
    assert "1 份档案" in text(branch.get(address.removesuffix("/columns")))
    branch.post(address.removesuffix("/columns") + "/confirm")
    assert names(site) == ["张三"]
    site.town.tamper("""UPDATE column_mapping SET columns = '{"姓名": "name", "": "999"}'""")
    assert branch.get(uploaded(branch, content, "名册.xlsx")).status_code == 302


def test_headings_twice_and_columns_without_heading_are_told_apart(admin):
    content = sheet(
        ("姓名", "姓名", "党组织", "", "递交入党申请书：日期"), ("张三", "甲", "一支部", "无题", "2024-09-10")
    )
    page = admin.get(admin.get(uploaded(admin, content, "名册.xlsx")).location)
    assert "姓名 (2)" in text(page) and "#4" in text(page)
    assert selects(page) == {
        "column-0": "name", "column-1": "", "column-2": "organisation", "column-3": "", "column-4": "apply.on",
        "organisation": "",
    }  # fmt: skip


def test_hidden_sheets_are_not_read_and_others_are_named(admin):
    content = sheet(HEAD, ROW, hidden=[("姓名", "党组织"), ("旧人", "一支部")], more={"说明": [("看", "这里")]})
    page = text(admin.get(admin.get(uploaded(admin, content, "名册.xlsx")).location))
    assert "读取工作表“名册”" in page and "其他工作表不读取：说明" in page and "旧" not in page


def test_cells_that_cannot_be_read_are_said_row_by_row(site, admin):
    long = "长" * 61
    content = sheet(
        HEAD,
        ROW,
        (2, long, "x", "一支部", "2024-09-10", "", ""),
        (3, "=1+1", "", "一支部", "2024-09-10", "", ""),
        (4, "五", "", "一支部", "前年", "", ""),
    )
    address = admin.get(uploaded(admin, content, "名册.xlsx")).location
    admin.post(address, selects(admin.get(address)))
    page = text(admin.get(address.removesuffix("/columns")))
    assert "名册第 3 行“出生年月”" in page and "名册第 5 行“递交入党申请书时间”：日期须写成" in page
    assert "不能采用 2" in page


def test_a_name_of_sixty_characters(site, admin):
    name = "长" * 60
    address = uploaded(
        admin, lines(dossier("D-1", name, "一支部", upto="apply"), dossier("D-2", "<b>&", "一支部", upto="apply"))
    )
    answer = admin.get(address)
    assert name in text(answer) and "<b>&" not in answer.get_data(as_text=True)
    admin.post(f"{address}/confirm")
    assert len(names(site)) >= 1


def test_twenty_thousand_rows_are_capped(admin):
    rows = [dossier(f"D-{number}", "某人", "一支部", upto="apply") for number in range(20_000)]
    address = uploaded(admin, lines(*rows))
    page = text(admin.get(address))
    assert "档案超过 2000 份" in page and "确认导入" not in page
