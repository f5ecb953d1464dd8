"""A fact that a paper dossier does not hold is an irregularity under the code of the guard that asks for it, never a violation."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.steps.case import FAR
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.membership.sample import lawful
from workflows.rules import law_book

FLOW = flow("membership")
LAWS = law_book()
ARCHIVED = {"XZ14": date(2020, 8, 17), "XZ26": date(2029, 9, 3)}
"""The day on which a full lawful dossier closes, so that every act of it is judged by one edition."""

Dossier = dict[str, Any]


class Gap(NamedTuple):
    """A fact, the codes its absence is found under, edition by edition, and what makes a guard ask for it."""

    fact: str
    XZ14: tuple[str, ...]
    XZ26: tuple[str, ...]
    given: Callable[[Dossier], None] = lambda dossier: None


def rows(dossier: Dossier, step: str) -> list[dict[str, Any]]:
    return [row for row in dossier["steps"] if row["step"] == step]


def put(step: str, **facts: Any) -> Callable[[Dossier], None]:
    return lambda dossier: rows(dossier, step)[0].update(copy.deepcopy(facts))


def floating(dossier: Dossier) -> None:
    dossier["floating"] = True


def without_groups(dossier: Dossier) -> None:
    """The branch has no groups, so none was asked."""
    dossier["has_groups"] = False
    rows(dossier, "propose_prospective")[0]["opinions"].remove("group")


def extended(dossier: Dossier) -> None:
    """The meeting resolved an extension; what would follow an on-time conversion is left out."""
    resolution = rows(dossier, "resolve_conversion")[0]
    probation_to = date.fromisoformat(rows(dossier, "admit")[0]["on"]).replace(year=int(resolution["on"][:4]))
    resolution.update(outcome="extend", extend_until=str(probation_to.replace(year=probation_to.year + 1)))
    dossier["steps"] = [row for row in dossier["steps"] if row["step"] != "archive"]


def postponed(dossier: Dossier) -> None:
    """The probationer came from elsewhere, and conversion was postponed."""
    asked, resolved = (rows(dossier, step)[0]["on"] for step in ("apply_conversion", "resolve_conversion"))
    dossier["steps"] += [
        {"step": "receive", "on": asked, "from": "甲单位党支部", "examined": True},
        {"step": "postpone_conversion", "on": asked, "until": resolved, "reason": "转入不久。"},
    ]


def deliberated(dossier: Dossier) -> None:
    on = rows(dossier, "propose_prospective")[0]["on"]
    dossier["steps"].append({"step": "deliberate", "on": on, "about": "propose_prospective", "opinion": "同意上报。"})


PLAIN = {"name": "赵强", "status": "full"}
SANCTIONED = {"name": "周敏", "status": "full", "sanction": "warning", "sanction_on": "2015-01-05"}

GAPS = (
    Gap("born_on", ("G01",), ("G01",)),
    Gap("has_groups", ("G06",), ("G06",), without_groups),
    Gap("assign_contacts.contacts", ("G03",), ("G03",)),
    Gap("assign_contacts.contacts.0.status", ("G03",), ("G03",)),
    Gap("assign_contacts.contacts.1.status", ("G03",), ("G03",)),
    Gap("propose_prospective.opinions", ("G06",), ("G06",)),
    Gap("agree_prospective.agreed", (), ("G07",)),
    Gap("post_notice.ends_on", (), ("G08",)),
    Gap("post_notice.places", (), ("G08",), floating),
    Gap("name_sponsors.sponsors", ("G09",), ("G09",)),
    Gap("name_sponsors.sponsors.0.status", ("G09",), ("G09",)),
    Gap("name_sponsors.sponsors.1.status", ("G09",), ("G09",)),
    Gap("name_sponsors.sponsors.1.sanction_on", (), ("G10",), put("name_sponsors", sponsors=[PLAIN, SANCTIONED])),
    Gap("review_politically.conclusion", ("G11",), ("G11",)),
    Gap("review_politically.places", ("G11",), ("G11",), floating),
    Gap("train.ends_on", ("G12",), ("G12",)),
    Gap("train.days", ("G12",), ("G12",), put("train", hours=8)),
    Gap("train.hours", ("G12",), ("G12",), put("train", days=1)),
    Gap("pre_review.passed", ("G13",), ("G13",)),
    Gap("admit.due", ("G16", "G17"), ("G16", "G17")),
    Gap("admit.present", ("G16",), ("G16",)),
    Gap("admit.in_favour", ("G17",), ("G17",)),
    Gap("admit.secret_ballot", ("G29",), ("G29",)),
    Gap("interview.by", ("G20",), ("G20",)),
    Gap("approve_admission.received_on", ("G21",), ("G21",)),
    Gap("approve_admission.approved", ("G19",), ("G19",)),
    Gap("approve_admission.approver", ("G19",), ("G19",)),
    Gap("resolve_conversion.outcome", ("G25",), ("G25",)),
    Gap("resolve_conversion.extend_until", ("G25",), ("G25",), extended),
    Gap("resolve_conversion.due", ("G16", "G17"), ("G16", "G17")),
    Gap("resolve_conversion.present", ("G16",), ("G16",)),
    Gap("resolve_conversion.in_favour", ("G17",), ("G17",)),
    Gap("resolve_conversion.secret_ballot", ("G29",), ("G29",)),
    Gap("approve_conversion.received_on", ("G26",), ("G26",)),
    Gap("approve_conversion.approved", ("G26",), ("G26",)),
    Gap("archive.items", ("G28",), ("G28",)),
    Gap("postpone_conversion.until", ("G27", "G33"), ("G27", "G33"), postponed),
    Gap("deliberate.about", ("G00",), ("G00",), deliberated),
)

READ_BY_NOBODY = (
    "talk.talkers",
    "decide_activist.recommended_by",
    "review_activist.opinion",
    "post_notice.places",
    "review_politically.places",
    "fill_form.form_no",
    "admit.against",
    "admit.abstain",
    "review_probationer.opinion",
    "resolve_conversion.against",
    "resolve_conversion.abstain",
)
"""Facts of the full dossier on which no rule turns (of the places, only a floating person's)."""

DAYS = ("on", "begins_on")


def full(edition: str, given: Callable[[Dossier], None]) -> Dossier:
    dossier = copy.deepcopy(lawful("archive", ARCHIVED[edition], LAWS.calendar))
    given(dossier)
    return dossier


def remove(dossier: Dossier, fact: str) -> None:
    """Takes one fact out of the dossier, wherever the step was taken; it must have been there."""
    step, *path = fact.split(".")
    if not path:
        del dossier[step]
        return
    assert rows(dossier, step), fact
    for row in rows(dossier, step):
        held: Any = row
        for part in path[:-1]:
            held = held[int(part)] if part.isdigit() else held[part]
        del held[path[-1]]


def found(dossier: Dossier, on: date) -> list[tuple[str, str, str]]:
    """(code, severity, message) of all but the notes."""
    result = answer(FLOW, Raw("gaps", dossier), LAWS, on)
    assert "error" not in result, result
    return [(f["code"], f["severity"], f["message"]) for f in result["findings"] if f["severity"] != "note"]


def title(fact: str) -> str:
    """The Chinese title of a fact."""
    step, *path = fact.split(".")
    if not path:
        return FLOW.setting.title(step)
    form = FLOW[step].form
    if len(path) == 1:
        return form.title(path[0])
    return form.model_fields[path[0]].annotation.__args__[0].title(path[-1])


@pytest.mark.parametrize("edition", ARCHIVED)
@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.fact)
def test_an_absent_fact_is_irregular_under_its_guards_code(gap, edition):
    dossier = full(edition, gap.given)
    assert found(dossier, ARCHIVED[edition]) == []
    remove(dossier, gap.fact)
    said = f"材料未记载：{title(gap.fact)}"
    assert sorted(found(dossier, ARCHIVED[edition])) == [(code, "irregular", said) for code in getattr(gap, edition)]


@pytest.mark.parametrize("edition", ARCHIVED)
@pytest.mark.parametrize("fact", READ_BY_NOBODY)
def test_a_fact_nobody_asks_for_may_be_absent(fact, edition):
    dossier = full(edition, lambda dossier: None)
    remove(dossier, fact)
    assert found(dossier, ARCHIVED[edition]) == []


def test_every_fact_of_the_full_dossier_is_accounted_for():
    known = {gap.fact for gap in GAPS} | set(READ_BY_NOBODY)
    on_the_way = {row["step"] for row in full("XZ26", lambda dossier: None)["steps"]}
    required = {
        f"{step}.{name}"
        for step in on_the_way
        for name, info in FLOW[step].form.model_fields.items()
        if info.is_required() and name not in DAYS
    }
    assert required - known == set()
    held = {f"{step.name}.{name}" for step in FLOW for name in step.form.model_fields}
    assert {fact for fact in known if fact.count(".") == 1} - held == set()


def test_every_guard_that_only_asks_has_its_gap():
    asking = {
        (guard.name.removesuffix("_recorded").removeprefix(f"{step}_"), step, guard.code)
        for row in FLOW
        for guard in row.guards
        if guard.asks_only
        for step in FLOW.steps
        if guard.name.startswith(f"{step}_")
    }
    assert asking
    gaps = {(gap.fact.partition(".")[2], gap.fact.partition(".")[0], code) for gap in GAPS for code in gap.XZ26}
    assert asking - gaps == set()


def test_gaps_alone_never_make_a_dossier_invalid():
    """Every fact that may be absent is absent, at once: only the steps and their days are left."""
    for edition in ARCHIVED:
        dossier = full(edition, lambda dossier: None)
        bare = [{name: row[name] for name in ("step", *DAYS) if name in row} for row in dossier["steps"]]
        result = answer(FLOW, Raw("gaps", {"steps": bare}), LAWS, FAR)
        assert result["verdict"] == "flagged"
        assert {f["severity"] for f in result["findings"]} <= {"irregular", "note"}
        assert result["stage"] == "full"
