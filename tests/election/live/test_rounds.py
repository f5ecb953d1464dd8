"""Round after round: ties, shortfalls, what the meeting decides, repeated ballots; and the counting command agrees."""

import pytest

from tests.election.live.branch import MEETING, Branch
from workflows.election.counting.rounds import decide_rounds
from workflows.election.rounds import courses
from workflows.election.tally import count_of
from workflows.rules import law_book

HANDS = {"in_favour": 7, "against": 0, "abstain": 0}


@pytest.fixture
def meeting(branch) -> Branch:
    """The meeting is open, its scrutineers are confirmed."""
    branch.prepare()
    branch.gather()
    return branch


def resolve(branch: Branch, number: int, choice: str, *names: str, **hands: int) -> str | None:
    """The meeting decides about seats that were not filled; answers the outcome."""
    key = {"ballot": "members", "round": number, "choice": choice, "reason": "示例理由"}
    return branch.take(
        "resolve_round", MEETING, **key, candidates=[branch.person(name) for name in names], **{**HANDS, **hands}
    ).outcome


def members(branch: Branch):
    """The members' ballot with its rounds."""
    return next(each for each in courses(branch.dossier) if each.ballot.position == "members")


def as_tally_decides(branch: Branch) -> list[int]:
    """Whom `zhibu tally --rounds` elects from the same numbers."""
    dossier = branch.dossier
    counts = [count_of(dossier, each, each.agreed) for each in members(branch).rounds if each.confirmed]
    return [int(row.ref) for row in decide_rounds(counts, law_book()).elected]


def test_exactly_half_is_not_elected_and_a_separate_election_fills_the_seat(meeting):
    votes = {"王芳": (7, 0, 0), "孙丽": (4, 3, 0), "何静": (3, 4, 0), "陈刚": (3, 3, 1)}
    assert meeting.count("members", 1, votes) == "separate_election"
    assert resolve(meeting, 1, "separate", "何静", "陈刚") == "separate"
    assert meeting.count("members", 2, {"何静": (5, 2, 0), "陈刚": (2, 5, 0)}) == "decided"
    names = ("王芳", "孙丽", "何静")
    assert members(meeting).elected == [meeting.people[name] for name in names] == as_tally_decides(meeting)
    meeting.take("announce_result", MEETING)


def test_seats_are_reduced_by_the_consent_of_more_than_half(meeting):
    votes = {"王芳": (7, 0, 0), "孙丽": (4, 3, 0), "何静": (3, 4, 0), "陈刚": (2, 5, 0)}
    meeting.count("members", 1, votes)
    assert resolve(meeting, 1, "reduce", in_favour=3, against=4) == "lost"
    assert "OutOfTurn" in type(meeting.refused("announce_result", MEETING)).__name__ or not members(meeting).settled
    assert resolve(meeting, 1, "reduce", in_favour=4, against=3) == "reduce"
    assert members(meeting).settled and len(members(meeting).elected) == 2


def test_after_two_separate_elections_and_a_second_tie_the_meeting_decides(meeting):
    votes = {"王芳": (7, 0, 0), "孙丽": (4, 3, 0), "何静": (3, 4, 0), "陈刚": (3, 4, 0)}
    meeting.count("members", 1, votes)
    for number in (2, 3):
        resolve(meeting, number - 1, "separate", "何静", "陈刚")
        outcome = meeting.count("members", number, {"何静": (3, 4, 0), "陈刚": (3, 4, 0)})
    assert outcome == "manual"
    assert resolve(meeting, 3, "vacant") == "vacant"
    assert members(meeting).settled and as_tally_decides(meeting) == members(meeting).elected


def test_a_second_tie_stops_the_votes(meeting):
    votes = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (4, 3, 0), "陈刚": (4, 3, 0)}
    assert meeting.count("members", 1, votes) == "revote_tied"
    assert meeting.count("members", 2, {"何静": (3, 3, 1), "陈刚": (3, 3, 1)}) == "manual"
    assert meeting.dossier.flow["key_count"].open_keys(meeting.dossier) == []


def test_more_ballots_than_voters_are_repeated(meeting):
    votes = {"王芳": (8, 0, 0), "孙丽": (6, 2, 0), "何静": (4, 4, 0), "陈刚": (3, 5, 0)}
    assert meeting.count("members", 1, votes, 8, issued=7) == "repeat_ballot"
    votes = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (5, 2, 0), "陈刚": (3, 4, 0)}
    assert meeting.count("members", 2, votes) == "decided"
    assert members(meeting).now.kind == "formal"


def test_a_write_in_is_elected_and_waits_for_the_superior(meeting):
    votes = {"王芳": (7, 0, 0), "孙丽": (5, 2, 0), "何静": (3, 4, 0), "陈刚": (2, 5, 0)}
    written = [{"person": meeting.people["吴强"], "in_favour": 4}]
    assert meeting.count("members", 1, votes, write_ins=written) == "decided"
    meeting.take("announce_result", MEETING)
    meeting.meet("王芳", "孙丽", "吴强")
    meeting.count("secretary", 1, {"王芳": (3, 0, 0)}, 3, scrutineer="吴强")
    meeting.count("deputy", 1, {"孙丽": (3, 0, 0)}, 3, scrutineer="吴强")
    meeting.take("report_result", "2026-09-14")
    refusal = meeting.refused("file_members", "2026-09-18")
    assert [each.code for each in refusal.findings if each.refuses] == ["G52"]
    meeting.take("file_members", "2026-09-18", written_in_accepted=True)
