"""For a finding about an old dossier: the papers to look at, and what is to be done, without ever making up a paper afterwards."""

from collections.abc import Iterable
from typing import Any

from workflows.engine.declare import Step, Workflow
from workflows.engine.findings import N_, Severity

SUPPLY = N_("查找“%(step)s”的原件：确已办理的，照原件补充登记；确未办理的，报上级党组织研究认定，不得补造材料")
FIELDS = N_("照原件补充登记：%(fields)s；查不到的，由原办理的党组织书面说明")
ALLOWED = N_("已有上级说明 %(number)s：核对原件")
ALLOW = N_("查找上级对“%(step)s”的说明：有的，登记文号、日期和理由；没有的，报上级党组织研究认定")
DUE = N_("“%(step)s”应于 %(day)s 前办理，已逾期：请尽快办理；已经办理的，照原件补充登记")
EARLY = N_("核对原件上的日期：登记有误的，改正后重新判断；日期属实的，早于 %(day)s，报上级党组织研究认定")
LATE = N_("核对原件上的日期：登记有误的，改正后重新判断；日期属实的，晚于 %(day)s，由原办理的党组织书面说明")
BLOCKED = N_("核对“%(step)s”的原件：登记有误的，改正后重新判断；属实的，报上级党组织研究认定")
IRREGULAR = N_("核对“%(step)s”的原件：登记有误的，改正后重新判断；属实的，由原办理的党组织书面说明")
NOTED = N_("留意即可，不须补正")
UNREAD = N_("按提示改正这份档案，然后重新判断")


def papers(flow: Workflow, finding: dict[str, Any]) -> tuple[str, ...]:
    """Which papers show whether a finding is right: of the step that is missing, of the fields, else of the step judged."""
    if needed := _needed(flow, finding):
        return needed.papers
    step = flow[finding["step"]]
    named = (step.papers_of(name) for name in _fields(step, finding))
    return tuple(dict.fromkeys(paper for each in named for paper in each)) or step.papers


def remedy(flow: Workflow, finding: dict[str, Any]) -> str:
    """What is to be done about a finding."""
    facts, severity = finding["facts"], finding["severity"]
    step = {"step": flow[finding["step"]].title}
    if severity == Severity.NOTE:
        return NOTED
    if needed := _needed(flow, finding):
        return SUPPLY % {"step": needed.title}
    if finding["on"] is None and finding["latest"]:
        return DUE % {**step, "day": finding["latest"]}
    if facts.get("allowed"):
        return ALLOWED % {"number": facts["allowed"]}
    if set(facts) == {"fields"}:
        return FIELDS % {"fields": facts["fields"]}
    if severity == Severity.OVERRIDE:
        return ALLOW % step
    if finding["earliest"]:
        return EARLY % {"day": finding["earliest"]}
    if finding["latest"]:
        return LATE % {"day": finding["latest"]}
    return (BLOCKED if severity == Severity.BLOCK else IRREGULAR) % step


def _needed(flow: Workflow, finding: dict[str, Any]) -> Step | None:
    """The step a finding misses."""
    name = finding["facts"].get("needed")
    return flow.steps.get(name) if isinstance(name, str) else None


def _fields(step: Step, finding: dict[str, Any]) -> Iterable[str]:
    """The field a finding says is not recorded, by its name."""
    told = finding["facts"].get("fields")
    return (name for name, info in step.form.model_fields.items() if info.title == told)
