"""An import: the template is fetched and filled in, uploaded, its findings are seen, and it is confirmed."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.pages.importing import dossier, filled, names

from .acting import press
from .windows import words


def headings(path: Path) -> list[list[object]]:
    """The titles and keys of a template."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name("档案").to_python()[:2]


def test_paper_dossiers_become_cases(site, windows, tmp_path):
    page = windows.open("钱进")
    page.goto("/imports")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    template, paper = tmp_path / "模板.xlsx", tmp_path / "纸质档案.xlsx"
    download.value.save_as(template)
    late = dossier("纸-001", "新甲", "一支部")
    late["steps"][1]["on"] = "2025-01-10"  # more than a month after the application
    paper.write_bytes(filled(late, dossier("纸-002", "新乙", "一支部", "talk")))
    assert headings(template) == headings(paper)

    page.set_input_files("[name=file]", paper)
    press(page, "上传并判断")
    assert "新甲" in words(page) and "纸质档案.xlsx" in words(page) and "派人谈话" in words(page)
    assert names(site) == []
    press(page, "确认导入 2 份")
    assert "已导入 2 份档案" in page.get_by_role("status").inner_text()
    assert names(site) == ["新甲", "新乙"]
    page.goto("/search?q=新甲")
    page.get_by_role("link", name="新甲").click()
    assert "预备党员" in words(page)


def test_a_wrong_file_is_said_beside_the_field(windows, tmp_path):
    wrong = tmp_path / "档案.xlsx"
    wrong.write_bytes(b"%PDF-1.7\n")
    page = windows.open("王芳")
    page.goto("/imports")
    page.set_input_files("[name=file]", wrong)
    press(page, "上传并判断")
    assert "不是可以读的 .xlsx 文件" in page.get_by_role("alert").inner_text()
    assert page.get_attribute("[name=file]", "aria-invalid") == "true"
