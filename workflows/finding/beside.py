"""What rows outside a finding's case say: whether the case it is about lies there, and whether the raiser still holds the post."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.dossier import Act
from workflows.engine.findings import N_, Finding, missing, wrong
from workflows.engine.offices import AUDIT, FIXED

from .guards import raiser

ANSWERING = ("branch", "general_branch", "committee")
NO_CASE = N_("该党组织及其下级没有编号为 %(case)s 的业务案件：请核对编号，不涉及具体案件的不必填写")
NOBODY_ANSWERS = N_("这一类党组织没有可以答复的办理主体：请对它所属的党支部、党总支或者党委提出")
STILL_THERE = N_("提出人仍任审计人员：检查发现由提出人办结")
ELSEWHERE = N_("检查发现由提出人所在党组织的审计人员办结：请由该党组织的审计人员办理")


def raised(scene: Any, act: Act) -> Iterator[Finding]:
    """The organisation has an office that can answer, and the case named belongs to it or to one below."""
    form: Any = act.form
    if not scene.line or scene.line[0].kind not in ANSWERING:
        yield wrong(NOBODY_ANSWERS)
    case = form.known("case")
    found = scene.store.whereabouts(case) if case else None
    if case and (found is None or found[0] in ("office", scene.flow.name) or not found[1].startswith(scene.path)):
        yield missing(NO_CASE, case=case)


def closed(scene: Any, act: Act) -> Iterator[Finding]:
    """By the raiser; or, where he holds the post no more, by another auditor of the same organisation."""
    person = raiser(scene.dossier)
    if person is None or person == scene.acting.person_id:
        return
    place = raised_for(scene)
    held = scene.known.posts(scene.store, person, scene.today)
    if any(each.post == FIXED[AUDIT] and each.organisation_id == place for each in held):
        yield wrong(STILL_THERE)
    elif scene.acting.organisation_id != place:
        yield wrong(ELSEWHERE)


def raised_for(scene: Any) -> int | None:
    """The organisation for which the finding was raised, as its entry says."""
    number = next(kept.number for kept in scene.case.kept if kept.act and kept.act.step.name == "raise_finding")
    return scene.store.entry(scene.row.id, number).actor_organisation_id
