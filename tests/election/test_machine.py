"""Every step with every outcome in every stage: the machine fires where the table allows, and leads where the fold leads."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from transitions import MachineError

from tests.election.driver import Driver, Key
from tests.election.people import NUMBERS
from tests.election.way import Way
from workflows import flow
from workflows.election.first_meetings import to_meet
from workflows.election.stages import Stage
from workflows.election.turns import to_confirm, to_key, to_resolve
from workflows.engine.dossier import Act, Dossier
from workflows.engine.machine import fire, machine
from workflows.rules import law_book

FLOW = flow("election")
LAWS = law_book()
ON = date(2026, 9, 12)

NEW, REMINDED, PLANNED, NOMINATING, READY, MEETING, ELECTED, SEATED = None, *list(Stage)[:7]
STAGES = (NEW, *Stage)

IN_STAGE: dict[str, tuple[Any, ...]] = {
    "remind": (NEW,),
    "acknowledge": (REMINDED, PLANNED),
    "remind_above": (REMINDED,),
    "record_vacancy": (NEW,),
    "appoint": (NEW,),
    "decide_election": (NEW, REMINDED, PLANNED),
    "request_election": (PLANNED,),
    "reply_election": (PLANNED,),
    "request_extension": (REMINDED, PLANNED),
    "reply_extension": (REMINDED, PLANNED),
    "allot_delegates": (NOMINATING, READY),
    "report_delegates": (NOMINATING, READY),
    "examine_credentials": (NOMINATING, READY),
    "hold_preparatory_meeting": (READY,),
    "nominate": (NOMINATING,),
    "propose_candidates": (NOMINATING,),
    "request_candidates": (NOMINATING,),
    "agree_candidates": (NOMINATING,),
    "fix_candidates": (NOMINATING, READY),
    "request_exclusion": (NOMINATING, READY),
    "agree_exclusion": (NOMINATING, READY),
    "vote_exclusion": (READY,),
    "freeze_roll": (READY,),
    "open_meeting": (READY,),
    "report_work": (MEETING,),
    "pass_method": (MEETING,),
    "confirm_scrutineers": (MEETING,),
    "introduce_candidates": (MEETING,),
    "key_count": (MEETING, ELECTED),
    "confirm_count": (MEETING, ELECTED),
    "resolve_round": (MEETING, ELECTED),
    "announce_result": (MEETING,),
    "hold_first_meeting": (ELECTED,),
    "divide_work": (ELECTED, SEATED),
    "pass_discipline_heads": (ELECTED,),
    "report_result": (ELECTED,),
    "file_members": (ELECTED, SEATED),
    "approve_heads": (ELECTED,),
    "hand_over_duties": (SEATED,),
    "archive_election": (SEATED,),
    "void_election": (MEETING, ELECTED, SEATED),
    "call_off": (REMINDED, PLANNED, NOMINATING, READY, MEETING),
}
"""In which stages a step is taken, by hand."""

LEADS_TO: dict[str, Stage] = {
    "remind:done": REMINDED,
    "record_vacancy:done": PLANNED,
    "appoint:done": SEATED,
    "decide_election:done": PLANNED,
    "reply_election:agreed": NOMINATING,
    "fix_candidates:done": READY,
    "open_meeting:done": MEETING,
    "announce_result:done": ELECTED,
    "file_members:seated": SEATED,
    "approve_heads:approved": SEATED,
    "approve_heads:refused": SEATED,
    "void_election:done": Stage.ENDED,
    "call_off:done": Stage.ENDED,
}
"""Where an outcome leads, by hand; every other one stays."""

ENDED_BECAUSE = {"void_election:done": "voided", "call_off:done": "called_off"}
MEMBERS = ("members", 1)


def facts(step: str, **told: Any) -> Callable[[Driver], None]:
    """What is recorded by a step."""
    return lambda driver: driver.facts.setdefault(step, {}).update(told)


def votes(**in_favour: int) -> Callable[[Driver], None]:
    """The votes on the members, in the order in which they stand."""
    named = dict(zip(("王芳", "孙丽", "何静", "陈刚"), in_favour.values(), strict=True))
    return lambda driver: driver.votes.update({MEMBERS: {name: (count, 0) for name, count in named.items()}})


def unit(*counts: int, **told: Any) -> Callable[[Driver], None]:
    """What the one unit of a congress reports: votes for as many candidates."""

    def say(driver: Driver) -> None:
        congress(driver)
        names = ("王芳", "赵强", "周敏", "孙丽")
        driver.delegate_votes[1] = {name: (count, 0) for name, count in zip(names, counts, strict=False)}
        driver.facts["report_delegates"] = told

    return say


def congress(driver: Driver) -> None:
    """Delegates elect."""
    driver.plan |= {"meeting": "congress", "delegates": 3, "dispersed": True}
    driver.units = {1: 3}


def commission(driver: Driver) -> None:
    """A discipline commission of one is elected too."""
    driver.plan["discipline_seats"] = 1
    driver.candidates["discipline"] = ["吴强", "陈刚"]


def by_election(driver: Driver) -> None:
    """A member is to be replaced, and no head."""
    driver.begins = "record_vacancy"
    vacant = {"name": "吴强", "position": "members", "cause": "transferred"}
    driver.facts["record_vacancy"] = {"vacancies": [vacant]}


def missing(driver: Driver) -> None:
    """One seat of three stays open."""
    votes(a=7, b=6, c=3, d=3)(driver)


def lost(step: str) -> Callable[[Driver], None]:
    return facts(step, in_favour=1, against=0, abstain=0)


TIED = {"a": 7, "b": 6, "c": 4, "d": 4}
EXCLUDED = facts("request_exclusion", members=[{"name": "吴强", "category": "abroad"}])
ASKED = facts("request_extension", direction="extend", until="2027-01-31")
SAID: dict[str, tuple[Callable[[Driver], None], ...]] = {
    "reply_election:not_agreed": (facts("reply_election", agreed=False),),
    "request_extension:done": (ASKED,),
    "reply_extension:agreed": (ASKED,),
    "reply_extension:not_agreed": (ASKED, facts("reply_extension", agreed=False)),
    "agree_candidates:not_agreed": (facts("agree_candidates", agreed=False),),
    "request_exclusion:done": (EXCLUDED,),
    "agree_exclusion:agreed": (EXCLUDED,),
    "agree_exclusion:not_agreed": (EXCLUDED, facts("agree_exclusion", agreed=False)),
    "vote_exclusion:carried": (EXCLUDED,),
    "vote_exclusion:lost": (EXCLUDED, lost("vote_exclusion")),
    "pass_method:lost": (lost("pass_method"),),
    "confirm_scrutineers:lost": (lost("confirm_scrutineers"),),
    "allot_delegates:done": (congress,),
    "report_delegates:decided": (unit(10, 9, 8, 0),),
    "report_delegates:revote_tied": (unit(10, 8, 6, 6),),
    "report_delegates:separate_election": (unit(10, 9, 5, 5),),
    "report_delegates:repeat_ballot": (unit(10, 9, 8, 0, collected=11),),
    "report_delegates:manual": (unit(10, 9, 8),),
    "examine_credentials:passed": (congress,),
    "examine_credentials:again": (congress, facts("examine_credentials", unqualified=[{"name": "王芳"}])),
    "hold_preparatory_meeting:carried": (congress,),
    "hold_preparatory_meeting:lost": (congress, lost("hold_preparatory_meeting")),
    "confirm_count:decided": (votes(a=7, b=6, c=5, d=3),),
    "confirm_count:revote_tied": (votes(**TIED),),
    "confirm_count:separate_election": (missing,),
    "confirm_count:repeat_ballot": (lambda driver: driver.rounds.update({("key_count", *MEMBERS): {"collected": 8}}),),
    "confirm_count:manual": (
        votes(**TIED),
        lambda driver: driver.votes.update({("members", 2): {"何静": (3, 0), "陈刚": (3, 0)}}),
    ),
    "resolve_round:separate": (missing,),
    "resolve_round:reduce": (missing, facts("resolve_round", choice="reduce", candidates=[])),
    "resolve_round:vacant": (missing, facts("resolve_round", choice="vacant", candidates=[])),
    "resolve_round:lost": (missing, lost("resolve_round")),
    "hold_first_meeting:lost": (lost("hold_first_meeting"),),
    "pass_discipline_heads:carried": (commission,),
    "pass_discipline_heads:lost": (commission, lost("pass_discipline_heads")),
    "file_members:seated": (by_election,),
    "approve_heads:refused": (facts("approve_heads", approved=False),),
}
"""What is told of an outcome, beside what is usual."""

EVENTS = [f"{step.name}:{outcome}" for step in FLOW for outcome in step.outcomes]
CONGRESS = ("allot_delegates", "report_delegates", "examine_credentials", "hold_preparatory_meeting")
BESIDE = {"remind_above": "acknowledge", "void_election": "announce_result", "call_off": "reply_election"}
"""Steps beside the way: before which step of it they are taken."""


def before(event: str) -> tuple[Dossier, Act]:
    """An election just before an act that has the event's outcome, and the act."""
    step, _, outcome = event.partition(":")
    driver = Driver()
    for tell in SAID.get(event, () if outcome in FLOW[step].outcomes[:1] else (unknown,)):
        tell(driver)
    way = Way(driver, LAWS)
    way.go(BESIDE.get(step, step), ON, included=False)
    if event == "confirm_count:manual":
        way.take("confirm_count", ON, key=MEMBERS)
        way.key_first(ON)
    by = "赵强" if step == "key_count" else ""
    values = driver.values(way.dossier, step, ON, LAWS.on(ON), by, key(step, way.dossier))
    act = Act(FLOW[step], ON, FLOW[step].form.read(values))
    act.by = NUMBERS.get(by)
    return way.dossier, act


def key(step: str, dossier: Dossier) -> Key | None:
    """The key whose turn it is."""
    turns = {
        "key_count": to_key,
        "confirm_count": to_confirm,
        "resolve_round": to_resolve,
        "hold_first_meeting": to_meet,
    }
    if step == "report_delegates":
        return (1,)
    return turns[step](dossier)[0] if step in turns else None


def unknown(driver: Driver) -> None:
    raise AssertionError("an outcome without an act")


def test_the_table_is_the_one_that_was_decided():
    assert set(IN_STAGE) == set(FLOW.steps)
    assert set(LEADS_TO) <= set(EVENTS) and set(SAID) <= set(EVENTS)


def test_the_machine_knows_the_outcomes_and_nothing_else():
    assert sorted(machine(FLOW).events) == sorted(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_the_machine_fires_exactly_where_the_table_allows(event):
    name, _, outcome = event.partition(":")
    for stage in STAGES:
        if stage not in IN_STAGE[name]:
            with pytest.raises(MachineError):
                fire(FLOW, stage, name, outcome)
            continue
        expected = LEADS_TO.get(event, stage)
        assert fire(FLOW, stage, name, outcome) == expected

        dossier, act = before(event)
        dossier.stage = stage
        assert dossier.take(act, LAWS.on(ON)) == outcome
        assert dossier.stage == expected
        assert dossier.ended_reason == ENDED_BECAUSE.get(event)


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_leads_out_of_the_end(event):
    dossier, act = before(event)
    dossier.stage = Stage.ENDED
    dossier.take(act, LAWS.on(ON))
    assert dossier.stage == Stage.ENDED
