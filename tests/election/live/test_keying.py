"""Two people key the count: neither sees the other's numbers, only what differs is keyed again, and nothing changes afterwards."""

import json

import pytest

from models.journal import Entry
from tests.election.live.branch import ELECTION, MEETING, Branch, moment
from web.entries import entry_shown, sealed_for
from web.wording import Wording
from workflows.engine.errors import BadForm, NotInOffice, OutOfTurn, Refused
from workflows.engine.offices import Actor
from workflows.engine.perform.second import propose

VOTES = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (5, 2, 0), "陈刚": (2, 5, 0)}
KEY = {"ballot": "members", "round": 1}


@pytest.fixture
def meeting(branch) -> Branch:
    """The meeting is open, its scrutineers are confirmed."""
    branch.prepare()
    branch.gather()
    return branch


def key(branch: Branch, who: str, votes=VOTES, collected: int = 7, **more):
    """One person keys the first round."""
    return branch.take("key_count", MEETING, who, **KEY, **branch.numbers(votes, collected, **more))


def entries(branch: Branch, step: str) -> list[Entry]:
    return branch.work.session.query(Entry).filter_by(case_id=branch.case, step=step).order_by(Entry.number).all()


def seen_by(branch: Branch, entry: Entry, who: str | None) -> dict:
    hidden = sealed_for(ELECTION, branch.dossier, branch.people[who] if who else None)
    return entry_shown(entry, {}, Wording(ELECTION, "zh", hidden=hidden))


def test_a_keyed_count_is_sealed_for_everybody_but_its_author_until_it_is_confirmed(meeting):
    key(meeting, "赵强")
    (entry,) = entries(meeting, "key_count")
    assert seen_by(meeting, entry, "赵强")["facts"]["collected"] == 7
    for other in ("沈干事", "王芳", None):
        told = seen_by(meeting, entry, other)
        assert told["facts"] == {} and "7" not in json.dumps(told["shown"], ensure_ascii=False)
    key(meeting, "沈干事")
    meeting.take("confirm_count", MEETING, **KEY, scrutineers=[meeting.person("周敏")])
    assert seen_by(meeting, entry, "王芳")["facts"]["collected"] == 7


def test_a_refused_count_is_sealed_too(meeting):
    with pytest.raises(Refused):
        key(meeting, "赵强", {name: VOTES[name] for name in ("王芳", "孙丽")})
    (entry,) = entries(meeting, "key_count")
    assert entry.kind == "refusal" and seen_by(meeting, entry, "王芳")["facts"] == {}
    assert seen_by(meeting, entry, "王芳")["findings"] == []


def test_one_person_does_not_key_both_and_a_third_does_not_join(meeting):
    key(meeting, "赵强")
    with pytest.raises(Refused, match="由另一人录入"):
        key(meeting, "赵强")
    key(meeting, "沈干事", {**VOTES, "陈刚": (3, 4, 0)})
    with pytest.raises(Refused, match="两人录入"):
        key(meeting, "吴干事")


def test_only_what_differs_is_keyed_again(meeting):
    key(meeting, "赵强")
    key(meeting, "沈干事", {**VOTES, "陈刚": (3, 4, 0)})
    refusal = meeting.refused("confirm_count", MEETING, **KEY, scrutineers=[meeting.person("周敏")])
    assert isinstance(refusal, BadForm)
    with pytest.raises(Refused, match="1 项被改动"):
        key(meeting, "沈干事", VOTES, void=1)
    key(meeting, "沈干事", VOTES)
    assert meeting.take("confirm_count", MEETING, **KEY, scrutineers=[meeting.person("周敏")]).outcome == "decided"


def test_a_candidate_does_not_key(meeting):
    with pytest.raises(Refused, match="候选人不能录入"):
        key(meeting, "王芳")


def test_nothing_changes_after_the_confirmation(meeting):
    written = key(meeting, "赵强")
    key(meeting, "沈干事")
    meeting.take("confirm_count", MEETING, **KEY, scrutineers=[meeting.person("周敏")])
    with pytest.raises(OutOfTurn):
        key(meeting, "赵强", {**VOTES, "陈刚": (3, 4, 0)})
    void = {"entry": written.number, "void": True, "reason": "示例理由"}
    with pytest.raises(OutOfTurn, match="不能更正"):
        propose(
            meeting.work, ELECTION, meeting.case, "correct", void, Actor(meeting.people["吴干事"]), meeting.version,
            moment(MEETING, 16),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"issued": -1}, "不能小于 0"),
        ({"void": 100_001}, "不能大于 100000"),
        ({"round": 2}, "没有轮到"),
        ({"ballot": "secretary"}, "没有轮到"),
    ],
)
def test_impossible_input_is_said(meeting, more, said):
    form = {**KEY, **meeting.numbers(VOTES, 7), **more}
    error = meeting.refused("key_count", MEETING, "赵强", **form)
    assert said in str(error)


def test_a_candidate_twice_is_said(meeting):
    form = {**KEY, **meeting.numbers(VOTES, 7)}
    form["votes"] = [*form["votes"], form["votes"][0]]
    assert "出现两次" in str(meeting.refused("key_count", MEETING, "赵强", **form))


def test_somebody_without_a_post_does_not_key(meeting):
    with pytest.raises(NotInOffice):
        key(meeting, "部干事")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"void": 8}, "S02"),
        ({"void": 1, "blank": 7}, "S03"),
        ({"void": 1}, "S04"),
        ({"blank": 1}, "S05"),
        ({"write_ins": {"吴强": 13}}, "S07"),
    ],
)
def test_a_sum_that_cannot_be_is_counted_again(meeting, changed, code):
    votes = changed.get("write_ins", {})
    written = [{"person": meeting.people[name], "in_favour": number} for name, number in votes.items()]
    more = {**changed, **({"write_ins": written} if written else {})}
    refusal = meeting.refused("key_count", MEETING, "赵强", **KEY, **meeting.numbers(VOTES, 7, **more))
    assert code in {each.code for each in refusal.findings if each.refuses}
