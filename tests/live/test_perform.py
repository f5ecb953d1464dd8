"""`perform` on both databases: the whole way, every answer that is no step taken, and what stays in the database after it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from models.installation import Installation
from models.memberships import Sanction
from models.people import Kinship
from models.posts import Post
from workflows.engine.declare import Ended
from workflows.engine.errors import BadForm, Breaks, Changed, NotFound, NotInOffice, OutOfTurn, Refused
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.membership.sample import COUNTS, FACTS, lawful

from .conftest import forget
from .town import CALENDAR, FIRST, FLOW, moment

KEPT = ("stage", "ended_reason", "open", "version", "snapshot")
VOTED = {**COUNTS}
MEETING = date(2026, 6, 20)


def state(town, case):
    """What a refusal must leave as it was."""
    return {name: town.row(case)[name] for name in KEPT}


def taken(town, case, *args, **more):
    """Takes a step and demands that exactly one entry of it is read back, and that the case is sound."""
    before = town.row(case)
    written = town.take(case, *args, **more)
    row, entries = town.row(case), town.entries(case)
    assert (row["last_number"], row["version"]) == (before["last_number"] + 1, before["version"] + 1)
    assert (entries[-1].number, entries[-1].kind, bytes(entries[-1].hash)) == (written.number, "act", written.hash)
    assert bytes(row["last_hash"]) == written.hash
    return written


def refused(town, case, error, *args, **more):
    """Demands the error, one refusal entry read through a new connection, and nothing else."""
    before, count = state(town, case), len(town.entries(case))
    with pytest.raises(error) as caught:
        town.take(case, *args, **more)
    entries = town.entries(case)
    assert state(town, case) == before
    assert (len(entries), entries[-1].kind, entries[-1].step) == (count + 1, "refusal", args[0])
    assert (entries[-1].stage_before, entries[-1].stage_after) == (before["stage"], before["stage"])
    assert caught.value.entry.hash == bytes(entries[-1].hash) == bytes(town.row(case)["last_hash"])
    return caught.value, entries[-1]


def no_entry(town, case, error, *args, **more):
    """Demands the error and that nothing at all was written."""
    before = town.row(case)
    with pytest.raises(error) as caught:
        town.take(case, *args, **more)
    assert caught.value.entry is None
    assert town.row(case) == before
    assert len(town.entries(case)) == before["last_number"]
    return caught.value


def codes(entry):
    return [finding["code"] for finding in json.loads(entry.findings)]


# The way


def test_from_application_to_archive(town):
    rows = lawful("archive", date(2026, 6, 15), CALENDAR)["steps"]
    case, stages, previous = town.open(rows[0]["on"]).case_id, ["applicant"], bytes(32)
    for row in rows[1:]:
        values = dict(row)
        step, on = values.pop("step"), values.pop("on", None) or values.pop("begins_on")
        written = town.take(case, step, on, **values)
        if written.stage != stages[-1]:
            stages.append(written.stage)
        destination = FLOW[step].destination(written.outcome)
        if destination and not isinstance(destination, Ended):
            assert written.stage == destination
    assert stages == ["applicant", "activist", "prospective", "probationary", "full"]
    entries = town.entries(case)
    assert [entry.step for entry in entries] == [row["step"] for row in rows]
    assert [entry.number for entry in entries] == list(range(1, len(rows) + 1))
    for entry in entries:
        assert bytes(entry.previous_hash) == previous
        previous = bytes(entry.hash)
        assert (entry.kind, entry.mode) == ("act", "live")
        new = entry.act_on >= "2026-05-11"
        assert ("XZ26" in entry.editions, "XZ14" in entry.editions) == (new, not new)
    row = town.row(case)
    assert (row["stage"], bool(row["open"]), row["version"]) == ("full", False, len(rows))
    admitted = next(values["on"] for values in rows if values["step"] == "admit")
    expiry = date.fromisoformat(admitted).replace(year=int(admitted[:4]) + 1)
    assert sorted(town.memberships(), key=lambda row: row[1:]) == [
        ("probationary", admitted, "", True),  # given by the approval, withdrawn by the conversion
        ("probationary", admitted, str(expiry - timedelta(days=1)), False),
        ("full", str(expiry), "", False),
    ]
    town.sound(case)


def test_a_branch_under_a_general_branch(town):
    """Its settings follow from the organisations, the committee above the general branch decides, and it deliberates."""
    case = town.open("2024-01-08", "三支部").case_id
    first = json.loads(town.entries(case)[0].facts)["setting"]
    assert first["general_branch"] is True
    later = town.build("propose_prospective", "2026-05-12", "三支部", by="何静", subject=town.person("韩雪"))
    without = town.take(later, "agree_prospective", "2026-05-12", agreed=False)
    assert [finding.message for finding in without.findings if finding.severity == "irregular"]
    town.take(later, "propose_prospective", "2026-05-13", **FACTS["propose_prospective"])
    town.take(later, "deliberate", "2026-05-14", about="agree_prospective", opinion="同意上报。")
    assert town.entries(later)[-1].actor_path == town.paths["总支"]
    written = town.take(later, "agree_prospective", "2026-05-15", agreed=True)
    assert [finding for finding in written.findings if finding.severity == "irregular"] == []
    assert town.entries(later)[-1].actor_path == town.paths["镇党委"]
    town.sound(case)
    town.sound(later)


def test_a_branch_without_a_committee(town):
    case = town.open("2026-06-01", "二支部").case_id
    content = json.loads(town.entries(case)[0].facts)
    known = {"born_on": "1995-05-04", "has_committee": False, "has_groups": False}
    assert known.items() <= content["setting"].items()
    town.take(case, "talk", "2026-06-08", **FACTS["talk"])
    town.take(case, "decide_activist", "2026-06-20", **FACTS["decide_activist"])
    assert town.entries(case)[-1].actor_office == "branch_committee"
    town.sound(case)


def test_a_second_open_case_of_a_person_is_not_opened(town):
    subject = town.person()
    town.open("2026-06-01", subject=subject)
    with pytest.raises(OutOfTurn) as caught:
        town.open("2026-06-02", subject=subject)
    assert caught.value.entry is None
    assert len(town.ask('SELECT id FROM "case"')) == 1


def test_a_refused_first_step_leaves_a_case_without_a_stage_which_goes_on_later(town):
    subject = town.person("小明", born_on=date(2008, 6, 10))
    with pytest.raises(Refused) as caught:
        town.open("2026-06-09", subject=subject)
    case = caught.value.entry.case_id
    assert state(town, case)["stage"] is None
    assert [(entry.kind, entry.stage_before, entry.stage_after) for entry in town.entries(case)] == [
        ("refusal", None, None)
    ]
    assert codes(town.entries(case)[0]) == ["G01"]
    town.sound(case)
    _, again = refused(town, case, Refused, "apply", "2026-06-09", at=moment("2026-06-12"))
    assert codes(again) == ["G01"]
    assert taken(town, case, "apply", "2026-06-10").stage == "applicant"
    town.sound(case)


# What is no step taken


def test_another_branchs_case_is_not_there(town):
    case = town.build("pre_review", "2026-06-01")
    no_entry(town, case, NotFound, "fill_form", "2026-06-02", who="郑洁", form_no="样-1")
    no_entry(town, case, NotFound, "fill_form", "2026-06-02", who="蒋文", form_no="样-1")


def test_somebody_without_a_post_finds_nothing(town):
    case = town.build("pre_review", "2026-06-01")
    no_entry(town, case, NotFound, "fill_form", "2026-06-02", who="赵强", form_no="样-1")


def test_another_office_is_refused_and_kept(town):
    case = town.build("interview", MEETING)
    facts = {"received_on": "2026-06-20", **FACTS["approve_admission"]}
    error, entry = refused(town, case, NotInOffice, "approve_admission", "2026-06-22", who="王芳", **facts)
    assert error.status == 403
    assert (entry.actor_person_id, entry.actor_post, entry.actor_office) == (town.people["王芳"], None, None)
    assert entry.act_on is None  # the form was not read
    town.sound(case)


def test_a_stale_version_leaves_no_entry(town):
    case = town.build("pre_review", "2026-06-01")
    seen = town.row(case)["version"]
    taken(town, case, "fill_form", "2026-06-02", form_no="样-1")
    error = no_entry(town, case, Changed, "admit", "2026-06-03", seen=seen, **VOTED)
    assert error.status == 409
    no_entry(town, case, Changed, "admit", "2026-06-03", seen=seen + 2, **VOTED)


def test_a_refusal_does_not_make_a_version_stale(town):
    """Nothing changed: what another page was drawn from still holds."""
    case = town.build("fill_form", "2026-06-01")
    seen = town.row(case)["version"]
    refused(town, case, Refused, "admit", MEETING, **{**VOTED, "present": 3, "in_favour": 3, "abstain": 0})
    taken(town, case, "admit", MEETING, seen=seen, **VOTED)


BAD = {
    "a value missing": {name: value for name, value in VOTED.items() if name != "due"},
    "an unknown field": {**VOTED, "remark": "x"},
    "a lax number": {**VOTED, "due": "15"},
    "counts that contradict": {**VOTED, "present": 16},
    "a fraction": {**VOTED, "due": 15.0},
    "a number beyond measure": {**VOTED, "due": 10**30},
}


@pytest.mark.parametrize("facts", BAD.values(), ids=BAD.keys())
def test_a_bad_form_leaves_nothing(town, facts):
    case = town.build("fill_form", "2026-06-01")
    error = no_entry(town, case, BadForm, "admit", MEETING, **facts)
    assert error.status == 422
    assert all(message for _, message in error.errors)


BAD_TEXTS = {
    "too long": "长" * 4001,
    "a megabyte": "长" * 350_000,
    "control characters": "好\x00",
    "nothing": "",
    "half a character": "\ud800",
}


@pytest.mark.parametrize("opinion", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_a_bad_text_leaves_nothing(town, opinion):
    case = town.build("assign_contacts", "2026-06-01")
    no_entry(town, case, BadForm, "review_activist", "2026-06-20", opinion=opinion)


BAD_DAYS = ("2026-02-30", "0226-06-05", "2026-6-5", "", None, 20260605)


@pytest.mark.parametrize("on", BAD_DAYS, ids=str)
def test_an_impossible_day_leaves_nothing(town, on):
    case = town.build("assign_contacts", "2026-06-01")
    no_entry(
        town, case, BadForm, "review_activist", "2026-06-20", at=moment("2026-06-20"), **{"opinion": "好"}
    ) if False else None
    before = town.row(case)
    with pytest.raises(BadForm), town.working() as work:
        form = {"on": on, "opinion": "好"}
        perform(work, FLOW, case, "review_activist", form, town.actor("王芳"), before["version"], moment("2026-06-20"))
    assert town.row(case) == before


def test_out_of_turn_is_refused_and_kept(town):
    case = town.build("fill_form", "2026-06-01")
    error, entry = refused(town, case, OutOfTurn, "take_oath", MEETING)
    assert "发展对象" in str(error)
    assert codes(entry) == ["G00"]
    refused(town, case, OutOfTurn, "fill_form", MEETING, form_no="样-2")
    refused(town, case, OutOfTurn, "apply", MEETING)
    town.sound(case)


def test_a_refusal_keeps_every_reason(town):
    case = town.build("fill_form", "2026-06-01")
    facts = {**VOTED, "present": 4, "in_favour": 4, "abstain": 0, "secret_ballot": False, "one_by_one": False}
    error, entry = refused(town, case, Refused, "admit", MEETING, **facts)
    assert codes(entry) == [finding.code for finding in error.findings]
    assert {"G16", "G18", "G29"} <= set(codes(entry))
    assert all(finding["severity"] and finding["message"] for finding in json.loads(entry.findings))
    assert json.loads(entry.facts)["facts"]["present"] == 4  # what was asked is kept
    assert (entry.act_on, entry.outcome, "XZ26" in entry.editions) == ("2026-06-20", None, True)
    assert entry.actor_office == "member_meeting"
    town.sound(case)


def test_a_case_goes_on_after_refusals_in_a_process_that_just_started(town, fresh_process):
    case = town.build("fill_form", "2026-06-01")
    for _ in range(2):
        refused(town, case, OutOfTurn, "take_oath", MEETING)
    forget()
    taken(town, case, "admit", MEETING, **VOTED)
    town.sound(case)


def test_office_then_version_then_form_then_turn_then_guards(town):
    case = town.build("fill_form", "2026-06-01")
    version = town.row(case)["version"]
    bad, late = {"number": 7}, {"seen": version + 1}
    refused(town, case, NotInOffice, "file_admission", MEETING, who="王芳", **late, **bad)
    no_entry(town, case, Changed, "file_admission", MEETING, **late, **bad)
    no_entry(town, case, BadForm, "file_admission", MEETING, **bad)
    refused(town, case, OutOfTurn, "file_admission", MEETING)
    # an act that is out of turn and against a guard hears of its turn only
    error, _ = refused(
        town, case, OutOfTurn, "resolve_conversion", MEETING, **VOTED, outcome="extend", extend_until="2026-06-21"
    )
    assert not hasattr(error, "findings")
    refused(town, case, Refused, "admit", MEETING, **{**VOTED, "secret_ballot": False})
    taken(town, case, "admit", MEETING, **VOTED)


def test_nothing_moves_when_the_caller_does_not_commit(town):
    case = town.build("fill_form", "2026-06-01")
    before = town.row(case)
    with town.database.work() as work:
        perform(
            work,
            FLOW,
            case,
            "admit",
            {"on": "2026-06-20", **VOTED},
            town.actor("王芳"),
            before["version"],
            moment(MEETING),
        )
    assert town.row(case) == before
    taken(town, case, "admit", MEETING, **VOTED)
    town.sound(case)


# Who


def test_the_person_himself_is_excluded_in_any_part(town):
    """The new secretary of the branch applied before she had a post."""
    town.change(town.post("赵强", "secretary", "一支部"))
    case = town.build("pre_review", "2026-06-01", subject=town.people["赵强"])
    error, _ = refused(town, case, NotInOffice, "fill_form", "2026-06-02", who="赵强", form_no="样-1")
    assert "本人" in str(error)
    taken(town, case, "fill_form", "2026-06-02", form_no="样-1")


@pytest.mark.parametrize(
    ("vote", "approval"), [("admit", "approve_admission"), ("resolve_conversion", "approve_conversion")]
)
def test_who_recorded_a_vote_may_not_record_its_approval(town, vote, approval):
    town.change(town.post("王芳", "organiser", "镇党委"))
    before = "fill_form" if vote == "admit" else "apply_conversion"
    case = town.build(before, "2026-06-01", facts={})
    facts = {**VOTED, "outcome": "on_time"} if vote == "resolve_conversion" else VOTED
    town.take(case, vote, "2026-06-20", who="王芳", **facts)
    if vote == "admit":
        town.take(case, "interview", "2026-06-21", who="王芳", by="organiser")
    answer = {"received_on": "2026-06-21", **FACTS[approval]}
    error, entry = refused(town, case, NotInOffice, approval, "2026-06-22", who="王芳", **answer)
    assert FLOW[vote].title in str(error)
    assert entry.actor_person_id == town.people["王芳"]
    taken(town, case, approval, "2026-06-22", **answer)
    town.sound(case)


def test_office_is_judged_on_the_day_of_recording(town):
    """A post that ended yesterday cannot record today, whatever the day of the act."""
    town.person("许宁")
    town.change(town.post("许宁", "secretary", "一支部", until_on=date(2026, 6, 19)))
    case = town.build("fill_form", "2026-06-01")
    no_entry(town, case, NotFound, "admit", "2026-06-19", who="许宁", at=moment("2026-06-20"), **VOTED)
    taken(town, case, "admit", "2026-06-19", who="许宁", at=moment("2026-06-19", 23), **VOTED)


def test_a_post_that_ended_while_another_one_lasts_is_not_in_office(town):
    town.person("许宁")
    ended = town.post("许宁", "secretary", "一支部", until_on=date(2026, 6, 19))
    town.change(ended, town.post("许宁", "member", "一支部"))
    case = town.build("fill_form", "2026-06-01")
    refused(town, case, NotInOffice, "admit", "2026-06-19", who="许宁", at=moment("2026-06-20"), **VOTED)


def test_a_post_that_begins_tomorrow_cannot_record_today(town):
    town.person("许宁")
    town.change(town.post("许宁", "secretary", "一支部", from_on=date(2026, 6, 21)))
    case = town.build("fill_form", "2026-06-01")
    no_entry(town, case, NotFound, "admit", MEETING, who="许宁", at=moment(MEETING, 23), **VOTED)
    taken(town, case, "admit", MEETING, who="许宁", at=moment("2026-06-21", 0), **VOTED)


def test_the_day_is_shanghais(town):
    """Seventeen o'clock of the day before in London is past midnight here."""
    town.person("许宁")
    town.change(town.post("许宁", "secretary", "一支部", from_on=date(2026, 6, 21)))
    case = town.build("fill_form", "2026-06-01")
    no_entry(town, case, NotFound, "admit", MEETING, who="许宁", at=datetime(2026, 6, 20, 15, 59, tzinfo=UTC), **VOTED)
    taken(town, case, "admit", "2026-06-21", who="许宁", at=datetime(2026, 6, 20, 16, 0, tzinfo=UTC), **VOTED)
    assert town.entries(case)[-1].recorded_at.startswith("2026-06-21T00:00:00")


def test_of_several_posts_the_chosen_one_is_named(town):
    town.change(town.post("吴强", "secretary", "一支部", from_on=date(2000, 1, 1)))
    held = {
        row["post"]: row["id"]
        for row in town.ask("SELECT id, post FROM post WHERE person_id = :p", p=town.people["吴强"])
    }
    person = town.people["吴强"]
    case = town.build("list_prospective", "2026-06-10")
    asked = FACTS["review_politically"]  # the branch's or the superior's
    refused(
        town,
        case,
        NotInOffice,
        "name_sponsors",
        "2026-06-12",
        who=Actor(person, held["organiser"]),
        **FACTS["name_sponsors"],
    )
    taken(town, case, "name_sponsors", "2026-06-12", who=Actor(person, held["secretary"]), **FACTS["name_sponsors"])
    entry = town.entries(case)[-1]
    assert (entry.actor_post, entry.actor_office, entry.actor_path) == ("secretary", "branch", town.paths["一支部"])
    taken(town, case, "review_politically", "2026-06-12", who=Actor(person, held["organiser"]), **asked)
    entry = town.entries(case)[-1]
    assert (entry.actor_post, entry.actor_office, entry.actor_path) == ("organiser", "superior", town.paths["镇党委"])
    assert entry.actor_organisation_id == town.places["镇党委"]


def test_the_post_of_somebody_else_cannot_be_chosen(town):
    case = town.build("list_prospective", "2026-06-10")
    foreign = town.ask("SELECT id FROM post WHERE person_id = :p", p=town.people["吴强"])[0]["id"]
    who = Actor(town.people["王芳"], foreign)
    refused(town, case, NotInOffice, "name_sponsors", "2026-06-12", who=who, **FACTS["name_sponsors"])


# Relatives, and the superior's decision


def related(town, name, **days):
    days = {"from_on": FIRST, **days}
    return Kinship(person_id=town.people["李明"], relative_id=town.people[name], relation="叔侄", **days)


def chosen(town, *names):
    return [{"person": town.people[name]} for name in names]


def test_a_relative_as_contact_needs_the_superiors_decision(town):
    case = town.build("file_activist", "2026-06-01")
    town.change(related(town, "周敏"))
    contacts = {"contacts": chosen(town, "赵强", "周敏")}
    _, entry = refused(town, case, Refused, "assign_contacts", "2026-06-10", **contacts)
    assert [(finding["code"], finding["severity"]) for finding in json.loads(entry.findings)] == [("G30", "override")]
    decision = {
        "step": "assign_contacts",
        "code": "G30",
        "number": "镇党〔2026〕3 号",
        "on": "2026-06-11",
        "reason": "偏远支部",
    }
    proposal = town.propose(case, "allow", "王芳", "2026-06-11", **decision)
    refused(town, case, Refused, "assign_contacts", "2026-06-11", **contacts)  # nothing changes until it is confirmed
    town.confirm(case, proposal.number, "吴强", "2026-06-11")
    refused(
        town, case, Refused, "assign_contacts", "2026-06-10", at=moment("2026-06-12"), **contacts
    )  # before the decision
    written = taken(town, case, "assign_contacts", "2026-06-11", **contacts)
    assert [(finding.code, finding.allowed) for finding in written.findings] == [("G30", "镇党〔2026〕3 号")]
    assert json.loads(town.entries(case)[-1].findings)[0]["allowed"] == "镇党〔2026〕3 号"
    town.sound(case)


def test_a_relative_as_sponsor_whoever_declared_it(town):
    case = town.build("list_prospective", "2026-06-10")
    kin = Kinship(person_id=town.people["赵强"], relative_id=town.people["李明"], relation="叔侄", from_on=FIRST)
    town.change(kin)
    refused(town, case, Refused, "name_sponsors", "2026-06-12", sponsors=chosen(town, "赵强", "周敏"))
    taken(town, case, "name_sponsors", "2026-06-12", sponsors=chosen(town, "王芳", "周敏"))


def test_a_relative_as_approver(town):
    case = town.build("interview", MEETING)
    town.change(related(town, "吴强"))
    answer = {"received_on": "2026-06-21", **FACTS["approve_admission"]}
    _, entry = refused(town, case, Refused, "approve_admission", "2026-06-22", who="吴强", **answer)
    assert codes(entry) == ["G30"]
    decision = {
        "step": "approve_admission",
        "code": "G30",
        "number": "县组〔2026〕1 号",
        "on": "2026-06-22",
        "reason": "只有一名组织员",
    }
    proposal = town.propose(case, "allow", "吴强", "2026-06-22", **decision)
    town.confirm(case, proposal.number, "沈毅", "2026-06-22")
    assert taken(town, case, "approve_admission", "2026-06-22", who="吴强", **answer).stage == "probationary"
    town.sound(case)


def test_a_relation_counts_on_its_days(town):
    case = town.build("list_prospective", "2026-06-10")
    town.change(related(town, "赵强", until_on=date(2026, 6, 11)))
    sponsors = {"sponsors": chosen(town, "赵强", "周敏")}
    refused(town, case, Refused, "name_sponsors", "2026-06-11", **sponsors)
    taken(town, case, "name_sponsors", "2026-06-12", **sponsors)


# Days after the recording


AHEAD = {  # step before, step, facts: (may lie ahead, a day past the recording that is refused)
    "on": ("fill_form", "admit", {"on": "2026-06-21", **VOTED}, False),
    "received_on": ("interview", "approve_admission", {"on": "2026-06-20", "received_on": "2026-06-21", **FACTS["approve_admission"]}, False),
    "begins_on": ("agree_prospective", "post_notice", {"begins_on": "2026-06-21", "ends_on": "2026-06-29", **FACTS["post_notice"]}, False),
    "ends_on": ("agree_prospective", "post_notice", {"begins_on": "2026-06-20", "ends_on": "2026-06-29", **FACTS["post_notice"]}, True),
    "training's ends_on": ("review_politically", "train", {"begins_on": "2026-06-20", "ends_on": "2026-06-22", **FACTS["train"]}, True),
    "expected_leave_on": ("examine", "pre_review", {"on": "2026-06-20", "expected_leave_on": "2026-12-30", "passed": True}, True),
    "extend_until": ("apply_conversion", "resolve_conversion", {"on": "2026-06-20", **VOTED, "outcome": "extend", "extend_until": "2027-01-20"}, True),
    "until": ("receive", "postpone_conversion", {"on": "2026-06-20", "until": "2026-12-01", "reason": "转入不久。"}, True),
}  # fmt: skip


@pytest.mark.parametrize(("before", "step", "form", "lawful_ahead"), AHEAD.values(), ids=AHEAD.keys())
def test_days_after_the_recording(town, before, step, form, lawful_ahead):
    if before == "receive":
        case = town.build("take_oath", "2026-06-01")
        town.take(case, "receive", "2026-06-02", **{"from": "外县一支部", "examined": True})
    else:
        conversion = step == "resolve_conversion"
        days = {"admit": date(2025, 6, 20), "approve_admission": date(2025, 7, 1)} if conversion else {}
        case = town.build(before, "2026-06-15", given=days)
    version, count = town.row(case)["version"], len(town.entries(case))

    def attempt():
        with town.working() as work:
            perform(work, FLOW, case, step, form, town.actor(town.officer(step)), version, moment(MEETING))

    if lawful_ahead:
        attempt()
        assert town.entries(case)[-1].kind == "act"
    else:
        with pytest.raises(BadForm):
            attempt()
        assert len(town.entries(case)) == count


# Chosen persons


def test_what_is_known_of_a_chosen_person_is_filled_in(town):
    """As of the day of the act; whatever was typed is overwritten, and nobody lends a name."""
    case = town.build("list_prospective", "2026-06-10")
    ended = town.membership("孙丽", "一支部", status="probationary", from_on=date(2026, 6, 14))
    sanction = Sanction(person_id=town.people["周敏"], kind="warning", on=date(2026, 6, 12))
    town.change(ended, sanction)
    typed = [
        {"person": town.people["赵强"], "name": "别人", "status": "none", "relative": True},
        {"person": town.people["周敏"], "status": "full", "sanction": None},
    ]
    refused_error, entry = refused(town, case, Refused, "name_sponsors", "2026-06-12", sponsors=typed)
    assert [finding.code for finding in refused_error.findings] == ["G10"]
    assert {field: row["text"] for field, row in town.texts(entry.id).items()} == {
        "sponsors.0.name": "赵强",
        "sponsors.1.name": "周敏",
    }
    taken(town, case, "name_sponsors", "2026-06-11", at=moment("2026-06-12"), sponsors=typed)  # before the sanction
    facts = json.loads(town.entries(case)[-1].facts)["facts"]["sponsors"]
    assert [(row["person"], row["status"], row["relative"], row["own_branch"]) for row in facts] == [
        (town.people["赵强"], "full", False, True),
        (town.people["周敏"], "full", False, True),
    ]
    assert all("sanction" not in row and "name" not in row for row in facts)
    _, entry = refused(town, case, Refused, "name_sponsors", "2026-06-14", sponsors=chosen(town, "赵强", "孙丽"))
    assert codes(entry) == ["G09"]  # probationary since that day


def test_a_party_probation_is_filled_in_until_it_is_over(town):
    case = town.build("list_prospective", "2026-06-10")
    probation = Sanction(
        person_id=town.people["周敏"], kind="party_probation", on=date(2024, 6, 1), restored_on=date(2026, 6, 14)
    )
    town.change(probation)
    sponsors = {"sponsors": chosen(town, "赵强", "周敏")}
    refused(town, case, Refused, "name_sponsors", "2026-06-13", **sponsors)
    taken(town, case, "name_sponsors", "2026-06-14", **sponsors)
    facts = json.loads(town.entries(case)[-1].facts)["facts"]["sponsors"][1]
    assert (facts["sanction"], facts["sanction_on"], facts["restored_on"]) == (
        "party_probation",
        "2024-06-01",
        "2026-06-14",
    )


@pytest.mark.parametrize("person", [0, -1, 10**6, 10**30, "1", True, 1.0, [1], {"id": 1}], ids=str)
def test_a_person_who_cannot_be_is_a_bad_form(town, person):
    case = town.build("list_prospective", "2026-06-10")
    sponsors = [{"person": person, "name": "赵强", "status": "full"}, *chosen(town, "周敏")]
    error = no_entry(town, case, BadForm, "name_sponsors", "2026-06-12", sponsors=sponsors)
    assert error.errors[0][0].startswith("sponsors")


def test_the_applicant_and_one_person_twice_cannot_be_chosen(town):
    case = town.build("list_prospective", "2026-06-10")
    for names in (("李明", "赵强"), ("赵强", "赵强")):
        no_entry(town, case, BadForm, "name_sponsors", "2026-06-12", sponsors=chosen(town, *names))


# Late recording


def activist(town):
    """Decided in the spring of 2025, reviewed only once, proposed a year later."""
    return town.build("post_notice", date(2026, 6, 1))


def test_an_act_dated_before_others_is_judged_at_its_place(town):
    """A review of last autumn recorded today joins the fold by its day, under the edition of its day."""
    case = activist(town)
    before = town.row(case)
    taken(town, case, "review_activist", "2025-11-20", at=moment("2026-06-20"), opinion="表现良好。")
    entry = town.entries(case)[-1]
    assert (entry.act_on, entry.recorded_at[:10], entry.kind) == ("2025-11-20", "2026-06-20", "act")
    assert "XZ14" in entry.editions and "XZ26" not in entry.editions
    assert (entry.stage_before, entry.stage_after) == (before["stage"], before["stage"])
    town.sound(case)


def test_a_late_act_out_of_turn_at_its_place_is_refused(town):
    case = activist(town)
    day = next(entry.act_on for entry in town.entries(case) if entry.step == "talk")
    refused(town, case, OutOfTurn, "review_activist", day, at=moment("2026-06-20"), opinion="表现良好。")
    town.sound(case)


def test_a_late_act_that_breaks_later_ones_must_be_confirmed(town):
    """An objection of the notice's days, upheld, takes away what the listing rested on."""
    case = town.build("list_prospective", date(2026, 6, 20))
    upheld = {"ends_on": "2026-06-19", "places": ["公示栏"], "objections": 1, "objections_cleared": False}
    late = {"at": moment("2026-06-25"), **upheld}
    error = no_entry(town, case, Breaks, "post_notice", "2026-06-10", **late)
    assert {finding.step for finding in error.findings} == {"list_prospective"}
    assert error.status == 409
    written = taken(town, case, "post_notice", "2026-06-10", confirmed=True, **late)
    assert [finding.step for finding in written.findings if finding.refuses] == [
        finding.step for finding in error.findings
    ]
    assert json.loads(town.entries(case)[-1].findings)
    assert town.row(case)["stage"] == "prospective"  # the fold advances although a block stands
    town.sound(case)


def test_a_late_ending_takes_back_what_followed_from_the_case(town):
    """Withdrawn before the approval: the membership the approval gave follows the fold."""
    case = town.build("interview", MEETING)
    answer = {"received_on": "2026-06-21", **FACTS["approve_admission"]}
    taken(town, case, "approve_admission", "2026-06-22", **answer)
    assert [(status, until, withdrawn) for status, _, until, withdrawn in town.memberships()] == [
        ("probationary", "", False)
    ]
    no_entry(town, case, Breaks, "withdraw", "2026-06-21", at=moment("2026-06-25"))
    taken(town, case, "withdraw", "2026-06-21", at=moment("2026-06-25"), confirmed=True)
    assert (town.row(case)["stage"], town.row(case)["ended_reason"]) == ("ended", "withdrawn")
    assert [(until, withdrawn) for _, _, until, withdrawn in town.memberships()] == [("", True), ("2026-06-22", False)]
    town.sound(case)


# The edition change


def test_the_edition_is_that_of_the_acts_day_not_of_the_recording(town):
    """Until 2026-05-10 no notice was demanded."""
    last = town.build("agree_prospective", "2026-05-08")
    written = taken(town, last, "list_prospective", "2026-05-10", at=moment("2026-06-01"))
    assert written.stage == "prospective"
    entry = town.entries(last)[-1]
    assert "XZ14" in entry.editions and "XZ26" not in entry.editions
    first = town.build("agree_prospective", "2026-05-08", subject=town.person("李强"))
    error, entry = refused(town, first, Refused, "list_prospective", "2026-05-11", at=moment("2026-06-01"))
    assert [(finding.code, finding.edition, finding.article) for finding in error.findings] == [("G08", "XZ26", 13)]
    assert "XZ26" in entry.editions and "XZ14" not in entry.editions


def test_a_reading_other_than_the_default_is_named_by_the_entry(town):
    rules = '{"calendar":{},"overlays":["example"],"readings":{"prospective_from":"consent"}}'
    case = town.build("list_prospective", "2026-06-10")
    taken(town, case, "name_sponsors", "2026-06-12", **FACTS["name_sponsors"])
    assert (town.entries(case)[-1].readings, town.entries(case)[-1].overlays) == ("", "")
    before = town.row(case)["rules_stamp"]
    town.change(also=lambda session: session.execute(update(Installation).values(rules=rules)))
    taken(town, case, "review_politically", "2026-06-12", **FACTS["review_politically"])
    entry = town.entries(case)[-1]
    assert entry.readings == "prospective_from=consent"
    assert town.row(case)["rules_stamp"] != before
    town.sound(case)


def test_a_change_of_posts_is_seen_by_the_next_step(town):
    case = town.build("fill_form", "2026-06-01")
    refused(town, case, OutOfTurn, "take_oath", MEETING, who="王芳")
    ended = update(Post).where(Post.person_id == town.people["王芳"]).values(until_on=date(2026, 6, 10))
    town.change(also=lambda session: session.execute(ended))
    no_entry(town, case, NotFound, "admit", MEETING, who="王芳", **VOTED)
