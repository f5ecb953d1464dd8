"""A back-check as it runs beside the requests: judged in batches, with how far it is; then spreadsheet and paper are drawn.

What was judged lies in the upload's folder. When the server is started again, a run goes on where it stopped, as soon as
somebody asks for it.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from web.back_check import cover
from web.back_check.report import TITLE, volumes
from web.back_check.told import Answers, judged
from web.back_check.totals import Totals
from web.back_check.workbook import workbook
from web.importing.contents import dossiers, examine
from web.importing.uploads import Upload
from web.runs.beside import Work
from web.typeset import NO_FONT, NoFont
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Unusable
from workflows.engine.law import LawBook
from workflows.engine.perform.installation import book_from

A_BATCH = 200
ANSWERS, SPREADSHEET, PAPER, PAPERS = "answers.jsonl", "report.xlsx", "report.pdf", "report.zip"
FOREIGN = N_("这不是填好的模板：请下载模板填写；别处的表格请在“导入档案”页面对应各列后下载问题清单")
DEFECT = N_("倒查没有完成：请重新上传；仍然如此的，请管理员查看日志")


def answers_of(upload: Upload) -> Answers:
    """What was judged so far."""
    return Answers(upload.folder / ANSWERS)


def check(upload: Upload) -> None:
    """Judges and draws, from where it was broken off. Raises Unusable."""
    judge(upload)
    draw(upload)


BACK_CHECK = Work("back-check", check, ("totals",), DEFECT)


def judge(upload: Upload) -> None:
    """Judges what was not judged yet. Raises Unusable where the file cannot be read to its end."""
    examine(upload)
    if upload.record.get("foreign"):
        raise Unusable("", FOREIGN)
    raws, answers = list(dossiers(upload)), answers_of(upload)
    done = upload.record["done"]
    answers.keep_first(done)
    upload.keep(total=len(raws))
    laws, on = book_from(upload.record["rules"]), date.fromisoformat(upload.record["cover"][1])
    for count in batches(answers, raws[done:], laws, on, done):
        upload.keep(done=count)


def batches(answers: Answers, raws: Sequence[Raw], laws: LawBook, on: date, done: int = 0) -> Iterator[int]:
    """Judges these batch by batch into the file, and answers each time how many are there."""
    rows = judged(raws, laws, on)
    while batch := list(islice(rows, A_BATCH)):
        answers.add(batch)
        done += len(batch)
        yield done


def draw(upload: Upload) -> None:
    """Draws the spreadsheet and the paper; a machine without fonts has the spreadsheet all the same."""
    answers, front = answers_of(upload), cover.read(upload.record["cover"])
    totals = Totals.of(answers)
    with (upload.folder / SPREADSHEET).open("wb") as target:
        workbook(target, answers, totals, front)
    kept: dict[str, Any] = {"totals": totals}
    try:
        kept["paper"] = _bound(upload.folder, [*volumes(answers, totals, front)])
    except NoFont:
        kept["no_paper"] = NO_FONT
    upload.keep(**kept)


def _bound(folder: Path, papers: Sequence[bytes]) -> str:
    """The one volume, or all of them in an archive; answers the name of the file."""
    if len(papers) == 1:
        (folder / PAPER).write_bytes(papers[0])
        return PAPER
    with zipfile.ZipFile(folder / PAPERS, "w") as archive:
        for number, paper in enumerate(papers, 1):
            archive.writestr(f"{TITLE}-{number}.pdf", paper)
    return PAPERS
