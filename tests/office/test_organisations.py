"""Organisations: dated, moved with everything below them, dissolved when nothing hangs on them."""

import pytest
from sqlalchemy import select

from models.cases import Case
from models.organisations import path_on, state_on
from tests.office.conftest import AT, LONG_AGO, TODAY, day
from workflows.engine.errors import BadForm, NotFound, NotInOffice, Refused
from workflows.engine.offices import Actor
from workflows.office.record import found


def test_an_organisation_holds_from_its_founding(office):
    session = office.work.session
    assert state_on(session, office.branch, day("1999-12-31")) is None
    state = state_on(session, office.branch, day(LONG_AGO))
    assert (state.name, state.kind, state.approval_power) == ("示例第一支部", "branch", False)
    assert state.path == f"/{office.root}/{office.committee}/{office.branch}/"
    assert office.differences() == []


def test_a_change_holds_from_its_day_on_and_the_row_before_ends(office):
    office.take(office.branch, "change_organisation", on="2020-03-01", name="示例新支部", has_committee=True)
    before, after = (state_on(office.work.session, office.branch, day(on)) for on in ("2020-02-29", "2020-03-01"))
    assert (before.name, before.has_committee, before.until_on) == ("示例第一支部", False, day("2020-02-29"))
    assert (after.name, after.has_committee, after.until_on) == ("示例新支部", True, None)
    assert office.differences() == []


def test_a_change_dated_before_others_is_put_in_between(office):
    office.take(office.branch, "change_organisation", on="2020-03-01", name="第三个名称")
    office.take(office.branch, "change_organisation", on="2010-03-01", name="第二个名称")
    names = [state_on(office.work.session, office.branch, day(f"{year}-06-01")).name for year in (2005, 2015, 2025)]
    assert names == ["示例第一支部", "第二个名称", "第三个名称"]
    assert office.differences() == []


def test_a_move_takes_everything_below_along(office):
    other = office.found("示例二镇党委", "committee", office.root)
    general = office.found("示例总支", "general_branch", office.committee)
    below = office.found("示例第二支部", "branch", general)
    office.take(general, "change_organisation", on="2024-01-01", parent=other)
    session = office.work.session
    old, new = f"/{office.root}/{office.committee}/{general}/{below}/", f"/{office.root}/{other}/{general}/{below}/"
    assert [path_on(session, below, day(on)) for on in ("2023-12-31", "2024-01-01")] == [old, new]
    assert session.scalar(select(Case.path).where(Case.organisation_id == below)) == new
    assert path_on(session, office.branch, day(TODAY)) == f"/{office.root}/{office.committee}/{office.branch}/"
    assert office.differences() == []


def test_an_organisation_cannot_stand_below_itself(office):
    with pytest.raises(Refused, match="自己的下级"):
        office.take(office.committee, "change_organisation", parent=office.branch)
    assert office.differences() == []


def test_a_parent_must_exist_on_the_day(office):
    late = office.found("示例新党委", "committee", office.root, on="2020-01-01")
    with pytest.raises(Refused, match="不存在"):
        office.take(office.branch, "change_organisation", on="2019-01-01", parent=late)


def test_only_a_committee_may_approve(office):
    with pytest.raises(BadForm, match="审批"):
        office.found("示例第三支部", "branch", office.committee, approval_power=True)
    with pytest.raises(Refused, match="审批"):
        office.take(office.branch, "change_organisation", approval_power=True)


def test_there_is_one_root(office):
    with pytest.raises(Refused, match="根组织"):
        found(office.work, {"on": LONG_AGO, "name": "另一个根", "kind": "committee"}, None, AT)


def test_an_organisation_is_dissolved_when_nothing_hangs_on_it(office):
    with pytest.raises(Refused, match="示例第一支部"):
        office.take(office.committee, "dissolve_organisation")
    office.take(office.branch, "dissolve_organisation", on="2025-01-01")
    session = office.work.session
    assert state_on(session, office.branch, day("2024-12-31")) is not None
    assert state_on(session, office.branch, day("2025-01-01")) is None
    assert not office.case(office.branch).open
    assert office.differences() == []


def test_an_administrator_acts_in_his_own_part_of_the_tree_only(office):
    person = office.person()
    office.granted(office.committee, person, "administrator")
    own, elsewhere = Actor(person), office.found("示例二镇党委", "committee", office.root)
    office.take(office.branch, "change_organisation", own, name="示例新支部")
    with pytest.raises(NotFound):
        office.take(elsewhere, "change_organisation", own, name="不归他管")
    with pytest.raises(NotInOffice, match="不在您管理的范围内"):
        office.take(office.branch, "change_organisation", own, parent=elsewhere)
    assert office.differences() == []


def test_who_is_no_administrator_takes_no_office_step_and_the_attempt_stays(office):
    person = office.person()
    office.granted(office.branch, person, "secretary")
    with pytest.raises(NotInOffice) as refusal:
        office.take(office.branch, "change_organisation", Actor(person), name="自己改的")
    assert refusal.value.entry.kind == "refusal"
    assert state_on(office.work.session, office.branch, day(TODAY)).name == "示例第一支部"
    assert office.differences() == []
