"""What to look at: named questions to the journal, each with why it is worth a look and what innocent reasons there are."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request

from models.cases import SUBJECT_KINDS, Case
from models.sight import Sight, names_of
from web.code_words import with_words
from web.entries import KINDS
from web.pages.audit_journal import catch_up
from web.pages.audit_questions import QUESTIONS, Question
from web.pages.auditing import own_sight, room
from web.pages.found import called
from web.pages.language import said
from web.pages.request import reading, today
from web.pages.seeing import narrowed
from workflows import flow
from workflows.audit.patterns import Hit
from workflows.engine.findings import Message
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.rules import readings_on_file

pages = Blueprint("audit_queries", __name__, url_prefix="/audit/queries")
MOST_SHOWN = 100
POSITIONS = flow("election").words


class Row(NamedTuple):
    """A hit as the page shows it."""

    case: Case
    name: str
    place: str
    title: str
    sentence: str
    numbers: Sequence[int]


@pages.get("")
def index():
    """Every question with why it is asked."""
    whole, place = own_sight(), request.args.get("place", type=int)
    shared = room(whole, place, narrowed(whole, place))
    return render_template("audit/queries.html", **shared, questions=QUESTIONS, place=place)


@pages.get("/<name>")
def show(name: str):
    """The cases a question finds."""
    whole, place = own_sight(), request.args.get("place", type=int)
    question = QUESTIONS.get(name) or abort(404)
    behind, sight = catch_up(), narrowed(whole, place)
    hits = list(question.ask(sight))
    return render_template(
        "audit/query.html",
        **room(whole, place, sight),
        name=name,
        question=question,
        rows=rows(question, hits[:MOST_SHOWN], whole),
        more=len(hits) > MOST_SHOWN,
        behind=behind,
        place=place,
    )


def rows(question: Question, hits: Sequence[Hit], whole: Sight) -> list[Row]:
    """Hits in words, each with its case."""
    held = {case.id: case for case in reading().query(Case).filter(Case.id.in_({hit.case for hit in hits}))}
    about = {kind: {case.subject_id for case in held.values() if case.subject_kind == kind} for kind in SUBJECT_KINDS}
    holding = {case.organisation_id for case in held.values()}
    places = names_of(reading(), holding | about["organisation"], today())
    people = called({*about["person"], *(number for hit in hits for number in numbers(hit))})
    return [
        Row(
            case := held[hit.case],
            (people if case.subject_kind == "person" else places.get)(case.subject_id) or str(case.subject_id),
            places.get(case.organisation_id, ""),
            title(case, hit.step),
            said(Message(question.sentence) % words(hit, people)),
            hit.numbers,
        )
        for hit in hits
        if hit.case in held and whole.sees(held[hit.case].path)
    ]


def numbers(hit: Hit) -> Iterable[int]:
    """The people a hit names."""
    yield from hit.facts.get("people", ())
    if hit.facts.get("person"):
        yield hit.facts["person"]


def words(hit: Hit, people: Callable[[int], str | None]) -> dict[str, Any]:
    """The facts of a hit as its sentence names them."""
    told = dict(hit.facts)
    if "what" in told:
        told["what"] = said(KINDS[told["what"]])
    if "code" in told:
        told["code"] = said(with_words(told["code"]))
    if "person" in told:
        told["person"] = people(told["person"]) or told["person"] or ""
    if "people" in told:
        told["people"] = "、".join(str(people(number) or number) for number in told["people"])
    if "ballot" in told:
        told["position"] = said(POSITIONS.get(told["ballot"], told["ballot"]))
    if "reading" in told:
        held = readings_on_file()[told["reading"]]
        told |= {
            "question": said(held.question),
            **{each: said(held.options[told[each]]) for each in ("before", "after")},
        }
    return told


def title(case: Case, step: str) -> str:
    """The title of the step a hit is about; of the whole case none."""
    row = ENGINE_STEPS.get(step) or flow(case.workflow).steps.get(step)
    return said(row.title) if row else ""
