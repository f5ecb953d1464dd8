"""Second persons on both databases: corrections, voids and allowances, and what follows from them."""

import json
from datetime import date

import pytest

from models.people import Kinship
from workflows.engine.errors import BadForm, Changed, NotFound, NotInOffice, OutOfTurn, Refused
from workflows.engine.perform.second import void_own
from workflows.membership.sample import COUNTS, FACTS

from .conftest import forget
from .town import FIRST, FLOW, moment

TODAY = "2026-07-20"
LOST = {**COUNTS, "in_favour": 6, "against": 7, "abstain": 0, "written_in_favour": 0}


def number_of(town, case, step, kinds=("act", "import")):
    return next(entry.number for entry in reversed(town.entries(case)) if entry.step == step and entry.kind in kinds)


def void(town, case, number, by, on, reason="误登。"):
    with town.working() as work:
        return void_own(work, FLOW, case, number, reason, town.actor(by), town.row(case)["version"], moment(on))


@pytest.fixture
def approved(town) -> int:
    """A case whose admission was approved live, so that a membership was given."""
    case = town.build("interview", "2026-06-20")
    town.take(case, "approve_admission", "2026-07-10", received_on="2026-06-25", **FACTS["approve_admission"])
    return case


def projection(town, case):
    row = town.row(case)
    return {name: row[name] for name in ("stage", "ended_reason", "open", "version", "snapshot")}


def nothing(town, error, act):
    """Demands the error, and that no entry and no change was left."""
    entries = town.ask("SELECT count(*) AS entries FROM entry")[0]
    cases = town.ask('SELECT * FROM "case" ORDER BY id')
    with pytest.raises(error) as caught:
        act()
    assert town.ask("SELECT count(*) AS entries FROM entry")[0] == entries
    assert town.ask('SELECT * FROM "case" ORDER BY id') == cases
    return caught.value


# Two persons


def test_nothing_changes_until_another_person_confirms(town, approved):
    before, members = projection(town, approved), town.memberships()
    target = number_of(town, approved, "approve_admission")
    proposal = town.propose(approved, "correct", "吴强", TODAY, entry=target, void=True, reason="批复撤回。")
    assert projection(town, approved) == before
    assert town.memberships() == members
    assert (town.entries(approved)[-1].kind, town.entries(approved)[-1].refers_to) == ("proposal", target)
    town.sound(approved)
    written = town.confirm(approved, proposal.number, "沈毅", TODAY)
    assert (written.kind, written.stage) == ("void", "prospective")
    row = town.row(approved)
    assert (row["stage"], row["version"]) == ("prospective", before["version"] + 1)
    assert town.memberships() == [(members[0][0], members[0][1], "", True)]
    withdrawn = town.ask("SELECT withdrawn_by_id FROM membership WHERE source_entry_id IS NOT NULL")[0]
    assert withdrawn["withdrawn_by_id"] == written.id
    town.sound(approved)


@pytest.mark.parametrize("step", ["correct", "allow"])
def test_one_person_alone_does_nothing(town, approved, step):
    target = number_of(town, approved, "approve_admission")
    form = {
        "correct": {"entry": target, "void": True, "reason": "误登。"},
        "allow": {"step": "name_sponsors", "code": "G10", "number": "1", "on": TODAY, "reason": "说明。"},
    }[step]
    number = town.propose(approved, step, "吴强", TODAY, **form).number
    error = nothing(town, NotInOffice, lambda: town.confirm(approved, number, "吴强", TODAY))
    assert "提议人" in str(error)


def test_the_same_office_or_the_superiors(town):
    """A branch's step: the branch or the committee above; the superior's step: not the branch."""
    case = town.build("review_politically", "2026-06-20")
    target = number_of(town, case, "name_sponsors")
    form = {"on": "2026-06-01", **FACTS["name_sponsors"]}
    day = next(entry.act_on for entry in town.entries(case) if entry.step == "name_sponsors")
    form["on"] = day
    correct = {"entry": target, "form": form, "reason": "姓名有误。"}
    nothing(town, NotFound, lambda: town.propose(case, "correct", "郑洁", TODAY, **correct))
    nothing(town, NotInOffice, lambda: town.propose(case, "correct", "陈刚", TODAY, **correct))
    number = town.propose(case, "correct", "王芳", TODAY, **correct).number
    nothing(town, NotFound, lambda: town.confirm(case, number, "何静", TODAY))
    nothing(town, NotInOffice, lambda: town.confirm(case, number, "陈刚", TODAY))
    assert town.confirm(case, number, "孙丽", TODAY).kind == "correction"
    again = town.propose(case, "correct", "王芳", TODAY, **correct).number
    assert town.confirm(case, again, "吴强", TODAY).kind == "correction"
    above = number_of(town, case, "agree_prospective")
    nothing(
        town, NotInOffice, lambda: town.propose(case, "correct", "王芳", TODAY, entry=above, void=True, reason="误。")
    )
    number = town.propose(case, "correct", "沈毅", TODAY, entry=above, void=True, reason="误。").number
    nothing(town, NotInOffice, lambda: town.confirm(case, number, "王芳", TODAY))
    town.sound(case)


def test_the_person_himself_neither_proposes_nor_confirms(town):
    town.change(town.post("赵强", "deputy", "一支部"))
    case = town.build("review_politically", "2026-06-20", subject=town.people["赵强"])
    target = number_of(town, case, "name_sponsors")
    form = {"entry": target, "void": True, "reason": "误登。"}
    nothing(town, NotInOffice, lambda: town.propose(case, "correct", "赵强", TODAY, **form))
    number = town.propose(case, "correct", "王芳", TODAY, **form).number
    nothing(town, NotInOffice, lambda: town.confirm(case, number, "赵强", TODAY))
    town.confirm(case, number, "孙丽", TODAY)


def test_a_stale_version_and_a_strangers_view(town, approved):
    target = number_of(town, approved, "approve_admission")
    form = {"entry": target, "void": True, "reason": "误登。"}
    version = town.row(approved)["version"]
    nothing(town, Changed, lambda: town.propose(approved, "correct", "吴强", TODAY, seen=version - 1, **form))
    nothing(town, NotFound, lambda: town.propose(approved, "correct", "郑洁", TODAY, seen=version - 1, **form))
    number = town.propose(approved, "correct", "吴强", TODAY, **form).number
    nothing(town, Changed, lambda: town.confirm(approved, number, "沈毅", TODAY, seen=version + 1))
    nothing(town, NotFound, lambda: town.confirm(approved, number + 1, "沈毅", TODAY))
    nothing(town, NotFound, lambda: town.confirm(approved, target, "沈毅", TODAY))
    town.confirm(approved, number, "沈毅", TODAY)
    nothing(town, OutOfTurn, lambda: town.confirm(approved, number, "沈毅", TODAY))
    nothing(town, NotFound, lambda: town.propose(approved, "correct", "吴强", TODAY, **form))  # voided already


# Corrections


def test_a_correction_replaces_the_form_and_is_judged_again(town, approved):
    """The approval's day moves; the membership keeps following from the meeting's."""
    target = number_of(town, approved, "approve_admission")
    form = {"on": "2026-07-08", "received_on": "2026-06-25", **FACTS["approve_admission"], "delay_reason": "补充材料。"}
    number = town.propose(approved, "correct", "吴强", TODAY, entry=target, form=form, reason="日期误记。").number
    written = town.confirm(approved, number, "沈毅", TODAY)
    assert (written.kind, written.stage, list(written.findings)) == ("correction", "probationary", [])
    entry = town.entries(approved)[-1]
    facts = json.loads(entry.facts)["facts"]
    assert (entry.refers_to, facts["form"]["on"], facts["proposal"]) == (target, "2026-07-08", number)
    assert [row[3] for row in town.memberships()] == [False]
    forget()
    town.sound(approved)
    town.take(approved, "assign_group", "2026-07-09", at=moment(TODAY))  # after the corrected day
    town.sound(approved)


def test_effects_are_withdrawn_and_given_anew(town, approved):
    """The meeting's day was wrong, so probation began on another one."""
    target = number_of(town, approved, "admit")
    (before,) = town.memberships()
    form = {"on": str(date.fromisoformat(before[1]).replace(day=1)), **COUNTS}
    day = town.entries(approved)[number_of(town, approved, "fill_form") - 1].act_on
    form["on"] = max(day, form["on"])
    number = town.propose(approved, "correct", "王芳", TODAY, entry=target, form=form, reason="日期误记。").number
    assert town.memberships() == [before]
    written = town.confirm(approved, number, "吴强", TODAY)
    assert town.memberships() == [(*before[:3], True), ("probationary", form["on"], "", False)]
    rows = town.ask(
        "SELECT source_entry_id, withdrawn_by_id FROM membership WHERE source_entry_id IS NOT NULL ORDER BY id"
    )
    assert rows[0]["withdrawn_by_id"] == rows[1]["source_entry_id"] == written.id
    town.sound(approved)


def test_what_breaks_by_a_correction_is_recorded(town, approved):
    """The meeting did not carry the motion after all: the approval stands in the journal and breaks."""
    target = number_of(town, approved, "admit")
    day = town.entries(approved)[target - 1].act_on
    form = {"on": day, **LOST}
    number = town.propose(approved, "correct", "王芳", TODAY, entry=target, form=form, reason="计票有误。").number
    written = town.confirm(approved, number, "吴强", TODAY)
    broken = {(finding.step, finding.code) for finding in written.findings}
    assert {step for step, _ in broken} == {"interview", "approve_admission"}
    assert {code for _, code in broken} >= {"G17"}
    assert all(finding.refuses for finding in written.findings)
    stored = json.loads(town.entries(approved)[-1].findings)
    assert [(each["step"], each["code"]) for each in stored] == [(each.step, each.code) for each in written.findings]
    assert town.row(approved)["stage"] == "probationary"  # what the fold yields
    town.sound(approved)


def test_a_correction_is_read_like_a_form(town):
    """Nothing impossible, nothing ahead, and known people as they are known."""
    case = town.build("list_prospective", "2026-06-20")
    named = [{"person": town.people[name]} for name in ("赵强", "周敏")]
    target = town.take(case, "name_sponsors", "2026-07-19", sponsors=named).number
    sponsors = [{"person": town.people["赵强"], "status": "none"}, {"person": town.people["周敏"]}]
    good = {"on": "2026-07-18", "sponsors": sponsors}
    for form in (
        {**good, "on": "2026-07-21"},
        {**good, "on": "2026-02-30"},
        {"on": "2026-07-18"},
        {**good, "more": 1},
        None,
    ):
        nothing(
            town,
            BadForm,
            lambda form=form: town.propose(case, "correct", "王芳", TODAY, entry=target, form=form, reason="误。"),
        )
    nothing(
        town,
        BadForm,
        lambda: town.propose(case, "correct", "王芳", TODAY, entry=target, form=good, void=True, reason="误。"),
    )
    nothing(town, BadForm, lambda: town.propose(case, "correct", "王芳", TODAY, entry=target, form=good))
    nothing(town, NotFound, lambda: town.propose(case, "correct", "王芳", TODAY, entry=999, form=good, reason="误。"))
    proposal = town.propose(case, "correct", "王芳", TODAY, entry=target, form=good, reason="误。")
    texts = {field: row["text"] for field, row in town.texts(proposal.id).items()}
    assert texts == {"reason": "误。", "form.sponsors.0.name": "赵强", "form.sponsors.1.name": "周敏"}
    town.confirm(case, proposal.number, "孙丽", TODAY)
    facts = json.loads(town.entries(case)[-1].facts)["facts"]["form"]["sponsors"]
    assert [row["status"] for row in facts] == ["full", "full"]
    assert [row["person"] for row in facts] == [town.people["赵强"], town.people["周敏"]]
    town.sound(case)


def test_a_correction_of_what_was_written_down_is_read_like_its_paper(town):
    """Only the day is demanded, and what the paper says of people counts; nothing lies ahead, and nothing strange stands there."""
    case = town.build("review_politically", "2026-06-20")
    target = number_of(town, case, "name_sponsors")
    sponsors = [{"person": town.people["赵强"], "name": "赵强", "status": "probationary"}, {"name": "样旧人"}]
    good = {"on": "2026-06-10", "sponsors": sponsors}
    for form in ({**good, "on": "2026-07-21"}, {"sponsors": sponsors}, {**good, "more": 1}):
        nothing(
            town,
            BadForm,
            lambda form=form: town.propose(case, "correct", "王芳", TODAY, entry=target, form=form, reason="误。"),
        )
    number = town.propose(case, "correct", "王芳", TODAY, entry=target, form=good, reason="误。").number
    town.confirm(case, number, "孙丽", TODAY)
    facts = json.loads(town.entries(case)[-1].facts)["facts"]["form"]["sponsors"]
    assert [row.get("status") for row in facts] == ["probationary", None]
    town.sound(case)
    number = town.propose(
        case, "correct", "王芳", TODAY, entry=target, form={"on": "2026-06-10"}, reason="查无。"
    ).number
    town.confirm(case, number, "孙丽", TODAY)
    town.sound(case)


def test_a_voided_step_can_be_taken_again(town):
    case = town.build("fill_form", "2026-06-20")
    number = town.propose(
        case, "correct", "王芳", TODAY, entry=number_of(town, case, "fill_form"), void=True, reason="志愿书作废。"
    ).number
    town.confirm(case, number, "孙丽", TODAY)
    with pytest.raises(Refused):
        town.take(case, "admit", TODAY, **COUNTS)
    town.take(case, "fill_form", TODAY, form_no="样-000002")
    town.take(case, "admit", TODAY, **COUNTS)
    town.sound(case)


def test_the_only_act_voided_leaves_a_case_that_can_begin_again(town):
    case = town.open("2026-06-01").case_id
    void(town, case, 1, "王芳", "2026-06-01")
    assert projection(town, case) | {"version": 2, "snapshot": b""} == projection(town, case)
    assert town.row(case)["stage"] is None
    forget()
    town.sound(case)
    assert town.take(case, "apply", "2026-06-02").stage == "applicant"
    assert json.loads(town.entries(case)[-1].facts)["setting"]["born_on"] == "1995-05-04"
    town.sound(case)


def test_acts_older_than_every_edition_can_be_corrected(town):
    """They are folded and not judged, even where the application now lies after the talk."""
    case = town.build("talk", "1998-06-20")
    target = number_of(town, case, "apply")
    form = {"on": "1998-06-21"}
    number = town.propose(case, "correct", "王芳", TODAY, entry=target, form=form, reason="日期误记。").number
    assert list(town.confirm(case, number, "孙丽", TODAY).findings) == []
    town.sound(case)


# Allowances


@pytest.mark.parametrize("code", ["G09", "G08", "G16", "L-1", "x"])
def test_only_overrides_can_be_allowed(town, code):
    case = town.build("list_prospective", "2026-06-20")
    form = {"step": "name_sponsors", "code": code, "number": "1", "on": TODAY, "reason": "说明。"}
    nothing(town, BadForm, lambda: town.propose(case, "allow", "王芳", TODAY, **form))


def test_an_allowance_is_for_one_step_one_code_and_from_its_day(town):
    case = town.build("list_prospective", "2026-06-20")
    kin = {"person_id": town.people["李明"], "relation": "叔侄", "from_on": FIRST}
    town.change(Kinship(relative_id=town.people["赵强"], **kin))
    sponsors = {"sponsors": [{"person": town.people["赵强"]}, {"person": town.people["周敏"]}]}
    form = {"step": "assign_contacts", "code": "G30", "number": "1", "on": TODAY, "reason": "说明。"}
    nothing(town, BadForm, lambda: town.propose(case, "allow", "王芳", TODAY, **{**form, "step": "sponsors"}))
    nothing(town, BadForm, lambda: town.propose(case, "allow", "王芳", TODAY, **{**form, "on": "2026-07-21"}))
    for other in (form, {**form, "step": "name_sponsors", "code": "G10"}):
        town.confirm(case, town.propose(case, "allow", "王芳", TODAY, **other).number, "吴强", TODAY)
        with pytest.raises(Refused):
            town.take(case, "name_sponsors", TODAY, **sponsors)
    right = {**form, "step": "name_sponsors", "number": "镇党〔2026〕9 号"}
    number = town.propose(case, "allow", "王芳", TODAY, **right).number
    written = town.confirm(case, number, "吴强", TODAY)
    assert written.kind == "allow"
    forget()
    (finding,) = town.take(case, "name_sponsors", TODAY, **sponsors).findings
    assert (finding.code, finding.allowed, finding.refuses) == ("G30", "镇党〔2026〕9 号", False)
    assert json.loads(town.entries(case)[-1].findings)[0]["allowed"] == "镇党〔2026〕9 号"
    reason = [
        row["text"] for entry in town.entries(case) for row in town.texts(entry.id).values() if row["text"] == "说明。"
    ]
    assert len(reason) == 3
    town.sound(case)


# One's own last act


def test_ones_own_last_act_of_today(town):
    case = town.build("fill_form", "2026-06-01")
    written = town.take(case, "admit", "2026-06-20", **COUNTS)
    voided = void(town, case, written.number, "王芳", "2026-06-20")
    assert (voided.kind, town.entries(case)[-1].refers_to) == ("void", written.number)
    town.sound(case)
    again = town.take(case, "admit", "2026-06-20", **LOST)
    nothing(town, OutOfTurn, lambda: void(town, case, again.number, "孙丽", "2026-06-20"))  # somebody else
    nothing(town, OutOfTurn, lambda: void(town, case, again.number, "王芳", "2026-06-21"))  # another day
    later = town.take(case, "admit", "2026-06-20", **COUNTS)
    nothing(town, OutOfTurn, lambda: void(town, case, again.number, "王芳", "2026-06-20"))  # a later step
    nothing(town, NotFound, lambda: void(town, case, written.number, "王芳", "2026-06-20"))  # voided already
    assert void(town, case, later.number, "王芳", "2026-06-20").kind == "void"
    town.sound(case)


def test_voiding_ones_own_approval_withdraws_what_it_gave(town, approved):
    number = number_of(town, approved, "approve_admission")
    nothing(town, OutOfTurn, lambda: void(town, approved, number, "吴强", "2026-07-11"))
    void(town, approved, number, "吴强", "2026-07-10")
    assert [row[3] for row in town.memberships()] == [True]
    assert town.row(approved)["stage"] == "prospective"
    town.sound(approved)


def test_a_refusal_or_a_late_step_between_does_not_hide_ones_last_act(town):
    case = town.build("assign_contacts", "2026-06-01")
    written = town.take(case, "review_activist", "2026-06-20", opinion="好。")
    with pytest.raises(OutOfTurn):
        town.take(case, "admit", "2026-06-20", **COUNTS)
    assert void(town, case, written.number, "王芳", "2026-06-20").kind == "void"
    town.sound(case)
