"""The pages of a case, the same for every workflow: where it stands, and its journal."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Blueprint, render_template, request

from models.journal import Entry
from web.entries import entry_shown, sealed_for
from web.loose import whole
from web.pages import as_of
from web.pages.drawn import ENTRIES, Drawn, drawn_rungs, reasons
from web.pages.erasable import may_erase
from web.pages.found import Seen, called, find, texts_of
from web.pages.language import language, said
from web.pages.looked import is_beside
from web.pages.proposed import corrections, waiting
from web.pages.receiving import receiver
from web.pages.request import me, reading, today
from web.wording import Wording, people_in
from workflows.engine.declare import Step
from workflows.engine.findings import N_, joined
from workflows.engine.outlook import overdue
from workflows.engine.rungs import State
from workflows.engine.waiting import to_receive

pages = Blueprint("cases", __name__)
PARTS = N_("第 %(number)s 项分 %(parts)s 步")
CHART = N_("官方流程图编号的 %(numbers)s 项，在此为 %(steps)s 步：%(several)s，后几步不另编号")


@pages.get("/<workflow>/<int:case_id>")
def show(workflow: str, case_id: int):
    """Where the case stands: every step, done, possible or closed with every reason."""
    seen = find(workflow, case_id)
    if then := as_of.asked():
        return as_of.of_case(seen, then)
    return render_template("cases/show.html", seen=seen, **standing(seen))


def standing(seen: Seen) -> dict[str, Any]:
    """What the page of a case shows."""
    drawn, side = drawn_rungs(seen)
    waiting_now = leading_first(seen, filter(waits, drawn)) + handed_over(seen, side)
    return {
        "stages": by_stage(drawn),
        "side": side,
        "numbering": numbering([each.rung.step for each in drawn]) if seen.flow.subject == "person" else "",
        "overdue": reasons(seen, overdue(seen.dossier, seen.laws, today())),
        "waiting": waiting(seen),
        "bare": sum(done.bare for each in (*drawn, *side) for done in each.done),
        "now": [each for each in waiting_now if each.may],
        "may_erase": may_erase(seen),
        "may_change": any(each.may_change for each in (*drawn, *side)),
        "above_changes": any(each.done and not (each.may_change or each.rung.step.final) for each in drawn),
        "others": [each for each in waiting_now if not each.may],
    }


def by_stage(drawn: Sequence[Drawn]) -> list[tuple[str, list[Drawn]]]:
    """The steps under the headings of their stages: each heading once, where its first step stands."""
    found: dict[str, list[Drawn]] = {}
    for each in drawn:
        found.setdefault(each.stage, []).append(each)
    return list(found.items())


def waits(drawn: Drawn) -> bool:
    """Whether the step is to be taken now: not taken yet, or taken for other keys than those whose turn it is."""
    return drawn.rung.state is State.OPEN or bool(drawn.turns)


def leading_first(seen: Seen, found: Iterable[Drawn]) -> list[Drawn]:
    """The steps that lead on, then those the case goes on without."""
    return sorted(found, key=lambda each: is_beside(seen.dossier, each.rung.step))


def handed_over(seen: Seen, side: Sequence[Drawn]) -> list[Drawn]:
    """The step that receives the case, where it was handed over within the installation and waits there."""
    received = to_receive(seen.dossier) if receiver(seen.dossier) else None
    return [each for each in side if received and each.rung.step is received[0]]


def numbering(steps: Sequence[Step]) -> str:
    """Why there are more steps than numbers of the official chart: a number whose parts follow it without one."""
    numbers = [step.number for step in steps if step.number]
    parts: dict[int, int] = {}
    for step in steps if numbers else ():
        last = step.number or max(parts, default=numbers[0])
        parts[last] = parts.get(last, 0) + 1
    several = [PARTS % {"number": number, "parts": count} for number, count in parts.items() if count > 1]
    if not several:
        return ""
    return said(CHART % {"numbers": len(numbers), "steps": len(steps), "several": joined(several)})


@pages.get("/<workflow>/<int:case_id>/journal")
def journal(workflow: str, case_id: int):
    """The entries of the case, the newest first, fifty a page."""
    seen = find(workflow, case_id)
    before = request.args.get("before", default=seen.row.last_number + 1, type=whole)
    rows = entries_before(seen, before)
    return render_template("cases/journal.html", seen=seen, rows=rows, more=rows and rows[-1]["number"] > 1)


def entries_before(seen: Seen, number: int) -> list[dict[str, Any]]:
    """The entries with lower numbers, as they are shown."""
    asked = reading().query(Entry).filter(Entry.case_id == seen.id, Entry.number < number)
    entries = asked.order_by(Entry.number.desc()).limit(ENTRIES).all()
    names, texts = called(mentioned(seen, entries)), texts_of(entries)
    wording = Wording(seen.flow, language(), names, sealed_for(seen.flow, seen.dossier, me().person_id))
    corrected = corrections(seen, entries, wording)
    return [
        {
            **entry_shown(entry, texts[entry.id], wording, corrected.shown(entry)),
            "change": seen.changes.get(entry.number),
            "erasures": seen.erasures.get(entry.number, ()),
        }
        for entry in entries
    ]


def mentioned(seen: Seen, entries: Sequence[Entry]) -> Iterator[int | None]:
    """The people whom entries name: who recorded them, and those in their facts."""
    for entry in entries:
        yield entry.actor_person_id
        if entry.step in seen.flow:
            yield from people_in(seen.flow[entry.step].form, json.loads(bytes(entry.facts)).get("facts", {}))
