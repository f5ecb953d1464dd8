"""Posts: granted by two persons, dated; and the stamp that makes other connections see them."""

import pytest
from sqlalchemy import select

from models.databases import Database
from models.installation import Installation
from models.posts import posts_on
from tests.office.conftest import AT, TODAY, day
from workflows import flow
from workflows.engine.errors import NotFound, NotInOffice, Refused
from workflows.engine.offices import Actor
from workflows.engine.perform.opening import open_case
from workflows.office.record import register


def posts(office, person: int, on: str = TODAY) -> list[str]:
    return [post.post for post in posts_on(office.work.session, person, day(on))]


def test_a_proposed_post_changes_nothing(office):
    person = office.person()
    office.take(office.branch, "propose_post", person=person, post="secretary", from_on=TODAY)
    assert posts(office, person) == []
    assert office.differences() == []


def test_the_proposer_cannot_confirm_and_another_one_can(office):
    person = office.person()
    number = office.take(office.branch, "propose_post", person=person, post="secretary", from_on="2026-05-01")
    with pytest.raises(NotInOffice, match="由安全管理员办理，当前职务不能登记"):
        office.take(office.branch, "grant_post", proposal=number)
    assert posts(office, person) == []
    office.take(office.branch, "grant_post", office.other, proposal=number)
    assert [posts(office, person, on) for on in ("2026-04-30", "2026-05-01")] == [[], ["secretary"]]
    assert office.differences() == []


def test_of_two_proposals_each_needs_the_other_person(office):
    """The system administrators propose, also one after the other; neither of them confirms for the other one."""
    second = office.administrator("管理员丙", "administrator")
    mine = office.take(office.branch, "propose_post", person=office.person(), post="secretary", from_on=TODAY)
    his = office.take(office.branch, "propose_post", second, person=office.person(), post="deputy", from_on=TODAY)
    for proposal, by in ((mine, second), (his, office.one)):
        with pytest.raises(NotInOffice, match="由安全管理员办理"):
            office.take(office.branch, "grant_post", by, proposal=proposal)
        office.take(office.branch, "grant_post", office.other, proposal=proposal)


def test_nobody_helps_himself_to_a_post(office):
    with pytest.raises(NotInOffice, match="本人"):
        office.take(office.branch, "propose_post", person=office.one.person_id, post="secretary", from_on=TODAY)
    further = {"person": office.other.person_id, "post": "security_administrator", "from_on": TODAY}
    number = office.take(office.branch, "propose_post", **further)
    with pytest.raises(NotInOffice, match="本人"):
        office.take(office.branch, "grant_post", office.other, proposal=number)


def test_a_proposal_is_confirmed_once(office):
    number = office.take(office.branch, "propose_post", person=office.person(), post="secretary", from_on=TODAY)
    office.take(office.branch, "grant_post", office.other, proposal=number)
    with pytest.raises(Refused, match="已经确认"):
        office.take(office.branch, "grant_post", office.other, proposal=number)
    with pytest.raises(Refused, match="不是提议"):
        office.take(office.branch, "grant_post", office.other, proposal=1)


def test_a_post_ends_on_its_last_day(office):
    person = office.person()
    office.granted(office.branch, person, "secretary", "2020-01-01")
    office.take(office.branch, "end_post", on="2026-05-31", person=person, post="secretary")
    assert [posts(office, person, on) for on in ("2026-05-31", "2026-06-01")] == [["secretary"], []]
    with pytest.raises(Refused, match="没有担任"):
        office.take(office.branch, "end_post", person=person, post="secretary")
    assert office.differences() == []


def test_another_connection_sees_a_new_post_by_the_stamp(office, made: Database):
    """What was read under the old stamp is not believed under the new one."""
    secretary, applicant = office.person("王芳"), office.person()
    office.work.commit()
    membership, born = flow("membership"), {"born_on": day("2000-05-04"), "has_groups": False}

    def apply() -> str:
        with made.work() as other:
            form, actor = {"on": TODAY}, Actor(secretary)
            return open_case(other, membership, applicant, office.branch, "apply", form, actor, AT, born).stage

    with pytest.raises(NotFound):
        apply()
    office.work.begin()
    before = office.work.session.scalar(select(Installation.rules_stamp))
    office.granted(office.branch, secretary, "secretary")
    assert office.work.session.scalar(select(Installation.rules_stamp)) != before
    office.work.commit()
    assert apply() == "applicant"


def test_what_was_rolled_back_leaves_nothing(office):
    office.work.commit()
    office.work.begin()
    stamp = office.work.session.scalar(select(Installation.rules_stamp))
    person = register(office.work, office.root, {"on": TODAY, "name": "王芳"}, office.one, AT)
    office.granted(office.branch, person, "secretary")
    office.work.rollback()
    office.work.session.rollback()
    office.work.begin()
    assert posts(office, person) == []
    assert office.work.session.scalar(select(Installation.rules_stamp)) == stamp
    assert office.differences() == []
