"""Steps every feature shares: the act and what came of it; and those of membership development on the dossier before it."""

from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when

from tests.election.case import ElectionCase
from tests.finding.case import FindingCase
from tests.steps.case import Case, placed
from tests.steps.phrases import EDITION_NAMED, PHRASES
from workflows import flow
from workflows.engine.dossier import Allowance
from workflows.engine.findings import Finding, Severity
from workflows.engine.judge import facts_shown
from workflows.membership.sample import AFTER_APPLY

FLOW = flow("membership")
STEP_NAMED = {step.title: step.name for step in FLOW}
STAGE_NAMED = {title: stage for stage, title in FLOW.stage_titles.items()}
CASES = {"election": ElectionCase, "finding": FindingCase}
"""The kind of case by the folder of the feature; elsewhere it is 李明's."""


def pytest_bdd_before_scenario(request, feature, scenario):
    request.node.heading = scenario.rule.name if scenario.rule else ""
    request.node.feature = placed(feature)


@pytest.fixture
def case(request) -> Case:
    """The scenario's case; it knows under which rule's heading the scenario stands."""
    kind = CASES.get(request.node.feature.partition("/")[0], Case)
    return kind(heading=request.node.heading, feature=request.node.feature)


def day(text: str) -> date:
    """A day as features write it."""
    return date.fromisoformat(text)


def say(step: str, sentence: str) -> None:
    """Registers the one sentence of a step as a fact and as an act."""

    @given(parsers.parse(sentence), converters={"on": day}, stacklevel=2)
    def _fact(case: Case, on: date) -> None:
        case.days[step] = on
        if step not in AFTER_APPLY:
            case.extra.append({"step": step, FLOW[step].form.day_field(): str(on), **case.filled(step)})

    @when(parsers.parse(sentence), converters={"on": day}, stacklevel=2)
    def _act(case: Case, on: date) -> None:
        case.take(step, on)


for _step, _sentence in PHRASES.items():
    say(_step, _sentence)


@given(parsers.parse("李明已具备{title}的其他条件"))
def _lawful_so_far(case: Case, title: str) -> None:
    case.upto = STEP_NAMED[title]


@given(parsers.parse("李明已于 {on} 办到“{title}”"), converters={"on": day})
def _came_so_far(case: Case, on: date, title: str) -> None:
    case.upto = STEP_NAMED[title]
    case.days[case.upto] = on


@given(parsers.parse("尚未“{title}”"))
def _without(case: Case, title: str) -> None:
    case.without.add(step_named(case, title))


@given(parsers.parse("采用解释口径 {name} 为 {option}"))
def _reading(case: Case, name: str, option: str) -> None:
    case.readings[name] = option


@given("登记审批的人是李明的亲属")
def _by_relative(case: Case) -> None:
    case.by_relative = True


@given("采用示例附加规定")
def _overlay(case: Case) -> None:
    case.overlays = ("example",)


@given(parsers.parse("李明是流动人员"))
def _floating(case: Case) -> None:
    case.setting["floating"] = True


@given(parsers.parse("党支部不设支部委员会"))
def _no_committee(case: Case) -> None:
    case.setting["has_committee"] = False


@given(parsers.parse("党支部不划分党小组"))
def _no_groups(case: Case) -> None:
    case.setting["has_groups"] = False


@given(parsers.parse("党支部之上设有党总支"))
def _general_branch(case: Case) -> None:
    case.setting["general_branch"] = True


@given(parsers.parse("李明生于 {on}"), converters={"on": day})
def _born(case: Case, on: date) -> None:
    case.setting["born_on"] = str(on)


@given(parsers.parse("上级于 {on} 以“{number}”对 {code} 作出说明"), converters={"on": day})
def _allowed(case: Case, on: date, number: str, code: str) -> None:
    case.allowed = (*case.allowed, Allowance(code, number, on, "特殊情况，已经研究"))


@when(parsers.parse("以 {on} 为准核查办到“{title}”的档案"), converters={"on": day})
def _check(case: Case, on: date, title: str) -> None:
    case.check(STEP_NAMED[title], on)


def message(case: Case, finding: Finding) -> str:
    """A finding as it is read."""
    return finding.message % facts_shown(finding, case.flow)


def step_named(case: Case, title: str) -> str:
    """The step of that title in the workflow of the case."""
    return next(step.name for step in case.flow if step.title == title)


def findings(case: Case) -> list[Finding]:
    """What the judge said of the act."""
    if case.error is not None:
        return getattr(case.error, "findings", [])
    return case.line.findings if case.line else []


def nothing_moved(case: Case) -> None:
    """After a refusal: the stage is the same, and there is one more entry, a refusal."""
    stage, lines = case.before
    assert case.book.stage == stage
    assert len(case.book.lines) == lines + 1
    assert case.book.lines[-1].kind == "refusal"


@then(parsers.parse("不予办理，因为“{reason}”"))
def _refused(case: Case, reason: str) -> None:
    assert case.refused, f"taken: {[message(case, f) for f in findings(case)]} {case.error}"
    reasons = [message(case, f) for f in findings(case) if f.refuses] + [str(case.error)]
    assert any(reason in text for text in reasons), reasons
    nothing_moved(case)


@then(parsers.parse("不予受理，因为“{reason}”"))
def _bad_form(case: Case, reason: str) -> None:
    assert case.error is not None and case.error.status == 422, case.error
    assert reason in str(case.error)
    assert len(case.book.lines) == case.before[1]


@then("予以办理")
def _taken(case: Case) -> None:
    assert case.error is None, str(case.error)
    assert all(f.severity is Severity.NOTE or f.allowed for f in case.line.findings), [
        message(case, f) for f in case.line.findings
    ]


@then("予以办理，没有任何提示")
def _taken_clean(case: Case) -> None:
    assert case.error is None, str(case.error)
    assert case.line.findings == [], [message(case, f) for f in case.line.findings]


@then(parsers.parse("予以办理，并记为不规范“{reason}”"))
def _taken_irregular(case: Case, reason: str) -> None:
    _taken_with(case, reason, Severity.IRREGULAR)


@then(parsers.parse("予以办理，并提示“{reason}”"))
def _taken_noted(case: Case, reason: str) -> None:
    _taken_with(case, reason, Severity.NOTE)


def _taken_with(case: Case, reason: str, severity: Severity) -> None:
    assert case.error is None, str(case.error)
    said = [message(case, f) for f in case.line.findings if f.severity is severity]
    assert any(reason in text for text in said), [(f.severity, message(case, f)) for f in case.line.findings]


@then(parsers.parse("李明成为{title}"))
def _became(case: Case, title: str) -> None:
    assert case.error is None, str(case.error)
    assert case.book.stage == STAGE_NAMED[title]
    assert case.before[0] != case.book.stage


@then(parsers.parse("李明仍是{title}"))
def _stayed(case: Case, title: str) -> None:
    assert case.book.stage == STAGE_NAMED[title]


@then("全程纪实只多了一条不予办理的记录")
def _one_refusal(case: Case) -> None:
    nothing_moved(case)


@then(parsers.parse("最早 {on} 可以办理"), converters={"on": day})
def _earliest(case: Case, on: date) -> None:
    assert on in [f.earliest for f in findings(case)]


@then(parsers.parse("应于 {on} 之前办理"), converters={"on": day})
def _latest(case: Case, on: date) -> None:
    assert on in [f.latest for f in findings(case)]


@then(parsers.parse("依据是{edition}第{article:d}条"))
def _cited(case: Case, edition: str, article: int) -> None:
    assert (EDITION_NAMED[edition], article) in [(f.edition, f.article) for f in findings(case)]


@then(parsers.parse("依据是{edition}，没有条号"))
def _cited_whole(case: Case, edition: str) -> None:
    assert (EDITION_NAMED[edition], None) in [(f.edition, f.article) for f in findings(case)]


@then(parsers.parse("办理结果是“{title}”"))
def _outcome(case: Case, title: str) -> None:
    assert case.error is None, str(case.error)
    assert case.flow.outcome_titles[case.line.outcome] == title


@then(parsers.parse("须从“{title}”重新办理"))
def _reopened(case: Case, title: str) -> None:
    dossier = case.book.dossier
    step = step_named(case, title)
    assert step in dossier.takings and step not in dossier.standing


@then(parsers.parse("案件因“{title}”终止"))
def _ended(case: Case, title: str) -> None:
    assert case.error is None, str(case.error)
    assert case.flow.ended_titles[case.book.dossier.ended_reason] == title


@then(parsers.parse("下一步可以办理“{title}”，最早 {on}"), converters={"on": day})
def _next(case: Case, title: str, on: date) -> None:
    rows = {row["step"]: row for row in case.answer["next"]}
    assert rows[STEP_NAMED[title]]["earliest"] == on, rows


VERDICTS = {"符合条文": "valid", "有不规范之处": "flagged", "违反条文": "invalid"}


@then(parsers.parse("档案{verdict:Verdict}", extra_types={"Verdict": lambda text: VERDICTS[text]}))
def _verdict(case: Case, verdict: str) -> None:
    assert case.answer.get("verdict") == verdict, case.answer.get("error") or [
        f["message"] for f in case.answer["findings"]
    ]


@then(parsers.parse("指出“{reason}”（{code}）"))
def _pointed_out(case: Case, reason: str, code: str) -> None:
    said = [(f["code"], f["message"]) for f in case.answer["findings"]]
    assert any(code == given and reason in text for given, text in said), said


@then(parsers.parse("没有指出 {code}"))
def _not_pointed_out(case: Case, code: str) -> None:
    said = [(f["code"], f["message"]) for f in case.answer["findings"]]
    assert code not in [given for given, _ in said], said
