"""What a look before a step shows, and the look before a case is opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import g, render_template

from web.deadlines import worded
from web.inputs import Input
from web.pages.found import laws
from web.pages.language import said
from web.pages.request import today
from workflows.engine.cases import LiveCase, shelf
from workflows.engine.decide import reason
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.law import LawBook
from workflows.engine.outlook import Possible, possible
from workflows.engine.perform.scene import Written

NEXT, BESIDE = N_("接下来"), N_("也可以办")


class Ahead(NamedTuple):
    """Steps that are possible once it stands, under one word, each with its deadline in words."""

    word: str
    rows: Sequence[tuple[Possible, str]]


def look_first(
    flow: Workflow, step: Step, typed: Mapping[str, Sequence[str]], written: Written, name: str, inputs: list[Input]
) -> str:
    """The page; nothing is kept of the case that was opened to look at it."""
    book = laws()
    after: LiveCase | None = shelf.take(written.hash + book.stamp.encode())
    g.writing.rollback()
    return render_template(
        "cases/look.html",
        flow=flow,
        name=name,
        home="",
        step=step,
        written=written,
        inputs=inputs,
        told=[],
        typed=kept_fields(typed),
        notes=[said(reason(each, flow, book.on(today()))) for each in written.findings],
        files=[],
        opened=by_leading(after, following(after, book)) if after else [],
    )


def following(after: LiveCase, book: LawBook) -> Iterator[tuple[Possible, str]]:
    """The steps that are possible once it stands, each with its deadline in words."""
    law = book.on(today())
    for each in possible(after.dossier, book, today()):
        yield each, said(worded(after.dossier, each.step, law))


def by_leading(after: LiveCase, found: Iterable[tuple[Possible, str]]) -> list[Ahead]:
    """What leads on under one word, then what may be done beside it; empty groups are left out."""
    leading: list[tuple[Possible, str]] = []
    beside: list[tuple[Possible, str]] = []
    for each in found:
        (beside if is_beside(after.dossier, each[0].step) else leading).append(each)
    return [Ahead(word, rows) for word, rows in ((NEXT, leading), (BESIDE, beside)) if rows]


def is_beside(dossier: Dossier, step: Step) -> bool:
    """Whether a step is taken from time to time and nothing waits for it: the case goes on without it."""
    if not step.repeats or step.keys:
        return False
    return step.name in dossier.standing or all(
        need.step != step.name for other in dossier.flow for need in other.needs
    )


def kept_fields(typed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What was typed, for the page that asks once more."""
    return [(name, text) for name, texts in typed.items() if name not in ("csrf_token", "sure") for text in texts]
