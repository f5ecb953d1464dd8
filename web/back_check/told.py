"""What the back-check says of a dossier: its verdict and findings, in a shape that lies in a file as one line of JSON."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from web.back_check.remedies import UNREAD, papers, remedy
from web.commands.annotate import SEVERITY_WORDS
from web.commands.check import VERDICT_WORDS, cited
from web.importing.confirm import packed, unpacked
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.findings import N_, Severity
from workflows.engine.intake import Raw
from workflows.engine.law import LawBook
from workflows.rules.load import EDITIONS

UNUSABLE = "unusable"
VERDICTS = {**VERDICT_WORDS, UNUSABLE: N_("不能判断")}


class Found(NamedTuple):
    """A finding: its code, how grave it is, edition and article, the step, what is wrong, the papers and the remedy."""

    code: str
    severity: str
    edition: str | None
    article: int | None
    step: str
    on: str | None
    message: str
    papers: tuple[str, ...]
    remedy: str

    @property
    def word(self) -> str:
        """How grave it is, in words."""
        return SEVERITY_WORDS[Severity(self.severity)]

    @property
    def cited(self) -> str:
        """The regulation and article, as they stand before a code."""
        return cited({"edition": self.edition, "article": self.article})

    @property
    def in_handbook(self) -> bool:
        """Whether the handbook has the article."""
        return self.edition in EDITIONS and self.article is not None


class Checked(NamedTuple):
    """A dossier: where it stands in the file, whose it is, the stage it arrives at, the verdict, and every finding.

    One that cannot be read has none, but the `field` and what is `wrong` with it.
    """

    source: str
    ref: str | None
    name: str | None
    stage: str
    verdict: str
    field: str
    wrong: str
    findings: tuple[Found, ...]

    @property
    def word(self) -> str:
        """The verdict in words."""
        return VERDICTS[self.verdict]

    @property
    def remedy(self) -> str:
        """What is to be done about a dossier that cannot be read."""
        return UNREAD

    @property
    def sound(self) -> bool:
        """Whether nothing was found but what need only be heeded."""
        return self.verdict == "valid"


def judged(raws: Iterable[Raw], laws: LawBook, on: date) -> Iterator[Checked]:
    """Every dossier of a file, judged as of a day; nothing is written anywhere."""
    membership = flow("membership")
    return (told(answer(membership, raw, laws, on)) for raw in raws)


def told(row: dict[str, Any]) -> Checked:
    """An answer of `check`, with the papers and the remedy of every finding."""
    if "error" in row:
        error = row["error"]
        return Checked(row["source"], row["ref"], row.get("name"), "", UNUSABLE, error["field"], error["message"], ())
    stage = flow("membership").stage_titles.get(row["stage"], N_("未受理"))
    found = tuple(map(_found, row["findings"]))
    return Checked(row["source"], row["ref"], row["name"], stage, row["verdict"], "", "", found)


def _found(finding: dict[str, Any]) -> Found:
    membership = flow("membership")
    return Found(
        finding["code"],
        finding["severity"],
        finding["edition"],
        finding["article"],
        membership[finding["step"]].title,
        finding["on"] and finding["on"].isoformat(),
        finding["message"],
        papers(membership, finding),
        remedy(membership, finding),
    )


class Answers:
    """The judged dossiers in a file, one a line, in the order of the dossiers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[Checked]:
        with self.path.open(encoding="utf-8") as lines:
            yield from map(_read, lines)

    def add(self, some: Iterable[Checked]) -> None:
        """Appends the next ones."""
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(_line(each) for each in some)

    def keep_first(self, count: int) -> None:
        """Cuts off whatever lies behind the first `count` lines, also a line that was broken off."""
        with self.path.open("a+b") as file:
            file.seek(0)
            for _ in range(count):
                file.readline()
            file.truncate(file.tell())


def _line(checked: Checked) -> str:
    findings = [each._replace(message=packed(each.message), remedy=packed(each.remedy)) for each in checked.findings]
    kept = checked._replace(wrong=packed(checked.wrong), findings=tuple(findings))
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _read(line: str) -> Checked:
    checked = Checked(*json.loads(line))
    return checked._replace(wrong=unpacked(checked.wrong), findings=tuple(map(_restored, checked.findings)))


def _restored(held: Any) -> Found:
    found = Found(*held)
    return found._replace(message=unpacked(found.message), papers=tuple(found.papers), remedy=unpacked(found.remedy))
