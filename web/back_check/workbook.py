"""The back-check as a spreadsheet: the dossiers, every finding in a row, the sums, and from which file and when."""

from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from web.back_check.cover import Cover
from web.back_check.report import article_rows, papers_said, verdict_rows
from web.back_check.told import Checked
from web.back_check.totals import Totals
from web.code_words import titles
from web.commands.annotate import COLOURS, MOST_TEXT, OPTIONS

WHO = {"来源": 22, "编号": 12, "姓名": 10}
DOSSIERS = {**WHO, "阶段": 12, "结论": 14, "问题数": 8, "不能判断的原因": 50}
FINDINGS = {
    **WHO,
    "步骤": 20,
    "日期": 12,
    "程度": 12,
    "条文": 26,
    "版本": 8,
    "条": 6,
    "代码": 8,
    "问题": 60,
    "看哪份材料": 30,
    "怎么办": 50,
    "代码含义": 30,
}
ARTICLES = (34, 8, 6, 10, 10, 12, 10, 8)


def workbook(target: IO[bytes], answers: Iterable[Checked], totals: Totals, cover: Cover) -> None:
    """Writes the workbook; no text becomes a formula or a link."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheets = [_Sheet(book, name) for name in ("档案", "问题", "合计", "说明")]
        dossiers, findings, sums, about = sheets
        dossiers.heads(DOSSIERS)
        findings.heads(FINDINGS)
        for checked in answers:
            _dossier(dossiers, findings, checked)
        sums.widths(ARTICLES)
        for row in [*verdict_rows(totals), (), *article_rows(totals)]:
            sums.row(row)
        about.widths((100,))
        for line in cover.lines:
            about.row((line,))


def _dossier(dossiers: "_Sheet", findings: "_Sheet", checked: Checked) -> None:
    who = (checked.source, checked.ref, checked.name)
    wrong = f"“{checked.field}”{checked.wrong}" if checked.field else checked.wrong
    dossiers.row((*who, checked.stage, checked.word, len(checked.findings), wrong))
    for found in checked.findings:
        rule = (found.word, found.cited.removesuffix("，"), found.edition, found.article, found.code)
        told = (found.message, papers_said(found), found.remedy, titles().get(found.code))
        findings.row((*who, found.step, found.on, *rule, *told))


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, book: Any, name: str) -> None:
        self.sheet, self.next = book.add_worksheet(name), 0
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.looks = {word: book.add_format({"bg_color": colour, "valign": "top"}) for word, colour in COLOURS.items()}

    def heads(self, heads: dict[str, int]) -> None:
        """The headings, which stay in sight."""
        self.widths(tuple(heads.values()))
        for index, title in enumerate(heads):
            self.sheet.write_string(0, index, title, self.head)
        self.sheet.freeze_panes(1, 0)
        self.next = 1

    def widths(self, widths: tuple[int, ...]) -> None:
        """How wide the columns are."""
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)

    def row(self, values: Iterable[Any]) -> None:
        """The next row: whole numbers as numbers, everything else as text."""
        for index, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.next, index, value, self.plain)
            elif value:
                self.sheet.write_string(self.next, index, str(value)[:MOST_TEXT], self.looks.get(value, self.plain))
        self.next += 1
