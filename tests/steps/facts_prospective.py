"""Facts about the consent, the notice, the sponsors, the political review and the training."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then

from tests.steps.case import Case
from tests.steps.common import FLOW, STEP_NAMED, day
from workflows.membership.forms.prospective import SANCTION_TITLES
from workflows.membership.sample import FACTS
from workflows.membership.words import WORDS

STATUSES = {WORDS[status]: status for status in ("full", "probationary", "none")}
SANCTIONS = {title: sanction for sanction, title in SANCTION_TITLES.items()}
CONCLUSIONS = {WORDS[conclusion]: conclusion for conclusion in ("pass", "fail")}
OBJECTIONS: dict[str, dict[str, Any]] = {
    "没有收到异议": {"objections": 0},
    "收到异议，尚未查清": {"objections": 1},
    "收到异议，查清并不影响": {"objections": 1, "objections_cleared": True},
    "收到异议，查明属实": {"objections": 1, "objections_cleared": False},
}
UNWRITTEN = {
    "上级党委是否同意": ("agree_prospective", "agreed"),
    "公示的截止日期": ("post_notice", "ends_on"),
    "公示的地点": ("post_notice", "places"),
    "入党介绍人": ("name_sponsors", "sponsors"),
    "政治审查的结论": ("review_politically", "conclusion"),
    "政治审查征求了哪里的意见": ("review_politically", "places"),
    "培训的天数": ("train", "days"),
    "培训的学时": ("train", "hours"),
}


def change(case: Case, step: str, **facts: Any) -> None:
    """Changes facts of a step and leaves its other facts as they are."""
    case.facts.setdefault(step, {}).update(facts)


# The superior's answer


@given(parsers.parse("上级党委曾于 {on} 答复不同意"), converters={"on": day})
def _once_not_agreed(case: Case, on: date) -> None:
    case.extra.append({"step": "agree_prospective", "on": str(on), "agreed": False})


@given(parsers.parse("支部委员会又于 {on} 讨论将李明拟列为发展对象"), converters={"on": day})
def _proposed_again(case: Case, on: date) -> None:
    case.extra.append({"step": "propose_prospective", "on": str(on), **FACTS["propose_prospective"]})


@given(parsers.parse("党总支于 {on} 审议的是“{title}”"), converters={"on": day})
def _deliberated_about(case: Case, on: date, title: str) -> None:
    case.extra.append({"step": "deliberate", "on": str(on), "about": STEP_NAMED[title]})


# The notice


@given(parsers.parse("公示自 {begins_on} 至 {ends_on}"), converters={"begins_on": day, "ends_on": day})
def _notice(case: Case, begins_on: date, ends_on: date) -> None:
    case.days["post_notice"] = begins_on
    change(case, "post_notice", begins_on=str(begins_on), ends_on=str(ends_on))


@given(parsers.parse("此前已自 {begins_on} 至 {ends_on} 公示"), converters={"begins_on": day, "ends_on": day})
def _earlier_notice(case: Case, begins_on: date, ends_on: date) -> None:
    period = {"begins_on": str(begins_on), "ends_on": str(ends_on)}
    case.extra.append({"step": "post_notice", **period, **FACTS["post_notice"]})


@given(parsers.parse("公示期间{objections}"))
def _objections(case: Case, objections: str) -> None:
    change(case, "post_notice", **OBJECTIONS[objections])


@given(parsers.parse("公示张贴在{places}"))
def _places(case: Case, places: str) -> None:
    change(case, "post_notice", places=places.split("、"))


# The sponsors


@given(parsers.parse("入党介绍人是{who}"))
def _sponsors(case: Case, who: str) -> None:
    change(case, "name_sponsors", sponsors=[sponsor(words) for words in who.split("和")])


def sponsor(words: str) -> dict[str, str]:
    """“正式党员赵强”: a status, where one is said, and a name."""
    for title, status in STATUSES.items():
        if words.startswith(title):
            return {"name": words.removeprefix(title), "status": status}
    return {"name": words}


@given(parsers.parse("确定了 {count:d} 名正式党员作入党介绍人"))
def _so_many_sponsors(case: Case, count: int) -> None:
    names = ("赵强", "周敏", "王芳")
    change(case, "name_sponsors", sponsors=[{"name": name, "status": "full"} for name in names[:count]])


@given(parsers.parse("入党介绍人{name}于 {on} 受{sanction}处分"), converters={"on": day})
def _sanctioned(case: Case, name: str, on: date, sanction: str) -> None:
    of_sponsor(case, name, sanction=SANCTIONS[sanction], sanction_on=str(on))


@given(parsers.parse("入党介绍人{name}受过{sanction}处分，没有写明日期"))
def _sanctioned_some_day(case: Case, name: str, sanction: str) -> None:
    of_sponsor(case, name, sanction=SANCTIONS[sanction])


@given(parsers.parse("入党介绍人{name}于 {on} 恢复党员权利"), converters={"on": day})
def _restored(case: Case, name: str, on: date) -> None:
    of_sponsor(case, name, restored_on=str(on))


@given(parsers.parse("入党介绍人{name}是李明的亲属"))
def _related_sponsor(case: Case, name: str) -> None:
    of_sponsor(case, name, relative=True)


@given(parsers.parse("入党介绍人{name}的组织关系不在本支部"))
def _sponsor_from_elsewhere(case: Case, name: str) -> None:
    of_sponsor(case, name, own_branch=False)


def of_sponsor(case: Case, name: str, **more: Any) -> None:
    """Adds to what is known of one sponsor."""
    sponsors = case.filled("name_sponsors")["sponsors"]
    assert name in [row["name"] for row in sponsors]
    change(case, "name_sponsors", sponsors=[{**row, **more} if row["name"] == name else row for row in sponsors])


# The political review


@given(parsers.parse("政治审查结论为{conclusion}"))
def _concluded(case: Case, conclusion: str) -> None:
    change(case, "review_politically", conclusion=CONCLUSIONS[conclusion])


@given(parsers.parse("政治审查征求了{places}党组织的意见"))
def _places_asked(case: Case, places: str) -> None:
    change(case, "review_politically", places=places.split("、"))


@given("政治审查没有征求其他党组织的意见")
def _nobody_asked(case: Case) -> None:
    change(case, "review_politically", places=[])


@given(parsers.parse("{on} 的政治审查结论为不合格"), converters={"on": day})
def _once_failed(case: Case, on: date) -> None:
    case.extra.append(
        {"step": "review_politically", "on": str(on), **FACTS["review_politically"], "conclusion": "fail"}
    )


# The training


@given(parsers.parse("集中培训共 {days:d} 天、{hours:d} 学时"))
def _trained(case: Case, days: int, hours: int) -> None:
    change(case, "train", days=days, hours=hours)


@given(parsers.parse("集中培训于 {on} 结束"), converters={"on": day})
def _training_ended(case: Case, on: date) -> None:
    change(case, "train", ends_on=str(on))


@given("李明因个别特殊情况免予培训")
def _exempt(case: Case) -> None:
    change(case, "train", days=0, hours=0, exempt=True)


@given(parsers.parse("{on} 的集中培训只有 1 天、8 学时"), converters={"on": day})
def _once_too_short(case: Case, on: date) -> None:
    case.extra.append({"step": "train", "begins_on": str(on), "ends_on": str(on), "days": 1, "hours": 8})


# What a paper dossier leaves out, and a day that follows


@given(parsers.parse("档案没有写明{what}"))
def _unwritten(case: Case, what: str) -> None:
    step, fact = UNWRITTEN[what]
    change(case, step, **{fact: None})


@then(parsers.parse("发展对象的起算日期是 {on}"), converters={"on": day})
def _prospective_from(case: Case, on: date) -> None:
    law = case.laws.on(case.line.on)
    assert FLOW.days["prospective_from"](case.book.dossier, law) == on
