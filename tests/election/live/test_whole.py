"""A whole election of three from four candidates by seven members, with a tie and its second ballot, from reminder to archive."""

from sqlalchemy import select

from models.posts import Post
from models.terms import term_on
from tests.election.live.branch import ELECTION, MEETING, moment
from workflows.engine.perform.rebuild import differences

MEMBERS = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (4, 3, 0), "陈刚": (4, 3, 0)}


def test_from_the_reminder_to_the_archive_with_a_tie(branch):
    branch.prepare()
    branch.gather()
    assert branch.count("members", 1, MEMBERS) == "revote_tied"
    assert branch.count("members", 2, {"何静": (4, 3, 0), "陈刚": (3, 4, 0)}) == "decided"
    branch.take("announce_result", MEETING)
    branch.meet("王芳", "孙丽", "何静")
    assert branch.count("secretary", 1, {"王芳": (3, 0, 0)}, 3, scrutineer="何静") == "decided"
    assert branch.count("deputy", 1, {"孙丽": (2, 1, 0)}, 3, scrutineer="何静") == "decided"
    branch.take("divide_work", MEETING, duties=[{**branch.person("何静"), "duty": "organisation"}])
    branch.take("report_result", "2026-09-14")
    branch.take("file_members", "2026-09-18", number="示例批〔2026〕3号")
    assert branch.take("approve_heads", "2026-09-18", approved=True).stage == "seated"
    branch.take("hand_over_duties", "2026-09-20")
    branch.take("archive_election", "2026-09-21")
    session = branch.work.session
    term = term_on(session, branch.place, moment("2026-09-21").date())
    assert (term.elected_on, term.expires_on) == (moment(MEETING).date(), moment("2029-09-12").date())
    rows = session.execute(
        select(Post.person_id, Post.post, Post.until_on).where(Post.organisation_id == branch.place, Post.stands())
    ).all()
    names = {person: name for name, person in branch.people.items()}
    held = {(names[person], post) for person, post, until in rows if until is None}
    assert held == {("王芳", "secretary"), ("孙丽", "deputy"), ("何静", "organisation_commissioner")}
    assert {(names[person], until) for person, post, until in rows if until} == {
        ("王芳", moment(MEETING).date()), ("赵强", moment(MEETING).date()),
    }  # fmt: skip
    assert differences(branch.work, ELECTION, branch.case, moment("2026-09-21")) == []
    assert branch.office.differences() == []
