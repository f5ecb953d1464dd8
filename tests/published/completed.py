"""Published facts completed to dossiers: what the source does not tell is lawful, so that the verdict rests on what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from workflows import flow
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.engine.law import LawBook
from workflows.membership.sample import AFTER_APPLY, COUNTS, lawful, schedule
from workflows.rules import law_book

FLOW = flow("membership")
ACCEPTANCE, CONVERSION = "admit", "resolve_conversion"
LISTING = ("propose_prospective", "agree_prospective", "list_prospective")
STEPS_OF = {
    "application": ("apply",),
    "talk": ("talk",),
    "activist": ("decide_activist",),
    "activist_decision": ("decide_activist",),
    "candidate": LISTING,
    "candidate_filed": LISTING,
    "candidate_new_unit": LISTING,
    "political_review": ("review_politically",),
    "pre_review_submitted": ("examine",),
    "pre_review": ("pre_review",),
    "pre_review_ok": ("pre_review",),
    "acceptance_meeting": (ACCEPTANCE,),
    "probation_start": (ACCEPTANCE,),
    "approval": ("approve_admission",),
    "application_full": ("apply_conversion",),
    "conversion_meeting": (CONVERSION,),
    "superior_approval": ("approve_conversion",),
    "conversion_approval": ("approve_conversion",),
}
"""The steps a published day is the day of; a candidate is proposed, filed and listed on one day where one is told."""
OUTCOMES = {"按期转正": "on_time"}
SOMETIME = {ACCEPTANCE: date(2022, 6, 20), CONVERSION: date(2023, 6, 20)}
"""Days for votes that are told without one."""
UPTO = {"decide_activist": "list_prospective", "list_prospective": "list_prospective"}
"""How far a dossier goes whose last told step is this; others go on to the approved conversion."""


@dataclass
class Completed:
    """A dossier that holds the published facts, and the law it is judged by."""

    facts: Mapping[str, Any]
    laws: LawBook
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Facts of steps replaced by a counter-case."""

    @property
    def dossier(self) -> dict[str, Any]:
        given = days_told(self.facts)
        upto = UPTO.get(list(given)[-1], "approve_conversion")
        facts = merged(facts_told(self.facts), self.changed)
        setting = {"born_on": str(self.facts["birth"])} if "birth" in self.facts else {}
        on = given.get(upto) or unhurried(upto, given)
        days = not_before_what_is_told(schedule(upto, on, given, self.laws.calendar), given)
        told = lawful(
            upto, on, self.laws.calendar, given=days, facts=facts, without=("post_notice",), **setting
        )  # acts of before 2026: no notice
        return {**told, "steps": reviewed([*told["steps"], *moved(self.facts)], self.facts)}

    @property
    def answer(self) -> dict[str, Any]:
        return self.judged(self.dossier)

    def judged(self, dossier: dict[str, Any], laws: LawBook | None = None) -> dict[str, Any]:
        """The answer on the day of the last act."""
        on = max(date.fromisoformat(row.get("on") or row["ends_on"]) for row in dossier["steps"])
        return answer(FLOW, Raw("published", dossier), laws or self.laws, on)

    def next(self, step: str, laws: LawBook | None = None) -> dict[str, Any]:
        """What the answer says of `step` while it has not been taken: its first and last lawful day."""
        dossier = self.dossier
        names = [row["step"] for row in dossier["steps"]]
        steps = [*dossier["steps"][: names.index(step)], *moved(self.facts)]
        rows = self.judged({**dossier, "steps": steps}, laws)["next"]
        return next(row for row in rows if row["step"] == step)

    def finding(self, code: str) -> dict[str, Any]:
        """The one finding of a code."""
        (found,) = [row for row in self.answer["findings"] if row["code"] == code and row["severity"] != "block"] or [
            row for row in self.answer["findings"] if row["code"] == code
        ]
        return found

    def with_vote(self, **counts: int) -> "Completed":
        """The counter-case in which the published vote was counted differently."""
        step = CONVERSION if self.facts.get("vote_on") == "conversion" else ACCEPTANCE
        return Completed(self.facts, self.laws, {step: counts})


def days_told(facts: Mapping[str, Any]) -> dict[str, date]:
    """The days of steps, in the order of the table."""
    days = {step: facts[name] for name, steps in STEPS_OF.items() if name in facts for step in steps}
    if "training" in facts:
        days["train"] = facts["training"]["end"] - timedelta(days=facts["training"]["days"] - 1)
    return {step: days[step] for step in AFTER_APPLY if step in days} or dict(SOMETIME)


def facts_told(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The facts of steps beside their days."""
    told: dict[str, dict[str, Any]] = {}
    if "training" in facts:
        held = facts["training"]
        told["train"] = {"ends_on": str(held["end"]), "days": held["days"], "hours": held["hours"]}
    if "outcome" in facts:
        told[CONVERSION] = {"outcome": OUTCOMES[facts["outcome"]]}
    if "entitled_due" in facts:
        told[CONVERSION if facts["vote_on"] == "conversion" else ACCEPTANCE] = counts_told(facts)
    if "separate_ballots" in facts:
        one_by_one = facts["separate_ballots"] == facts["candidates"]
        told[ACCEPTANCE] = {"one_by_one": one_by_one, "secret_ballot": facts["secret"]}
    return told


def counts_told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The counts of a vote: who did not vote for was against."""
    present, favour = facts["present"], facts.get("for", facts.get("for_in_room"))
    counts = {"due": facts["entitled_due"], "present": present, "in_favour": favour, "against": present - favour}
    return {**COUNTS, **counts, "abstain": 0, "written_in_favour": facts.get("written_for", 0)}


def unhurried(upto: str, given: Mapping[str, date]) -> date:
    """The day of the last step, as long after the last told one as in an unhurried case."""
    step, day = list(given.items())[-1]
    return day + timedelta(days=AFTER_APPLY[upto] - AFTER_APPLY[step])


def not_before_what_is_told(days: Mapping[str, date], given: Mapping[str, date]) -> dict[str, date]:
    """Days that are not told lie after the told ones of earlier steps."""
    found, floor = {}, date.min
    for step, day in days.items():
        floor = max(floor, given.get(step, floor))
        found[step] = given.get(step) or max(day, floor)
    return found


def moved(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Handed over and received, where the person moved."""
    if "moved" not in facts:
        return []
    on = str(facts["moved"])
    received = {"step": "receive", "on": on, "from": "原单位党支部", "examined": facts["material_received"]}
    return [{"step": "hand_over", "on": on, "to": "新单位党支部"}, received]


def reviewed(steps: list[dict[str, Any]], facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps with the told reviews in the place of the sample's."""
    if "reviews" not in facts:
        return steps
    told = [{"step": "review_activist", "on": str(day), "opinion": "继续培养。"} for day in facts["reviews"]]
    return [row for row in steps if row["step"] != "review_activist"] + told


def merged(facts: dict[str, dict[str, Any]], changed: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {step: {**facts.get(step, {}), **changed.get(step, {})} for step in {**facts, **changed}}


def with_overlay(folder: Path, **limits: int) -> LawBook:
    """The law with a local rule on top."""
    lines = "\n".join(f"{name} = {value}" for name, value in limits.items())
    path = folder / "local.toml"
    path.write_text(
        f'code = "LOCAL"\ntitle = "某校规定"\nfrom = 2010-01-01\n[item.one]\ngist = "期限"\n[item.one.limits]\n{lines}\n',
        encoding="utf-8",
    )
    return law_book(overlays=(path,))
