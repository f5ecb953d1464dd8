"""`zhibu check --annotate OUT.xlsx`: the dossiers with their verdicts, every finding in a row, and counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import click
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

from web.code_words import titles
from web.commands.check import VERDICT_WORDS, cited
from workflows import flow
from workflows.engine.findings import N_, Severity
from workflows.rules.load import title_of

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST_TEXT = 32_000  # a cell holds 32,767 characters
SEVERITY_WORDS = {
    Severity.BLOCK: N_("违反条文"),
    Severity.OVERRIDE: N_("须上级说明"),
    Severity.IRREGULAR: N_("不规范"),
    Severity.NOTE: N_("提示"),
}
UNUSABLE = "不能判断"
COLOURS = {
    "违反条文": "#F8CBAD",
    "须上级说明": "#FFE699",
    "有不规范之处": "#FFF2CC",
    "不规范": "#FFF2CC",
    "提示": "#DDEBF7",
    "符合条文": "#E2EFDA",
    UNUSABLE: "#D9D9D9",
}
DOSSIER_HEADS = {"来源": 22, "编号": 12, "姓名": 10, "阶段": 12, "结论": 14, "问题": 70, "怎么办": 50}
FINDING_HEADS = {
    "来源": 22,
    "编号": 12,
    "姓名": 10,
    "步骤": 20,
    "日期": 12,
    "代码": 8,
    "程度": 12,
    "条文": 26,
    "条": 6,
    "说明": 70,
    "最早": 12,
    "最迟": 12,
    "代码含义": 30,
}


def annotated(rows: Iterable[dict[str, Any]], files: Iterable[Path], target: Path) -> Iterator[dict[str, Any]]:
    """Passes the answers on and writes each into `target`; a target that cannot be written is a usage error."""
    if target.suffix != ".xlsx" or any(target.resolve() == path.resolve() for path in files):
        raise click.UsageError(f"--annotate 须是一个新的 .xlsx 文件，不能是被判断的文件：{target.name}")
    try:
        target.open("ab").close()
        yield from reported(rows, str(target))
    except (OSError, XlsxWriterException) as error:
        raise click.UsageError(f"{target.name} 写不进去：{getattr(error, 'strerror', None) or error}") from None


def reported(rows: Iterable[dict[str, Any]], target: str | IO[bytes]) -> Iterator[dict[str, Any]]:
    """Passes the answers on and writes each into a workbook, which is whole when all have passed."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        report = Report(book)
        for row in rows:
            report.add(row)
            yield row
        report.count()


class Report:
    """The three sheets, and what was counted on the way."""

    def __init__(self, book: Any) -> None:
        self.flow = flow("membership")
        self.looks = {word: book.add_format({"bg_color": colour, "valign": "top"}) for word, colour in COLOURS.items()}
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.dossiers, self.findings, self.counts = (book.add_worksheet(name) for name in ("档案", "问题", "汇总"))
        self._heads(self.dossiers, DOSSIER_HEADS)
        self._heads(self.findings, FINDING_HEADS)
        self.next = {self.dossiers: 1, self.findings: 1}
        self.verdicts: Counter[str] = Counter()
        self.codes: Counter[tuple[str, str]] = Counter()

    def add(self, row: dict[str, Any]) -> None:
        """One dossier, and a row for each of its findings."""
        verdict = UNUSABLE if "error" in row else VERDICT_WORDS[row["verdict"]]
        self.verdicts[verdict] += 1
        found, todo = self._told(row)
        who = [row["source"], row.get("ref"), row.get("name")]
        stage = "" if "error" in row else self.flow.stage_titles.get(row["stage"], N_("未受理"))
        self._row(self.dossiers, [*who, stage, verdict, "\n".join(found), "\n".join(todo)], verdict)
        for finding in row.get("findings", ()):
            word = SEVERITY_WORDS[finding["severity"]]
            self.codes[finding["code"], word] += 1
            self._row(self.findings, [*who, *self._finding(finding, word)], word)

    def count(self) -> None:
        """How many dossiers of each verdict, and how many findings of each code."""
        self._heads(self.counts, {"结论": 16, "档案数": 10})
        rows: list[tuple[Any, ...]] = [(word, self.verdicts[word]) for word in (*VERDICT_WORDS.values(), UNUSABLE)]
        rows += [("合计", self.verdicts.total()), (), ("代码", "程度", "次数", "代码含义")]
        rows += [(code, word, count, titles().get(code)) for (code, word), count in sorted(self.codes.items())]
        self.next[self.counts] = 1
        for values in rows:
            self._row(self.counts, list(values), str(values[0]) if values else "")

    def _told(self, row: dict[str, Any]) -> tuple[list[str], list[str]]:
        """The findings as lines, and what to do about them."""
        if "error" in row:
            return [row["error"]["message"]], [N_("改正后重新判断")]
        found = [f"{line['message']}（{cited(line)}{line['code']}）" for line in row["findings"]]
        todo = [advice for finding in row["findings"] if (advice := self._advice(finding))]
        return found, todo + [self._next(step) for step in row["next"]]

    def _advice(self, finding: dict[str, Any]) -> str | None:
        """What remains to be done about a finding whose message gives days; the others say it themselves."""
        title = self.flow[finding["step"]].title
        if finding["earliest"]:
            return N_("“%(step)s”最早 %(day)s 可以办理") % {"step": title, "day": finding["earliest"]}
        if finding["latest"] and finding["on"] is None:
            return N_("“%(step)s”应于 %(day)s 前办理，已逾期：请尽快办理") % {"step": title, "day": finding["latest"]}
        return None

    def _next(self, step: dict[str, Any]) -> str:
        text = N_("下一步：%(step)s") % {"step": self.flow[step["step"]].title}
        text += N_("，最早 %(day)s") % {"day": step["earliest"]} if step["earliest"] else ""
        return text + (N_("，最迟 %(day)s") % {"day": step["latest"]} if step["latest"] else "")

    def _finding(self, finding: dict[str, Any], word: str) -> list[Any]:
        regulation = title_of(finding["edition"]) if finding["edition"] else None
        step = self.flow[finding["step"]].title
        said = [finding["message"], finding["earliest"], finding["latest"]]
        words = titles().get(finding["code"])
        return [step, finding["on"], finding["code"], word, regulation, finding["article"], *said, words]

    def _heads(self, sheet: Any, heads: dict[str, int]) -> None:
        for index, (title, width) in enumerate(heads.items()):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, title, self.head)
        sheet.freeze_panes(1, 0)

    def _row(self, sheet: Any, values: list[Any], word: str) -> None:
        """A row whose cell with the verdict or the severity is coloured."""
        row = self.next[sheet]
        for index, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, index, value, self.day)
            elif isinstance(value, int):
                sheet.write_number(row, index, value)
            elif value is not None:
                look = self.looks[word] if value == word and word in self.looks else self.wrapped
                sheet.write_string(row, index, str(value)[:MOST_TEXT], look)
        self.next[sheet] = row + 1
