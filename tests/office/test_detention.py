"""Detention, suspended rights, and who was a member of an organisation on a day with what bears on his rights."""

import pytest

from models.journal import Entry
from models.rights import Detention, RightsSuspension, detained_on, suspended_on
from models.roll import members_on
from tests.office.conftest import TODAY, day
from tests.office.test_corrections import corrected
from workflows.election.roll import Member, Roll, roll
from workflows.election.roll_words import Why
from workflows.engine.errors import BadForm, Refused


@pytest.fixture
def member(office) -> int:
    """A full member of the branch since 1998."""
    return stated(office, "李明")


def stated(
    office, name: str, status: str = "full", from_on: str = "1998-07-01", place: int | None = None, **more
) -> int:
    person = office.person(name)
    office.take(place or office.branch, "state_membership", person=person, status=status, from_on=from_on, **more)
    return person


def roll_of(office, on: str, place: int | None = None, **more) -> Roll:
    found = members_on(office.work.session, place or office.branch, day(on), **more)
    return roll(Member(**each._asdict()) for each in found)


def whys(office, on: str, place: int | None = None, **more) -> dict[int, str]:
    return {line.person: line.why for line in roll_of(office, on, place, **more).lines}


def test_a_detention_holds_from_its_day_to_the_one_before_the_release(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="custody")
    office.take(office.branch, "end_detention", on="2026-05-01", person=member)
    session = office.work.session
    held = {
        on: detained_on(session, member, day(on)) for on in ("2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01")
    }
    assert [row and row.kind for row in held.values()] == [None, "custody", "custody", None]
    assert session.get(Entry, held["2026-03-01"].source_entry_id).step == "record_detention"
    assert office.differences() == []


def test_an_arrest_takes_the_place_of_the_custody_before(office, member):
    office.take(office.branch, "record_detention", on="2026-05-01", person=member, kind="arrest")
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="custody")  # written down later
    session = office.work.session
    kinds = [detained_on(session, member, day(on)).kind for on in ("2026-03-01", "2026-04-30", "2026-05-01", TODAY)]
    assert kinds == ["custody", "custody", "arrest", "arrest"]
    assert [
        row.until_on for row in session.query(Detention).order_by(Detention.from_on) if row.withdrawn_by_id is None
    ] == [
        day("2026-04-30"),
        None,
    ]
    assert office.differences() == []


def test_rights_are_suspended_by_a_decision_and_resumed_by_another(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="custody")
    office.take(office.committee, "suspend_rights", on="2026-03-10", person=member, number="示委〔2026〕3号")
    office.take(office.branch, "end_detention", on="2026-05-01", person=member)
    office.take(office.committee, "resume_rights", on="2026-05-20", person=member, number="示委〔2026〕9号")
    session = office.work.session
    days = ("2026-03-09", "2026-03-10", "2026-05-19", "2026-05-20")
    assert [bool(suspended_on(session, member, day(on))) for on in days] == [False, True, True, False]
    assert suspended_on(session, member, day("2026-03-10")).number == "示委〔2026〕3号"
    assert office.differences() == []


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("1998-06-30", None),
        ("1998-07-01", Why.FULL),
        ("2026-02-28", Why.FULL),
        ("2026-03-01", Why.DETAINED),
        ("2026-03-09", Why.DETAINED),
        ("2026-03-10", Why.RIGHTS_SUSPENDED),
        ("2026-04-30", Why.RIGHTS_SUSPENDED),
        ("2026-05-01", Why.RELEASED),
        ("2026-05-19", Why.RELEASED),
        ("2026-05-20", Why.FULL),
    ],
)
def test_the_roll_follows_the_day(office, member, on, why):
    for step, at, more in (
        ("record_detention", "2026-03-01", {"kind": "custody"}),
        ("suspend_rights", "2026-03-10", {"number": "示委〔2026〕3号"}),
        ("end_detention", "2026-05-01", {}),
        ("resume_rights", "2026-05-20", {}),
    ):
        office.take(office.branch, step, on=at, person=member, **more)
    assert whys(office, on) == ({member: why} if why else {})


def test_what_is_recorded_twice_or_of_nobody_is_refused(office, member):
    take, place = office.take, office.branch
    with pytest.raises(Refused, match="没有编号为"):
        take(place, "record_detention", person=999_999, kind="custody")
    take(place, "record_detention", on="2026-03-01", person=member, kind="custody")
    with pytest.raises(Refused, match="2026-03-01 起的同一种留置、逮捕尚未解除"):
        take(place, "record_detention", person=member, kind="custody")
    with pytest.raises(BadForm, match="种类"):
        take(place, "record_detention", person=member, kind="detained")
    with pytest.raises(BadForm, match="文号"):
        take(place, "suspend_rights", person=member)
    take(place, "suspend_rights", on="2026-03-10", person=member, number="3号")
    with pytest.raises(Refused, match="2026-03-10 起已经中止（3号）"):
        take(office.committee, "suspend_rights", person=member, number="4号")
    assert office.differences() == []


@pytest.mark.parametrize(("on", "refused"), [("2026-02-28", True), ("2026-03-01", False)])
def test_rights_are_suspended_of_a_detained_member_only(office, member, on, refused):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    if refused:
        with pytest.raises(Refused, match="请先“登记留置、逮捕”"):
            office.take(office.branch, "suspend_rights", on=on, person=member, number="3号")
    else:
        assert office.take(office.branch, "suspend_rights", on=on, person=member, number="3号")


@pytest.mark.parametrize(("on", "refused"), [("2026-03-01", True), ("2026-03-02", False)])
def test_what_began_on_a_day_ends_on_a_later_one(office, member, on, refused):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    office.take(office.branch, "suspend_rights", on="2026-03-01", person=member, number="3号")
    for step in ("resume_rights", "end_detention"):
        if refused:
            with pytest.raises(Refused, match="请在原登记的党组织办理"):
                office.take(office.branch, step, on=on, person=member)
        else:
            assert office.take(office.branch, step, on=on, person=member)
    assert office.differences() == []


def test_an_end_is_recorded_where_the_beginning_was(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    with pytest.raises(Refused, match="原登记的党组织"):
        office.take(office.committee, "end_detention", person=member)


def test_a_dissolved_organisation_still_records_the_release(office):
    place = office.found("示例第二支部", "branch", office.committee)
    person = office.person()
    office.take(place, "record_detention", on="2026-03-01", person=person, kind="arrest")
    office.take(place, "suspend_rights", on="2026-03-02", person=person, number="3号")
    office.take(place, "dissolve_organisation", on="2026-06-01")
    office.take(place, "end_detention", on="2026-06-10", person=person)
    office.take(place, "resume_rights", on="2026-06-11", person=person)
    assert detained_on(office.work.session, person, day("2026-06-10")) is None
    assert suspended_on(office.work.session, person, day("2026-06-11")) is None
    assert office.differences() == []


def test_a_voided_detention_and_decision_are_withdrawn(office, member):
    detention = office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    decision = office.take(office.branch, "suspend_rights", on="2026-03-10", person=member, number="3号")
    for number in (decision, detention):
        corrected(office, office.branch, {"entry": number, "void": True, "reason": "登记错人"})
    assert whys(office, TODAY) == {member: Why.FULL}
    session = office.work.session
    assert [bool(row.withdrawn_by_id) for model in (Detention, RightsSuspension) for row in session.query(model)] == [
        True,
        True,
    ]
    assert office.differences() == []


def test_a_voided_release_brings_the_detention_back(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    release = office.take(office.branch, "end_detention", on="2026-05-01", person=member)
    corrected(office, office.branch, {"entry": release, "void": True, "reason": "登记错人"})
    assert whys(office, TODAY) == {member: Why.DETAINED}
    assert office.differences() == []


def test_a_corrected_number_takes_the_place_of_the_wrong_one(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    number = office.take(office.branch, "suspend_rights", on="2026-03-10", person=member, number="3号")
    right = {"on": "2026-03-10", "person": member, "number": "13号"}
    corrected(office, office.branch, {"entry": number, "form": right, "reason": "文号写错"})
    assert suspended_on(office.work.session, member, day(TODAY)).number == "13号"
    assert office.differences() == []


def test_rows_that_do_not_follow_are_found(office, member):
    office.take(office.branch, "record_detention", on="2026-03-01", person=member, kind="arrest")
    session = office.work.session
    session.query(Detention).one().until_on = day("2026-03-05")
    session.flush()
    assert [name for name, extra, absent in _named(office.differences()) if extra and absent] == ["detention"]


def _named(differences: list) -> list:
    return [each for each in differences if len(each) == 3]


def test_every_standing_is_on_the_roll_by_its_reason(office, member):
    probationary = stated(office, "王芳", "probationary", "2026-01-01")
    stopped, watched = stated(office, "赵强", "suspended"), stated(office, "周敏")
    warned, elsewhere = stated(office, "陈刚"), stated(office, "何静", place=office.committee)
    office.take(office.branch, "record_sanction", on="2026-03-01", person=watched, kind="party_probation")
    office.take(office.branch, "record_sanction", on="2026-03-01", person=warned, kind="removed_from_post")
    found = roll_of(office, TODAY, guests=[elsewhere])
    assert {line.person: line.why for line in found.lines} == {
        member: Why.FULL,
        warned: Why.FULL,
        probationary: Why.PROBATIONARY,
        stopped: Why.SUSPENDED,
        watched: Why.PARTY_PROBATION,
        elsewhere: Why.GUEST,
    }
    assert found.sum == "正式党员 3 人 − 留党察看 1 人 = 应到会 2 人"
    assert {line.name for line in found.electors} == {"李明", "陈刚"}


def test_party_probation_by_the_day(office, member):
    office.take(office.branch, "record_sanction", on="2024-03-01", person=member, kind="party_probation")
    office.take(office.branch, "restore_rights", on="2026-03-01", person=member)
    days = ("2024-02-29", "2024-03-01", "2026-02-28", "2026-03-01")
    assert [whys(office, on)[member] for on in days] == [Why.FULL, Why.PARTY_PROBATION, Why.PARTY_PROBATION, Why.FULL]


def test_a_standing_of_party_probation_ends_with_the_restored_rights(office):
    person = stated(office, "王芳", "party_probation", "2024-03-01")
    office.take(office.branch, "record_sanction", on="2024-03-01", person=person, kind="party_probation")
    office.take(office.branch, "restore_rights", on="2026-03-01", person=person)
    assert [whys(office, on)[person] for on in ("2026-02-28", "2026-03-01")] == [Why.PARTY_PROBATION, Why.FULL]


def test_a_member_who_transfers_counts_where_the_membership_holds_that_day(office):
    other = office.found("示例第二支部", "branch", office.committee)
    person = stated(office, "王芳", until_on="2026-05-31")
    office.take(other, "state_membership", person=person, status="full", from_on="2026-06-01")
    here = {on: whys(office, on, guests=[person]) for on in ("2026-05-31", "2026-06-01")}
    there = {on: whys(office, on, other, guests=[person]) for on in here}
    assert here == {"2026-05-31": {person: Why.FULL}, "2026-06-01": {person: Why.TRANSFERRED}}
    assert there == {"2026-05-31": {person: Why.GUEST}, "2026-06-01": {person: Why.FULL}}
    assert "2026-05-31" in roll_of(office, "2026-06-01", guests=[person]).lines[0].reason
    assert whys(office, "2026-06-01") == {}


def test_with_two_memberships_on_a_day_the_later_one_counts_and_only_once(office, member):
    other = office.found("示例第二支部", "branch", office.committee)
    office.take(other, "state_membership", person=member, status="full", from_on="2026-06-01")
    assert [whys(office, on) for on in ("2026-05-31", "2026-06-01")] == [{member: Why.FULL}, {}]
    assert [whys(office, on, other) for on in ("2026-05-31", "2026-06-01")] == [{}, {member: Why.FULL}]


def test_a_member_who_was_here_before_and_came_back_is_answered_once(office):
    person = stated(office, "王芳", from_on="2000-01-01", until_on="2010-12-31")
    office.take(office.branch, "state_membership", person=person, status="full", from_on="2020-01-01")
    days = ("2010-12-31", "2011-01-01", "2019-12-31", "2020-01-01")
    assert [whys(office, on).get(person) for on in days] == [Why.FULL, None, None, Why.FULL]
    assert members_on(office.work.session, office.branch, day(TODAY), guests=[person])[0].left_on is None


def test_nobody_there_and_nobody_known(office):
    assert members_on(office.work.session, office.branch, day(TODAY), guests=[999_999]) == []
