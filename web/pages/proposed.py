"""Proposals of corrections and allowances that wait for their second person."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import literal, select

from models.cases import Case
from models.journal import Entry
from models.people import Person
from models.sight import Sight
from web.corrected import Corrections, related
from web.entries import entry_shown
from web.pages.erasable import answering
from web.pages.found import Seen, called, texts_of
from web.pages.language import language, said
from web.pages.recording import Recording
from web.pages.request import me, reading
from web.wording import Wording
from workflows.engine.declare import Step
from workflows.engine.perform.declining import DECLINE
from workflows.engine.perform.engine_steps import ANSWERS, ENDS, ENGINE_STEPS
from workflows.engine.perform.erasing import ERASE

ANSWERING = Entry.kind.in_(ANSWERS) | Entry.step.in_(ENDS)
IS_PROPOSAL = literal("proposal", literal_execute=True)  # written out, so that the partial index serves
LOOKED_AT = 500  # so many of the newest proposals are looked at
LISTED = 50


class Waiting(NamedTuple):
    """A proposal: the entry as it is shown, whether the person signed in made it (and so cannot confirm it) or may answer it, who may."""

    entry: dict
    own: bool
    may: bool
    takers: str


class Proposal(NamedTuple):
    """A proposal of a case in sight, by somebody else or one's `own`."""

    case_id: int
    workflow: str
    organisation_id: int
    name: str | None
    born_on: date | None
    number: int
    title: str
    on: date
    own: bool


def waiting(seen: Seen) -> list[Waiting]:
    """The proposals of the case that nobody has answered, the oldest first."""
    asked = reading().query(Entry).filter(Entry.case_id == seen.id, (Entry.kind == "proposal") | ANSWERING)
    entries = asked.order_by(Entry.number).all()
    answered = {answers(each.facts) for each in entries if each.kind != "proposal"}
    open_ones = [each for each in entries if each.kind == "proposal" and each.number not in answered]
    wording = Wording(seen.flow, language(), called(each.actor_person_id for each in open_ones))
    texts, corrected, recording = texts_of(open_ones), corrections(seen, open_ones, wording), Recording(seen)
    found = []
    for each in open_ones:
        shown, own = (
            entry_shown(each, texts[each.id], wording, corrected.shown(each)),
            each.actor_person_id == me().person_id,
        )
        steps = about(seen, each, shown["facts"])
        another = [recording.changing(step, step.confirmed_by) for step in steps]
        answered_by = [recording.changing(step) for step in steps] if own else another
        may = (own and each.step == ERASE.name) or all(map(recording.may, answered_by))
        found.append(Waiting(shown, own, may, recording.takers(*another)))
    return found


def about(seen: Seen, proposal: Entry, facts: Mapping[str, Any]) -> list[Step]:
    """The steps a proposal is about, whose offices answer it; about none, it is the superior's."""
    if proposal.step == ERASE.name:
        return answering(seen, proposal.number, facts)
    name = facts.get("step") or seen.entries([number := facts.get("entry") or 1])[number].step
    return [seen.flow.steps.get(name, DECLINE)]


def corrections(seen: Seen, entries: Sequence[Entry], wording: Wording) -> Corrections:
    """The words for those of the entries that correct others."""
    numbers = related(entries)
    if not numbers:
        return Corrections(wording, (), {})
    beyond = select(Entry.refers_to).where(Entry.case_id == seen.id, Entry.number.in_(numbers))
    about = Entry.number.in_(numbers) | ((Entry.kind == "correction") & Entry.refers_to.in_(numbers))
    about |= Entry.number.in_(beyond)
    found = [*reading().query(Entry).filter(Entry.case_id == seen.id, about), *entries]
    return Corrections(wording, found, texts_of(found))


def answers(facts: Any) -> int | None:
    """The number of the proposal that the facts of an entry answer."""
    return json.loads(bytes(facts))["facts"].get("proposal")


def waiting_in(sight: Sight) -> list[Proposal]:
    """The proposals in cases in sight, ended ones too, that nobody has answered, the newest first."""
    told = (Entry.case_id, Entry.number, Entry.step, Entry.act_on, Entry.actor_person_id, Entry.recorded_at)
    made = select(*told).where(Entry.kind == IS_PROPOSAL).cte().prefix_with("MATERIALIZED").c  # few, and by their index
    rows = (
        select(Case.id, Case.workflow, Case.organisation_id, Person.name, Person.born_on)
        .add_columns(made.number, made.step, made.act_on, made.actor_person_id)
        .join(Case, Case.id == made.case_id)
        .outerjoin(Person, (Case.subject_kind == "person") & (Person.id == Case.subject_id))
        .where(sight.of(Case.organisation_id, Case.path))
        .order_by(made.recorded_at.desc(), made.case_id.desc())
        .limit(LOOKED_AT)
    )
    found = reading().execute(rows).all()
    answered = answered_in({row.id for row in found})
    return [_proposal(row) for row in found if (row.id, row.number) not in answered]


def _proposal(row: Any) -> Proposal:
    title, own = said(ENGINE_STEPS[row.step].title), row.actor_person_id == me().person_id
    return Proposal(*row[:6], title, date.fromisoformat(row.act_on), own)


def answered_in(cases: Iterable[int]) -> set[tuple[int, int | None]]:
    """The proposals of these cases that were confirmed, declined or withdrawn, by case and number."""
    rows = select(Entry.case_id, Entry.facts).where(Entry.case_id.in_(cases), ANSWERING)
    return {(case, answers(facts)) for case, facts in reading().execute(rows)} if cases else set()
