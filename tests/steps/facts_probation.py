"""Facts about probation: the vote on conversion and its motion, extensions, the superior's answer, the archive."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then

from tests.steps.case import Case
from tests.steps.common import FLOW, day
from workflows.membership.sample import FACTS
from workflows.membership.words import WORDS

ITEM_NAMED = {WORDS[item]: item for item in FACTS["archive"]["items"]}


def changed(case: Case, step: str, **facts: Any) -> None:
    """Facts of a step, in place of the sample's."""
    case.facts.setdefault(step, {}).update(facts)


def happened(case: Case, step: str, on: date, **facts: Any) -> None:
    """A further taking of a step, beside the one of the sample."""
    case.extra.append({"step": step, "on": str(on), **FACTS.get(step, {}), **facts})


def left_out(case: Case, step: str, title: str) -> None:
    """The dossier does not say what the field of this title holds."""
    fields = FLOW[step].form.model_fields
    changed(case, step, **{next(name for name, info in fields.items() if info.title == title): None})


@given("接收预备党员的请示没有得到批准")
def _not_admitted(case: Case) -> None:
    changed(case, "approve_admission", approved=False)


@given("党支部考察预备党员没有写意见")
def _no_opinion(case: Case) -> None:
    changed(case, "review_probationer", opinion="")


@given(parsers.parse("转正大会应到 {due:d} 人，实到 {present:d} 人，赞成 {in_favour:d} 票"))
def _counts(case: Case, due: int, present: int, in_favour: int) -> None:
    against = max(present - in_favour, 0)
    changed(
        case,
        "resolve_conversion",
        due=due,
        present=present,
        in_favour=in_favour,
        against=against,
        abstain=0,
        written_in_favour=0,
    )


@given(parsers.parse("转正大会之前收到缺席党员的书面赞成意见 {number:d} 份"))
def _written(case: Case, number: int) -> None:
    changed(case, "resolve_conversion", written_in_favour=number)


@given("转正大会以举手方式表决")
def _show_of_hands(case: Case) -> None:
    changed(case, "resolve_conversion", secret_ballot=False)


@given("转正大会将几名预备党员一并表决")
def _all_at_once(case: Case) -> None:
    changed(case, "resolve_conversion", one_by_one=False)


@given("转正大会将几名预备党员逐个讨论和表决")
def _one_by_one(case: Case) -> None:
    changed(case, "resolve_conversion", one_by_one=True)


@given(parsers.parse("转正大会将 {number:d} 名缺席党员不计入应到会人数"))
def _excluded(case: Case, number: int) -> None:
    changed(case, "resolve_conversion", excluded=number)


@given(parsers.parse("转正大会讨论的是延长预备期至 {until}"))
def _motion_extend(case: Case, until: str) -> None:
    changed(case, "resolve_conversion", outcome="extend", extend_until=str(day(until)))


@given("转正大会讨论的是延长预备期，没有写明延长到何时")
def _motion_extend_open(case: Case) -> None:
    changed(case, "resolve_conversion", outcome="extend")


@given("转正大会讨论的是取消李明的预备党员资格")
def _motion_cancel(case: Case) -> None:
    changed(case, "resolve_conversion", outcome="cancel")


@given(parsers.parse("转正大会讨论的是按期转正，却写明延长至 {until}"))
def _motion_muddled(case: Case, until: str) -> None:
    changed(case, "resolve_conversion", outcome="on_time", extend_until=str(day(until)))


@given(
    parsers.parse("预备期经 {on} 的支部大会决定、{approved_on} 的上级批复，延长至 {until}"),
    converters={"on": day, "approved_on": day, "until": day},
)
def _extended(case: Case, on: date, approved_on: date, until: date) -> None:
    happened(case, "apply_conversion", on)
    happened(case, "resolve_conversion", on, outcome="extend", extend_until=str(until))
    happened(case, "approve_conversion", approved_on, received_on=str(on))


@given(
    parsers.parse("支部大会曾于 {on} 决定延长预备期至 {until}，上级党委于 {answered_on} 不予批准"),
    converters={"on": day, "until": day, "answered_on": day},
)
def _extension_refused(case: Case, on: date, until: date, answered_on: date) -> None:
    happened(case, "resolve_conversion", on, outcome="extend", extend_until=str(until))
    happened(case, "approve_conversion", answered_on, received_on=str(on), approved=False)


@given(
    parsers.parse("李明转入后，党支部于 {on} 决定推迟到 {until} 讨论转正"),
    converters={"on": day, "until": day},
)
def _postponed(case: Case, on: date, until: date) -> None:
    happened(case, "receive", on, **{"from": "原单位党支部", "examined": True})
    happened(case, "postpone_conversion", on, until=str(until), reason="转入时间较短，需要继续考察。")


@given(parsers.parse("党总支 {on} 的审议意见是关于接收李明为预备党员的"), converters={"on": day})
def _deliberated_admission(case: Case, on: date) -> None:
    happened(case, "deliberate", on, about="approve_admission", opinion="同意接收。")


@given(parsers.parse("上级党委于 {on} 收到转正的决议"), converters={"on": day})
def _received(case: Case, on: date) -> None:
    changed(case, "approve_conversion", received_on=str(on))


@given("上级党委对转正的请示不予批准")
def _not_converted(case: Case) -> None:
    changed(case, "approve_conversion", approved=False)


@given(parsers.parse("审批转正的党委有委员 {members:d} 人，到会 {present:d} 人，赞成 {in_favour:d} 票"))
def _committee(case: Case, members: int, present: int, in_favour: int) -> None:
    changed(
        case,
        "approve_conversion",
        committee_members=members,
        committee_present=present,
        committee_in_favour=in_favour,
    )


@given(parsers.parse("归档材料缺少{item}"))
def _item_absent(case: Case, item: str) -> None:
    kept = case.facts.get("archive", {}).get("items", FACTS["archive"]["items"])
    changed(case, "archive", items=[name for name in kept if name != ITEM_NAMED[item]])


@given(parsers.parse("转正大会的材料没有记载“{title}”"))
def _meeting_silent(case: Case, title: str) -> None:
    left_out(case, "resolve_conversion", title)


@given(parsers.parse("转正审批的材料没有记载“{title}”"))
def _approval_silent(case: Case, title: str) -> None:
    left_out(case, "approve_conversion", title)


@given("档案清单没有写明归档了哪些材料")
def _archive_silent(case: Case) -> None:
    left_out(case, "archive", "归档材料")


def computed(case: Case) -> dict[str, date | None]:
    """The days that follow from the dossier that was checked, else from the case after the act."""
    if case.answer:
        return case.answer["computed"]
    dossier = case.book.dossier
    return FLOW.computed(dossier, case.laws.on(dossier.last_on))


@given(parsers.parse("编入的党小组是“{name}”"))
def _group(case: Case, name: str) -> None:
    changed(case, "assign_group", group=name)


@given(parsers.parse("党支部已于 {on} 将李明编入“{name}”"), converters={"on": day})
def _group_before(case: Case, on: date, name: str) -> None:
    happened(case, "assign_group", on, group=name)


@then(parsers.parse("登记的党小组是“{name}”"))
def _group_is(case: Case, name: str) -> None:
    assert case.book.dossier.done("assign_group").group == name


@then("没有登记党小组的名称")
def _no_group(case: Case) -> None:
    assert case.book.dossier.done("assign_group").group is None


@then(parsers.parse("李明的预备期自 {begins_on} 至 {ends_on}"), converters={"begins_on": day, "ends_on": day})
def _probation(case: Case, begins_on: date, ends_on: date) -> None:
    days = computed(case)
    assert (days["probation_from"], days["probation_to"]) == (begins_on, ends_on)


@then(parsers.parse("李明自 {on} 起为正式党员，党龄从这一天算起"), converters={"on": day})
def _standing(case: Case, on: date) -> None:
    days = computed(case)
    assert (days["full_member_on"], days["standing_from"]) == (on, on)


@then("李明转为正式党员的日期尚未确定")
def _no_standing(case: Case) -> None:
    days = computed(case)
    assert (days["full_member_on"], days["standing_from"]) == (None, None)
