"""Proposals that come to nothing: withdrawn by their makers, or declined by who might have confirmed; an entry says why."""

from datetime import datetime

from models.work import Work

from ..declare import Step, Workflow
from ..findings import N_
from ..forms import Form, field
from ..journal import iso, split
from ..offices import Actor
from ..values import Text
from .entitled import as_maker, as_seen, office_for_all
from .erasing import ERASE
from .erasing_offices import answering
from .proposal import Proposal, concerned, open_proposal
from .scene import Line, Scene, Written


class Declined(Form):
    """撤回或者不予确认：哪一条提议，为什么。"""

    proposal: int = field("提议", "条", ge=1)
    reason: Text = field("理由", personal=True)


WITHDRAW = Step(name="withdraw_proposal", title=N_("撤回提议"), stage=(), by=(), form=Declined, final=True)
DECLINE = Step(name="decline_proposal", title=N_("不予确认"), stage=(), by=(), form=Declined, final=True)


def decline(
    work: Work, flow: Workflow, case: int, number: int, reason: str, actor: Actor, seen: int, at: datetime
) -> Written:
    """Ends a proposal without effect: its maker withdraws it, another who might confirm it declines. Raises as `confirm` does.

    Who proposed an erasure may withdraw it by whatever post he has for the case.
    """
    scene = as_seen(work, flow, case, actor, seen, at)
    proposal = open_proposal(scene, number)
    own = proposal.by == actor.person_id
    erasing = proposal.step == ERASE.name
    scene.acting = (
        as_maker(scene, actor)
        if own and erasing
        else office_for_all(scene, actor, _about(scene, number, proposal), confirming=not own)
    )
    facts, texts = split(Declined.read({"proposal": number, "reason": reason}))
    scene.changes += 1
    law, stage = scene.laws.on(scene.today), scene.dossier.stage
    line = Line(
        "act", WITHDRAW if own else DECLINE, iso(scene.today), {"facts": facts}, texts, (), law, stage, None, number
    )
    return scene.append_last(line)


def _about(scene: Scene, number: int, proposal: Proposal) -> list[Step]:
    """The steps whose offices answer; the superior's where it is about none."""
    if proposal.step == ERASE.name:
        return answering(scene, number, proposal.facts)
    named = proposal.facts.get("step")
    if named:
        return [scene.flow[named]]
    return [concerned(scene, scene.store.entry(scene.row.id, proposal.facts.get("entry") or 1)) or DECLINE]
