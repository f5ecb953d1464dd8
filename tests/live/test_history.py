"""Paper dossiers recorded as history, on both databases: judged, never refused, once only."""

import json
from datetime import date

import pytest

from workflows.engine.errors import NotFound, NotInOffice, OutOfTurn
from workflows.engine.intake import read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform.history import record_history
from workflows.membership.sample import COUNTS, lawful

from .conftest import forget
from .town import CALENDAR, FAR, FLOW, moment

DAY = date(2026, 6, 20)
AT = moment("2026-07-01")


def paper_of(upto="admit", on=DAY, **changes):
    return read_paper(FLOW, lawful(upto, on, CALENDAR, **changes), FAR)


def record(town, paper, subject=None, place="一支部", by="孙丽", at=AT):
    who = by if isinstance(by, Actor) else town.actor(by)
    subject = subject or town.person()
    with town.working() as work:
        return record_history(work, FLOW, subject, town.places[place], paper, who, at)


def refused(town, error, *args, **more):
    """Demands the error, and that nothing at all was left."""
    asked = 'SELECT (SELECT count(*) FROM "case") AS cases, (SELECT count(*) FROM entry) AS entries'
    before = town.ask(asked)
    with pytest.raises(error) as caught:
        record(town, *args, **more)
    assert town.ask(asked) == before
    assert caught.value.entry is None
    return caught.value


def test_every_act_is_one_entry_of_its_day(town):
    paper = paper_of("approve_conversion", date(2026, 7, 1))
    written = record(town, paper)
    entries = town.entries(written[0].case_id)
    assert [(entry.kind, entry.mode) for entry in entries] == [("import", "history")] * len(paper.acts)
    assert [(entry.step, entry.act_on) for entry in entries] == [(act.step.name, str(act.on)) for act in paper.acts]
    assert all(entry.recorded_at == AT.isoformat(timespec="microseconds") for entry in entries)
    assert all(entry.actor_person_id == town.people["孙丽"] and entry.actor_post == "deputy" for entry in entries)
    assert {entry.actor_office for entry in entries} == {None}
    assert all(("XZ26" in entry.editions) == (entry.act_on >= "2026-05-11") for entry in entries)
    stages = [entry.stage_after for entry in entries]
    assert stages == sorted(stages, key=["applicant", "activist", "prospective", "probationary", "full"].index)
    row = town.row(written[0].case_id)
    assert (row["stage"], row["version"], row["last_number"]) == ("full", len(entries), len(entries))
    assert str(row["opened_on"]) == "2026-07-01"
    standing = [each for each in town.memberships() if not each[3]]
    assert sorted(status for status, *_ in standing) == ["full", "probationary"]
    town.sound(written[0].case_id)


def test_what_is_found_is_kept_and_nothing_is_refused(town):
    votes = {**COUNTS, "present": 5, "in_favour": 5, "abstain": 0, "secret_ballot": False}
    dossier = lawful("approve_admission", DAY, CALENDAR, facts={"admit": votes}, without=("interview",))
    next(row for row in dossier["steps"] if row["step"] == "pre_review").pop("passed")
    written = record(town, read_paper(FLOW, dossier, FAR))
    case = written[0].case_id
    found = {entry.step: json.loads(entry.findings) for entry in town.entries(case)}
    assert {each["code"] for each in found["admit"]} >= {"G16", "G29"}
    assert "G20" in [each["code"] for each in found["approve_admission"]]
    assert [each["severity"] for each in found["fill_form"]] == ["irregular"]  # the pre-review's result is not written
    assert town.row(case)["stage"] == "probationary"  # the fold advances
    assert "passed" not in json.loads(next(e for e in town.entries(case) if e.step == "pre_review").facts)["facts"]
    town.sound(case)


def test_the_same_dossier_is_recorded_once(town):
    subject = town.person()
    paper = paper_of()
    case = record(town, paper, subject)[0].case_id
    error = refused(town, OutOfTurn, paper_of(), subject)
    assert str(case) in str(error)
    dossier = lawful("admit", DAY, CALENDAR)
    dossier["steps"].reverse()
    refused(town, OutOfTurn, read_paper(FLOW, dossier, FAR), subject)  # the same in another order
    with pytest.raises(OutOfTurn):
        town.open("2026-07-02", subject=subject)


def test_the_same_dossier_is_not_recorded_again_when_its_case_is_closed(town):
    subject = town.person()
    closed = lawful("talk", DAY, CALENDAR)
    closed["steps"].append({"step": "withdraw", "on": "2026-06-25"})
    record(town, read_paper(FLOW, closed, FAR), subject)
    error = refused(town, OutOfTurn, read_paper(FLOW, closed, FAR), subject)
    assert "导入过" in str(error)
    later = lawful("talk", date(2026, 6, 30), CALENDAR)
    assert record(town, read_paper(FLOW, later, FAR), subject)[0].number == 1
    other = town.person("王明")
    assert record(town, read_paper(FLOW, closed, FAR), other)[0].number == 1  # somebody else's


def test_an_open_case_stands_in_the_way(town):
    subject = town.person()
    town.open("2026-06-01", subject=subject)
    refused(town, OutOfTurn, paper_of(), subject)


def test_only_a_post_in_or_above_the_branch_records_history_and_never_ones_own(town):
    paper = paper_of()
    refused(town, NotFound, paper, by="郑洁")
    refused(town, NotFound, paper, by="赵强")
    refused(town, NotInOffice, paper, by="王芳", subject=town.people["王芳"])
    refused(town, NotInOffice, paper, by=Actor(town.people["孙丽"], 10**6))
    refused(town, NotFound, paper, place="二支部")
    for by in ("陈刚", "吴强"):
        entry = town.entries(record(town, paper, town.person(), by=by)[0].case_id)[0]
        assert entry.actor_person_id == town.people[by]


def test_a_case_goes_on_live_after_its_history(town):
    case = record(town, paper_of("interview"), at=moment("2026-06-21"))[0].case_id
    forget()
    with pytest.raises(NotInOffice):
        town.take(
            case,
            "approve_admission",
            "2026-06-22",
            who="王芳",
            received_on="2026-06-21",
            approved=True,
            approver="committee",
        )
    town.take(case, "approve_admission", "2026-06-22", received_on="2026-06-21", approved=True, approver="committee")
    assert [entry.mode for entry in town.entries(case)][-3:] == ["history", "live", "live"]
    town.sound(case)


def test_settings_of_the_paper_hold_and_the_branch_as_it_is_built_takes_over(town):
    """The paper says that there were no groups; today the branch has some."""
    case = record(town, paper_of("assign_contacts", has_groups=False, floating=True))[0].case_id
    first, *rest = [json.loads(entry.facts) for entry in town.entries(case)]
    assert (first["setting"]["has_groups"], first["setting"]["floating"], first["setting"]["born_on"]) == (
        False,
        True,
        "1995-05-04",
    )
    assert not [content for content in rest if "setting" in content]
    assert len(first["digest"]) == 64 and not [content for content in rest if "digest" in content]
    town.take(case, "review_activist", "2026-07-02", opinion="好。")
    assert json.loads(town.entries(case)[-1].facts)["setting"] == {"has_groups": True}
    town.sound(case)


def test_acts_older_than_every_edition_are_folded_with_a_note(town):
    case = record(town, paper_of("archive", date(1999, 6, 20)))[0].case_id
    for entry in town.entries(case):
        assert [each["severity"] for each in json.loads(entry.findings)] == ["note"]
    assert town.row(case)["stage"] == "full"
    town.sound(case)


def test_a_dossier_without_acts_leaves_a_case_without_a_stage(town):
    subject = town.person()
    assert record(town, read_paper(FLOW, {"name": "李明", "steps": []}, FAR), subject) == []
    (row,) = town.ask('SELECT id, stage, last_number FROM "case"')
    assert (row["stage"], row["last_number"]) == (None, 0)
    assert town.take(row["id"], "apply", "2026-07-01").number == 1
    town.sound(row["id"])
