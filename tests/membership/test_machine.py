"""Every step with every outcome in every stage: the machine fires where the table allows, and leads where the fold leads."""

from datetime import date
from typing import Any

import pytest
from transitions import MachineError

from workflows import flow
from workflows.engine.dossier import Act, Dossier
from workflows.engine.machine import fire, machine
from workflows.membership import Stage
from workflows.membership.sample import COUNTS, FACTS
from workflows.rules import law_book

FLOW = flow("membership")
ON = date(2026, 6, 15)
LAW = law_book().on(ON)

NEW, APPLICANT, ACTIVIST, PROSPECTIVE, PROBATIONARY, FULL = None, *list(Stage)[:5]
STAGES = (NEW, *Stage)
ON_THE_WAY = (APPLICANT, ACTIVIST, PROSPECTIVE, PROBATIONARY)

IN_STAGE: dict[str, tuple[Any, ...]] = {
    "apply": (NEW,),
    "talk": (APPLICANT,),
    "decide_activist": (APPLICANT,),
    "file_activist": (ACTIVIST,),
    "assign_contacts": (ACTIVIST,),
    "review_activist": (ACTIVIST, PROSPECTIVE),
    "propose_prospective": (ACTIVIST,),
    "agree_prospective": (ACTIVIST,),
    "post_notice": (ACTIVIST,),
    "list_prospective": (ACTIVIST,),
    "name_sponsors": (PROSPECTIVE,),
    "review_politically": (PROSPECTIVE,),
    "train": (PROSPECTIVE,),
    "examine": (PROSPECTIVE,),
    "pre_review": (PROSPECTIVE,),
    "fill_form": (PROSPECTIVE,),
    "admit": (PROSPECTIVE,),
    "interview": (PROSPECTIVE,),
    "approve_admission": (PROSPECTIVE,),
    "file_admission": (PROBATIONARY,),
    "assign_group": (PROBATIONARY,),
    "take_oath": (PROBATIONARY,),
    "review_probationer": (PROBATIONARY,),
    "apply_conversion": (PROBATIONARY,),
    "resolve_conversion": (PROBATIONARY,),
    "approve_conversion": (PROBATIONARY,),
    "archive": (FULL,),
    "deliberate": (ACTIVIST, PROSPECTIVE, PROBATIONARY),
    "hand_over": ON_THE_WAY,
    "receive": (NEW, *ON_THE_WAY),
    "postpone_conversion": (PROBATIONARY,),
    "refuse_recognition": (PROBATIONARY, FULL),
    "recognise_posthumously": (APPLICANT, ACTIVIST, PROSPECTIVE),
    "withdraw": (APPLICANT, ACTIVIST, PROSPECTIVE),
    "stop_training": (ACTIVIST, PROSPECTIVE),
    "close_case": ON_THE_WAY,
}
"""The column “in stage”, by hand."""

LEADS_TO: dict[str, Stage] = {
    "apply:done": Stage.APPLICANT,
    "decide_activist:done": Stage.ACTIVIST,
    "list_prospective:done": Stage.PROSPECTIVE,
    "approve_admission:approved": Stage.PROBATIONARY,
    "approve_conversion:on_time": Stage.FULL,
    "approve_conversion:cancel": Stage.ENDED,
    "refuse_recognition:done": Stage.ENDED,
    "recognise_posthumously:done": Stage.ENDED,
    "withdraw:done": Stage.ENDED,
    "stop_training:done": Stage.ENDED,
    "close_case:closed": Stage.ENDED,
    "close_case:died": Stage.ENDED,
    "close_case:transferred": Stage.ENDED,
}
"""The column “leads to”, by hand; every other outcome stays."""

ENDED_BECAUSE = {
    "approve_conversion:cancel": "cancelled",
    "refuse_recognition:done": "not_recognised",
    "recognise_posthumously:done": "died",
    "withdraw:done": "withdrawn",
    "stop_training:done": "refused",
    "close_case:closed": "closed",
    "close_case:died": "died",
    "close_case:transferred": "transferred",
}

LOST = {"in_favour": 6, "against": 6, "abstain": 1, "written_in_favour": 1}
SPAN = {"begins_on": str(ON), "ends_on": str(ON)}

RECORDED: dict[str, dict[str, Any]] = {
    "agree_prospective:agreed": {"agreed": True},
    "agree_prospective:not_agreed": {"agreed": False},
    "post_notice:no_objection": {**SPAN, "objections": 0},
    "post_notice:pending": {**SPAN, "objections": 1},
    "post_notice:upheld": {**SPAN, "objections": 1, "objections_cleared": False},
    "review_politically:passed": {"conclusion": "pass"},
    "review_politically:failed": {"conclusion": "fail"},
    "train:completed": SPAN,
    "train:insufficient": {**SPAN, "days": 2, "hours": 23},
    "examine:passed": {},
    "examine:failed": {"passed": False},
    "pre_review:passed": {"passed": True},
    "pre_review:failed": {"passed": False},
    "admit:carried": {},
    "admit:lost": LOST,
    "approve_admission:approved": {"received_on": str(ON)},
    "approve_admission:refused": {"received_on": str(ON), "approved": False},
    "resolve_conversion:on_time": {},
    "resolve_conversion:extend": {"outcome": "extend", "extend_until": "2027-06-15"},
    "resolve_conversion:cancel": {"outcome": "cancel"},
    "resolve_conversion:lost": LOST,
    "approve_conversion:on_time": {"received_on": str(ON)},
    "approve_conversion:extend": {"received_on": str(ON)},
    "approve_conversion:cancel": {"received_on": str(ON)},
    "approve_conversion:refused": {"received_on": str(ON), "approved": False},
    "deliberate:done": {"about": "examine", "opinion": "同意上报。"},
    "hand_over:done": {"to": "乙单位党支部"},
    "receive:done": {"from": "甲单位党支部", "examined": True},
    "postpone_conversion:done": {"until": "2026-12-01", "reason": "转入不久。"},
    "refuse_recognition:done": {"ground": "查无材料"},
    "stop_training:done": {"reason": "不宜继续培养"},
    "close_case:closed": {"reason": "closed"},
    "close_case:died": {"reason": "died"},
    "close_case:transferred": {"reason": "transferred"},
}
"""What is recorded for an outcome, beside what the sample records of the step."""

EVENTS = [f"{step.name}:{outcome}" for step in FLOW for outcome in step.outcomes]


def act(event: str) -> Act:
    """A complete act that has the event's outcome."""
    name, _, outcome = event.partition(":")
    row = FLOW[name]
    facts = {**FACTS.get(name, {}), **RECORDED.get(event, {} if outcome == "done" else {"outcome": "unknown"})}
    form = row.form.read({row.form.day_field(): str(ON), **facts})
    return Act(row, form.day, form)


def standing_in(stage: Stage | None, event: str) -> Dossier:
    """A case in the stage; before an approval of conversion, the meeting has carried the motion it approves."""
    dossier = Dossier(FLOW, FLOW.setting.recall({}))
    dossier.stage = stage
    name, _, outcome = event.partition(":")
    if name == "approve_conversion":
        motion = {"on_time": {}, "refused": {}}.get(outcome, RECORDED.get(f"resolve_conversion:{outcome}"))
        row = FLOW["resolve_conversion"]
        form = row.form.read({"on": str(ON), **COUNTS, "outcome": "on_time", **(motion or {})})
        dossier.take(Act(row, ON, form), LAW)
    return dossier


def test_the_table_is_the_one_that_was_specified():
    assert set(IN_STAGE) == set(FLOW.steps)
    assert set(LEADS_TO) <= set(EVENTS)
    assert set(RECORDED) | {f"{name}:done" for name in FLOW.steps} >= set(EVENTS), "an outcome without an act"


def test_the_machine_knows_the_outcomes_and_nothing_else():
    assert sorted(machine(FLOW).events) == sorted(EVENTS)


@pytest.mark.parametrize("stage", STAGES, ids=str)
@pytest.mark.parametrize("event", EVENTS)
def test_the_machine_fires_exactly_where_the_table_allows(event, stage):
    name, _, outcome = event.partition(":")
    if stage not in IN_STAGE[name]:
        with pytest.raises(MachineError):
            fire(FLOW, stage, name, outcome)
        return
    expected = LEADS_TO.get(event, stage)
    assert fire(FLOW, stage, name, outcome) == expected

    dossier = standing_in(stage, event)
    assert dossier.take(act(event), LAW) == outcome
    assert dossier.stage == expected
    assert dossier.ended_reason == ENDED_BECAUSE.get(event)


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_leads_out_of_the_end(event):
    dossier = standing_in(Stage.ENDED, event)
    dossier.take(act(event), LAW)
    assert dossier.stage == Stage.ENDED
