"""Somebody elected by write-in whom the superior does not accept: no post, a vacant seat, and nothing is deleted."""

import pytest
from sqlalchemy import func, select

from models.journal import Entry
from models.posts import Post
from tests.election.live.branch import ELECTION, MEETING, Branch, moment
from tests.election.live.test_kinds import posts
from workflows.election.rounds import elected_to
from workflows.engine.perform.rebuild import differences

VOTES = {"王芳": (7, 0, 0), "孙丽": (5, 2, 0), "何静": (3, 4, 0), "陈刚": (2, 5, 0)}


@pytest.fixture
def reported(branch) -> Branch:
    """吴强 was written in as a member and looks after organisation work; the result is reported."""
    branch.prepare()
    branch.gather()
    written = [{"person": branch.people["吴强"], "in_favour": 4}]
    branch.count("members", 1, VOTES, write_ins=written)
    branch.take("announce_result", MEETING)
    branch.meet("王芳", "孙丽", "吴强")
    branch.count("secretary", 1, {"王芳": (3, 0, 0)}, 3, scrutineer="吴强")
    branch.count("deputy", 1, {"孙丽": (3, 0, 0)}, 3, scrutineer="吴强")
    branch.take("divide_work", MEETING, duties=[{**branch.person("吴强"), "duty": "organisation"}])
    branch.take("report_result", "2026-09-14")
    return branch


def kept(branch: Branch) -> int:
    """How many entries the case has."""
    return branch.work.session.scalar(select(func.count()).where(Entry.case_id == branch.case))


def test_before_the_superior_looked_he_is_in_office(reported):
    assert posts(reported) == {("王芳", "secretary"), ("孙丽", "deputy"), ("吴强", "organisation_commissioner")}


def test_an_accepted_one_stays_in_office(reported):
    reported.take("file_members", "2026-09-18", written_in_accepted=True)
    assert ("吴强", "organisation_commissioner") in posts(reported)


def test_one_who_is_not_accepted_holds_nothing_and_his_seat_is_vacant(reported):
    before = kept(reported)
    written = reported.take("file_members", "2026-09-18", written_in_accepted=False)
    assert [(each.code, str(each.severity)) for each in written.findings] == [("G52", "note")]
    assert posts(reported) == {("王芳", "secretary"), ("孙丽", "deputy")}
    assert reported.people["吴强"] in elected_to(reported.dossier, "members")  # what was counted stands
    reported.take("approve_heads", "2026-09-18", approved=True)
    reported.take("hand_over_duties", "2026-09-20")
    assert reported.take("archive_election", "2026-09-21").stage == "seated"
    assert kept(reported) == before + 4
    session = reported.work.session
    rows = session.scalars(select(Post).where(Post.person_id == reported.people["吴强"])).all()
    assert rows and all(row.withdrawn_by_id for row in rows)  # told as withdrawn, not removed
    assert differences(reported.work, ELECTION, reported.case, moment("2026-09-21")) == []
    assert reported.office.differences() == []
