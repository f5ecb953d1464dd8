"""The search of the journal, for auditors: which entries, by whom, under which article, and how long after the act."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template

from models.cases import SUBJECT_KINDS, Case
from models.journal import Entry
from models.line_search import page
from models.lines import JournalLine
from models.posts import POSTS as POST_TITLES
from models.sight import Sight, names_of
from web.code_words import titles
from web.entries import KINDS, VERDICTS
from web.pages.audit_asked import Asked, asked, begins
from web.pages.auditing import own_sight, room, sealed
from web.pages.found import called
from web.pages.language import said
from web.pages.request import installed, reading, today
from web.pages.seeing import narrowed
from web.wording import nobody
from workflows import NAMES, flow
from workflows.engine.decide import citation
from workflows.engine.findings import Citation, Severity
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.engine.perform.lining import follow_lines, lines_behind
from workflows.rules.load import title_of

pages = Blueprint("audit_journal", __name__, url_prefix="/audit/journal")
A_PAGE = 25
BATCHES = 5  # at once, where the projection is behind


class Found(NamedTuple):
    """A finding of an entry: its code, what that is about, the article (None: none), and how grave it is."""

    code: str
    words: str
    cited: Citation | None
    title: str
    verdict: str


class Shown(NamedTuple):
    """A line as the page shows it."""

    line: JournalLine
    title: str
    kind: str
    person: str
    post: str
    findings: Sequence[Found]
    subject: str


@pages.get("")
def index():
    """Twenty-five entries, and how to go on."""
    whole, question = own_sight(), asked()
    behind, sight = catch_up(), narrowed(whole, question.place)
    rows, after, bounded = found(sight, question) if not question.errors else ([], "", False)
    names = names_of(reading(), {each.line.organisation_id for each in rows}, today())
    return render_template(
        "audit/journal.html",
        **room(whole, question.place, sight),
        asked=question,
        rows=rows,
        names=names,
        after=after,
        bounded=bounded,
        behind=behind,
        called=called(question.people),
        **choices(),
    )


def catch_up() -> bool:
    """Lets the lines follow the journal by some batches, each in a transaction of its own; whether more is to be done."""
    if not lines_behind(reading()):
        return False
    for _ in range(BATCHES):
        with installed().database.work() as work:
            more = follow_lines(work.session)
            work.commit()
        if not more:
            break
    reading().rollback()  # and look again
    return lines_behind(reading())


def found(sight: Sight, question: Asked) -> tuple[list[Shown], str, bool]:
    """The entries of a page, behind which key it goes on, and whether the bound was reached first."""
    answer = page(reading(), sight, question.wanted, begins(question.wanted), A_PAGE)
    after = ".".join(map(str, answer.after)) if answer.after else ""
    return shown(answer.lines), after, answer.bounded


def shown(lines: Sequence[JournalLine]) -> list[Shown]:
    """Lines in words; an entry that is sealed for whoever looks does not show at all."""
    rows = reading().query(Entry).filter(Entry.id.in_([line.entry_id for line in lines]))
    entries = {entry.id: entry for entry in rows}
    hidden = sealed(entries.values())
    about = subjects(line.case_id for line in lines)
    names = called(line.person_id for line in lines)
    return [
        one(line, entries[line.entry_id], names, about[line.case_id]) for line in lines if line.entry_id not in hidden
    ]


def subjects(cases: Iterable[int]) -> dict[int, str]:
    """Whom or what cases are about: by name, by number where the name was erased."""
    held = list(reading().query(Case).filter(Case.id.in_(set(cases))))
    about = {kind: {case.subject_id for case in held if case.subject_kind == kind} for kind in SUBJECT_KINDS}
    told = {"person": called(about["person"]), "organisation": names_of(reading(), about["organisation"], today()).get}
    return {case.id: told[case.subject_kind](case.subject_id) or str(case.subject_id) for case in held}


def one(line: JournalLine, entry: Entry, names: Callable[[int], str | None], subject: str) -> Shown:
    """One line in words: its findings by code, article and severity, each said once."""
    told = [finding(each) for each in json.loads(bytes(entry.findings)) or [] if each.get("severity")]
    post = said(POST_TITLES.get(entry.actor_post or "", ""))
    person = (names(line.person_id) or str(line.person_id)) if line.person_id else said(nobody(entry))
    return Shown(line, said(title(line)), said(KINDS[line.kind]), person, post, list(dict.fromkeys(told)), subject)


def title(line: JournalLine) -> str:
    """The title of the entry's step."""
    return (ENGINE_STEPS.get(line.step) or flow(line.workflow)[line.step]).title


def finding(stored: dict[str, Any]) -> Found:
    """A stored finding by its code and article, both with their words."""
    code, verdict = stored.get("code", ""), said(VERDICTS[Severity(stored["severity"])])
    cited = Citation(stored["edition"], stored["article"]) if stored.get("edition") and stored.get("article") else None
    title = said(citation(title_of(cited.edition), cited.article).removesuffix("，")) if cited else ""
    return Found(code, said(titles().get(code, "")), cited, title, verdict)


def choices() -> dict[str, Any]:
    """What the fields of the question offer."""
    flows = [flow(name) for name in NAMES]
    offices = {str(office): said(name) for each in flows for office, name in each.offices.items()}
    return {
        "steps": [(each, [(step.name, step.title) for step in each]) for each in flows],
        "engine_steps": [(name, step.title) for name, step in ENGINE_STEPS.items()],
        "offices": offices,
        "kinds": KINDS,
        "severities": {each.value: VERDICTS[each] for each in Severity},
    }
