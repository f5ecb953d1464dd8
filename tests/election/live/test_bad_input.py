"""What goes wrong around an election: each is refused with its reason, or recorded as it happened."""

from datetime import date

import pytest

from tests.election.live.branch import FIXED, MEETING, PLANNED, Branch, moment
from workflows.engine.errors import BadForm, NotInOffice, OutOfTurn, Refused
from workflows.office.record import take

VOTES = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (3, 4, 0), "陈刚": (2, 5, 0)}


def codes(error) -> set[str]:
    """The codes of what refuses."""
    return {finding.code for finding in error.findings if finding.refuses}


def test_no_meeting_before_the_superior_has_answered(branch):
    branch.take("decide_election", PLANNED, body="committee", meeting="member_meeting", seats=3)
    branch.take("request_election", PLANNED)
    opened = {"chair": [branch.person("王芳")], "attending": [branch.people["王芳"]]}
    assert isinstance(branch.refused("open_meeting", PLANNED, **opened), OutOfTurn)
    assert isinstance(branch.refused("fix_candidates", PLANNED, candidates=[]), OutOfTurn)


def test_a_scrutineer_is_not_nominated_afterwards(branch):
    branch.prepare()
    branch.gather()
    assert branch.count("members", 1, VOTES) == "separate_election"
    asked = {
        "ballot": "members",
        "round": 1,
        "choice": "separate",
        "reason": "示例理由",
        "in_favour": 7,
        "against": 0,
        "abstain": 0,
    }
    error = branch.refused("resolve_round", MEETING, **asked, candidates=[branch.person("周敏"), branch.person("何静")])
    assert codes(error) == {"G45"}


def test_a_candidate_is_no_scrutineer(branch):
    branch.prepare()
    branch.take("freeze_roll", MEETING)
    branch.take(
        "open_meeting",
        MEETING,
        chair=[branch.person("王芳")],
        attending=[row.person for row in branch.dossier.done("freeze_roll").electors],
    )
    watching = [{**branch.person("陈刚"), "task": "scrutineer"}]
    error = branch.refused("confirm_scrutineers", MEETING, scrutineers=watching, in_favour=7, against=0, abstain=0)
    assert codes(error) == {"G45"}


def test_a_frozen_roll_does_not_change(branch):
    branch.prepare()
    branch.take("freeze_roll", MEETING)
    assert codes(branch.refused("freeze_roll", MEETING)) == {"G40"}
    branch.take("freeze_roll", "2026-09-13")  # the meeting was put off by a day
    opened = {
        "chair": [branch.person("王芳")],
        "attending": [branch.people[name] for name in ("王芳", "赵强", "周敏", "陈刚", "何静", "孙丽")],
    }
    assert codes(branch.refused("open_meeting", "2026-09-14", **opened)) == {"G40"}
    branch.take("open_meeting", "2026-09-13", **opened)


@pytest.mark.parametrize(("absent", "valid"), [(("吴强",), True), (("吴强", "陈刚"), False)])
def test_four_fifths_of_seven_are_six(branch, absent, valid):
    branch.prepare()
    branch.take("freeze_roll", MEETING)
    attending = [
        person
        for name, person in branch.people.items()
        if name in ("王芳", "赵强", "周敏", "陈刚", "何静", "孙丽", "吴强") and name not in absent
    ]
    opened = {"chair": [branch.person("王芳")], "attending": attending}
    if valid:
        assert branch.take("open_meeting", MEETING, **opened).stage == "meeting"
    else:
        assert codes(branch.refused("open_meeting", MEETING, **opened)) == {"G46"}
        assert branch.dossier.stage == "ready"


def test_nobody_votes_for_an_absent_member(branch):
    branch.prepare()
    branch.take("freeze_roll", MEETING)
    attending = [row.person for row in branch.dossier.done("freeze_roll").electors]
    error = branch.refused("open_meeting", MEETING, chair=[branch.person("王芳")], attending=attending, by_proxy=1)
    assert codes(error) == {"G51"}


def test_a_member_who_goes_over_on_the_day_still_counts_that_day_and_not_the_next(office):
    branch = Branch(office)
    other, leaver = office.found("示例第二支部", "branch", office.committee), office.person("转出示例")
    stated = {"on": "2026-09-13", "person": leaver, "status": "full"}
    for place, days in (
        (branch.place, {"from_on": "2010-07-01", "until_on": MEETING}),
        (other, {"from_on": "2026-09-13"}),
    ):
        take(office.work, place, "state_membership", {**stated, **days}, office.one, moment("2026-09-13", 9))
    branch.prepare()
    for day, counted in ((MEETING, True), ("2026-09-13", False)):
        branch.take("freeze_roll", day, at=moment("2026-09-13"))
        roll = branch.dossier.done("freeze_roll").electors
        assert (leaver in {row.person for row in roll if row.counted}) is counted


def test_a_detained_member_without_a_decision_blocks_the_roll(branch):
    branch.prepare()
    branch.office.take(branch.place, "record_detention", person=branch.people["吴强"], kind="custody")
    assert codes(branch.refused("freeze_roll", MEETING)) == {"G40"}
    branch.office.take(branch.place, "suspend_rights", person=branch.people["吴强"], number="示例〔2026〕5号")
    branch.take("freeze_roll", MEETING)
    row = next(each for each in branch.dossier.done("freeze_roll").electors if each.person == branch.people["吴强"])
    assert (row.counted, row.votes, row.why) == (False, False, "rights_suspended")


def test_a_candidate_who_lost_the_right_to_stand_stops_the_roll(branch):
    branch.prepare()
    branch.office.take(branch.place, "record_sanction", person=branch.people["陈刚"], kind="party_probation")
    assert codes(branch.refused("freeze_roll", MEETING)) == {"G40"}


def test_an_exclusion_needs_category_consent_and_vote(branch):
    branch.prepare()
    asked = [{**branch.person("吴强"), "category": "abroad"}]
    branch.take("request_exclusion", FIXED, members=asked)
    assert codes(branch.refused("vote_exclusion", FIXED, in_favour=7, against=0, abstain=0)) == {"G41"}
    branch.take("agree_exclusion", FIXED, agreed=True, number="示例批〔2026〕6号")
    assert branch.take("vote_exclusion", FIXED, in_favour=3, against=3, abstain=0).outcome == "lost"
    assert branch.take("vote_exclusion", FIXED, in_favour=4, against=2, abstain=0).outcome == "carried"
    branch.take("freeze_roll", MEETING)
    assert sum(row.counted for row in branch.dossier.done("freeze_roll").electors) == 6
    assert codes(branch.refused("request_exclusion", MEETING, members=asked)) == {"G41"}


def test_papers_keyed_a_week_later_stand_on_the_day_of_the_meeting(branch):
    branch.prepare()
    later = moment("2026-09-19")
    branch.take("freeze_roll", MEETING, at=later)
    attending = [row.person for row in branch.dossier.done("freeze_roll").electors]
    branch.take("open_meeting", MEETING, at=later, chair=[branch.person("王芳")], attending=attending)
    hands = {"in_favour": 7, "against": 0, "abstain": 0}
    branch.take("pass_method", MEETING, at=later, **hands)
    branch.take(
        "confirm_scrutineers", MEETING, at=later, scrutineers=[{**branch.person("周敏"), "task": "scrutineer"}], **hands
    )
    votes = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (5, 2, 0), "陈刚": (2, 5, 0)}
    key = {"ballot": "members", "round": 1}
    for who in ("赵强", "沈干事"):
        branch.take("key_count", MEETING, who, at=later, **key, **branch.numbers(votes, 7))
    branch.take("confirm_count", MEETING, at=later, **key, scrutineers=[branch.person("周敏")])
    branch.take("announce_result", MEETING, at=later)
    assert branch.dossier.standing["announce_result"].on == date(2026, 9, 12)


@pytest.mark.parametrize(
    ("until", "passes"), [("2027-12-20", True), ("2027-12-21", False), ("2026-12-20", False), ("2026-12-21", True)]
)
def test_an_extension_is_at_most_a_year(branch, until, passes):
    branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    asked = {"direction": "extend", "until": until, "reason": "示例理由"}
    if passes:
        branch.take("request_extension", PLANNED, **asked)
    else:
        assert codes(branch.refused("request_extension", PLANNED, **asked)) == {"G53"}


@pytest.mark.parametrize(("on", "passes"), [("2026-12-20", True), ("2026-12-21", False)])
def test_an_extension_is_approved_before_the_term_ends(branch, on, passes):
    branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    branch.take("request_extension", PLANNED, direction="extend", until="2027-06-20", reason="示例理由")
    if passes:
        assert branch.take("reply_extension", on, agreed=True).outcome == "agreed"
    else:
        assert codes(branch.refused("reply_extension", on, agreed=True)) == {"G53"}
        assert branch.take("reply_extension", on, agreed=False).outcome == "not_agreed"


def test_a_term_that_ends_on_the_29th_of_february(office):
    branch = Branch(office, elected_on="2024-02-29")
    branch.take("remind", "2026-08-28", means="telephone", addressee="王芳")
    assert branch.dossier.done("remind").expires_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"seats": 0}, "须填委员名额"),
        ({"seats": -1}, "不能小于 0"),
        ({"seats": 100}, "不能大于 99"),
        ({"body": "heads", "seats": 3}, "请填 0"),
        ({"meeting": "congress", "seats": 3}, "须填代表名额"),
        ({"seats": 3, "expires_on": "2030-01-01x"}, None),
    ],
)
def test_a_plan_that_cannot_be(branch, values, said):
    form = {"body": "committee", "meeting": "member_meeting", **values}
    if said is None:  # what the installation fills in takes the place of what was typed
        branch.take("decide_election", PLANNED, **form)
        assert branch.dossier.done("decide_election").expires_on == date(2026, 12, 20)
    else:
        error = branch.refused("decide_election", PLANNED, **form)
        assert isinstance(error, BadForm) and said in str(error)


def test_a_post_nobody_knows_is_told_with_those_there_are(branch):
    vacant = {**branch.person("何静"), "position": "xyz", "cause": "died"}
    error = branch.refused("record_vacancy", PLANNED, vacancies=[vacant])
    assert str(error) == "“出缺的职务第 1 行的职务”只能是：委员（members）、书记（secretary）、副书记（deputy）"


def test_a_branch_holds_no_congress(branch):
    error = branch.refused("decide_election", PLANNED, body="committee", meeting="congress", delegates=100, seats=3)
    assert codes(error) == {"G42"}


def test_another_branch_does_not_see_the_case(branch):
    branch.take("decide_election", PLANNED, body="committee", meeting="member_meeting", seats=3)
    with pytest.raises(NotInOffice):
        branch.take("request_election", PLANNED, "部干事")


@pytest.mark.parametrize(
    ("stand", "passes"), [(("王芳", "孙丽", "何静"), False), (("王芳", "孙丽", "何静", "陈刚"), True)]
)
def test_three_seats_need_four_candidates(branch, stand, passes):
    full = {"members": ("王芳", "孙丽", "何静", "陈刚"), "secretary": ("王芳",), "deputy": ("孙丽",)}
    if passes:
        branch.prepare(full)
    else:
        with pytest.raises(Refused) as refused:
            branch.prepare({**full, "members": stand})
        assert codes(refused.value) == {"G43"}
