"""The other elections: a branch without a committee, a base committee with its discipline commission, a vacancy, an appointment, a congress."""

from datetime import date

import pytest
from sqlalchemy import select

from models.posts import Post
from models.terms import term_on
from tests.election.live.branch import ASKED, ELECTION, FIXED, MEETING, NOMINATED, PLANNED, Branch, moment
from workflows.election.rounds import courses
from workflows.election.tally import due
from workflows.engine.errors import OutOfTurn, Refused
from workflows.engine.perform.rebuild import differences


def posts(branch: Branch) -> set[tuple[str, str]]:
    """Who holds which elected post of the organisation without end."""
    rows = select(Post.person_id, Post.post).where(
        Post.organisation_id == branch.place, Post.stands(), Post.until_on.is_(None)
    )
    names = {person: name for name, person in branch.people.items()}
    return {(names[person], post) for person, post in branch.work.session.execute(rows)}


def proved(branch: Branch) -> None:
    """Rows and cases are what their entries fold to."""
    assert differences(branch.work, ELECTION, branch.case, moment("2026-09-30")) == []
    assert branch.office.differences() == []


def test_a_branch_without_a_committee_elects_its_heads_at_the_meeting(office):
    branch = Branch(office, ("王芳", "赵强", "周敏", "陈刚", "何静"))
    branch.prepare({"secretary": ("王芳",), "deputy": ("陈刚",)}, body="heads", seats=0)
    branch.gather()
    assert [each.ballot.position for each in courses(branch.dossier)] == ["secretary", "deputy"]
    assert branch.count("secretary", 1, {"王芳": (3, 2, 0)}, 5) == "decided"
    assert branch.count("deputy", 1, {"陈刚": (5, 0, 0)}, 5) == "decided"
    branch.take("announce_result", MEETING)
    branch.take("report_result", MEETING)
    branch.take("approve_heads", "2026-09-18", approved=True)
    branch.take("hand_over_duties", "2026-09-20")
    branch.take("archive_election", "2026-09-20")
    assert posts(branch) == {("王芳", "secretary"), ("陈刚", "deputy")}
    proved(branch)


class Committee(Branch):
    """The base committee above, whose members are those of the branches below it; a county committee answers."""

    def __init__(self, office) -> None:
        super().__init__(office)
        county = office.found("示例县委", "committee", office.root, approval_power=True)
        office.take(office.committee, "change_organisation", parent=county)
        office.take(office.committee, "state_term", elected_on="2021-12-20")
        for name in ("县干事", "县书记"):
            self.people[name] = office.person(name)
        office.granted(county, self.people["县干事"], "organiser", "2023-12-20")
        office.granted(county, self.people["县书记"], "secretary", "2023-12-20")
        office.granted(office.committee, self.people["赵强"], "deputy", "2023-12-20")
        self.place, self.secretary = office.committee, "沈干事"

    def whose(self, step: str) -> str:
        return {"superior": "县干事"}.get(str(ELECTION[step].by[0])) or super().whose(step)


def test_a_base_committee_elects_its_discipline_commission_by_a_second_ballot(office):
    branch = Committee(office)
    stand = {
        "members": ("王芳", "孙丽", "何静", "陈刚"), "discipline": ("孙丽", "吴强"),
        "secretary": ("王芳",), "deputy": ("何静",), "discipline_secretary": ("孙丽",),
    }  # fmt: skip
    branch.prepare(stand, discipline_seats=1)
    branch.gather()
    votes = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (5, 2, 0), "陈刚": (3, 4, 0)}
    keyers = ("赵强", "县书记")
    assert branch.count("discipline", 1, {"孙丽": (5, 2, 0), "吴强": (2, 5, 0)}, keyers=keyers) == "decided"
    assert branch.count("members", 1, votes, keyers=keyers) == "decided"
    branch.take("announce_result", MEETING)
    with pytest.raises(OutOfTurn, match="没有轮到"):  # the discipline commission meets first
        branch.meet("王芳", "何静", "孙丽")
    with pytest.raises(Refused, match="G45"):  # its only member stands, and nobody was sent
        branch.meet("孙丽", body="discipline", watch="县书记")
    branch.meet("孙丽", body="discipline", watch="县书记", helper_number="示例〔2026〕7号")
    branch.meet("王芳", "何静", "孙丽")
    alone = {"keyers": keyers, "scrutineer": "县书记"}
    assert branch.count("discipline_secretary", 1, {"孙丽": (1, 0, 0)}, 1, **alone) == "decided"
    assert branch.count("secretary", 1, {"王芳": (3, 0, 0)}, 3, keyers=keyers, scrutineer="孙丽") == "decided"
    assert branch.count("deputy", 1, {"何静": (3, 0, 0)}, 3, keyers=keyers, scrutineer="孙丽") == "decided"
    assert "还没有经委员会通过" in str(branch.refused("report_result", "2026-09-14", "王芳"))
    assert branch.take("pass_discipline_heads", MEETING, in_favour=1, against=2, abstain=0).outcome == "lost"
    branch.meet("孙丽", body="discipline", watch="县书记", helper_number="示例〔2026〕7号")
    assert branch.count("discipline_secretary", 2, {"孙丽": (1, 0, 0)}, 1, **alone) == "decided"
    assert branch.take("pass_discipline_heads", MEETING, in_favour=2, against=1, abstain=0).outcome == "carried"
    branch.take("report_result", "2026-09-14", "王芳")
    branch.take("file_members", "2026-09-18")
    branch.take("approve_heads", "2026-09-18", approved=True)
    term = term_on(branch.work.session, branch.place, date(2026, 9, 21))
    assert (term.elected_on, term.expires_on) == (date(2026, 9, 12), date(2031, 9, 12))
    proved(branch)


def test_a_vacancy_is_filled_for_the_rest_of_the_term(branch):
    session = branch.work.session
    members = {**branch.person("何静"), "position": "members", "cause": "died"}
    branch.take("record_vacancy", PLANNED, vacancies=[members])
    branch.take("request_election", ASKED)
    branch.take("reply_election", ASKED, agreed=True)
    stand = {"members": ("孙丽", "陈刚")}
    branch.take("nominate", NOMINATED, nominees=branch.candidates(stand))
    branch.take("propose_candidates", NOMINATED, candidates=branch.candidates(stand))
    branch.take("request_candidates", NOMINATED)
    branch.take("agree_candidates", NOMINATED, agreed=True)
    one = branch.refused("fix_candidates", FIXED, candidates=branch.candidates({"members": ("孙丽",)}))
    assert [each.code for each in one.findings if each.refuses] == ["G43"]
    branch.take("fix_candidates", FIXED, candidates=branch.candidates(stand))
    branch.gather()
    assert branch.count("members", 1, {"孙丽": (5, 2, 0), "陈刚": (2, 5, 0)}) == "decided"
    branch.take("announce_result", MEETING)
    assert branch.dossier.flow["hold_first_meeting"].applies(branch.dossier) is False
    branch.take("report_result", MEETING)
    assert branch.take("file_members", "2026-09-18").stage == "seated"
    branch.take("hand_over_duties", "2026-09-20")
    branch.take("archive_election", "2026-09-20")
    assert ("孙丽", "member") in posts(branch) and ("王芳", "secretary") in posts(branch)
    assert term_on(session, branch.place, date(2026, 9, 21)).expires_on == date(2026, 12, 20)
    proved(branch)


def test_a_sitting_committee_elects_its_own_deputy(branch):
    branch.office.take(branch.place, "change_organisation", has_committee=True)
    for name in ("周敏", "陈刚", "何静"):
        branch.office.granted(branch.place, branch.people[name], "member", "2023-12-20")
    vacant = {**branch.person("赵强"), "position": "deputy", "cause": "transferred"}
    branch.take("record_vacancy", PLANNED, vacancies=[vacant])
    branch.take("request_election", ASKED)
    branch.take("reply_election", ASKED, agreed=True)
    stand = {"deputy": ("陈刚",)}
    branch.take("nominate", NOMINATED, nominees=branch.candidates(stand))
    branch.take("propose_candidates", NOMINATED, candidates=branch.candidates(stand))
    branch.take("request_candidates", NOMINATED)
    branch.take("agree_candidates", NOMINATED, agreed=True)
    branch.take("fix_candidates", FIXED, candidates=branch.candidates(stand))
    branch.take("freeze_roll", MEETING)
    roll = branch.dossier.done("freeze_roll").electors
    assert {row.person for row in roll if row.counted} == {
        branch.people[name] for name in ("王芳", "周敏", "陈刚", "何静")
    }
    hands = {"in_favour": 4, "against": 0, "abstain": 0}
    branch.take("open_meeting", MEETING, chair=[branch.person("王芳")], attending=[row.person for row in roll])
    branch.take("pass_method", MEETING, **hands)
    branch.take("confirm_scrutineers", MEETING, scrutineers=[{**branch.person("周敏"), "task": "scrutineer"}], **hands)
    assert branch.count("deputy", 1, {"陈刚": (3, 1, 0)}, 4, keyers=("吴干事", "沈干事")) == "decided"
    branch.take("announce_result", MEETING)
    assert ("陈刚", "deputy") in posts(branch) and ("赵强", "deputy") not in posts(branch)
    proved(branch)


def test_the_superior_assigns_a_secretary(branch):
    assigned = [{**branch.person("陈刚"), "position": "secretary"}]
    written = branch.take("appoint", PLANNED, appointees=assigned, number="示例派〔2026〕1号")
    assert written.stage == "seated" and ("陈刚", "secretary") in posts(branch)
    branch.take("hand_over_duties", "2026-07-02", "陈刚")
    branch.take("archive_election", "2026-07-02", "陈刚")
    proved(branch)


def test_a_superior_voids_an_election_and_what_was_before_holds_again(branch):
    before = posts(branch)
    branch.prepare()
    branch.gather()
    branch.count("members", 1, {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (5, 2, 0), "陈刚": (2, 5, 0)})
    branch.take("announce_result", MEETING)
    assert posts(branch) != before
    written = branch.take(
        "void_election", "2026-09-20", number="示例〔2026〕9号", approved_number="示例〔2026〕10号", reason="示例"
    )
    assert written.stage == "ended" and posts(branch) == before
    assert term_on(branch.work.session, branch.place, date(2026, 9, 21)).expires_on == date(2026, 12, 20)
    proved(branch)


@pytest.mark.parametrize("until", ["2027-12-20", "2026-12-21"])
def test_an_extension_moves_the_end_of_the_term(branch, until):
    branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    branch.take("request_extension", PLANNED, direction="extend", until=until, reason="示例理由")
    branch.take("reply_extension", ASKED, agreed=True, number="示例批〔2026〕4号")
    held = term_on(branch.work.session, branch.place, date(2026, 7, 7))
    assert (held.expires_on, held.ends_on) == (date(2026, 12, 20), date.fromisoformat(until))
    proved(branch)


def test_two_extensions_are_at_most_a_year_together_and_the_later_one_holds(branch):
    branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    asked = {"direction": "extend", "reason": "示例理由"}
    branch.take("request_extension", PLANNED, until="2027-03-31", **asked)
    branch.take("reply_extension", ASKED, agreed=True)
    again = branch.refused("request_extension", "2026-12-28", until="2027-12-21", **asked)
    assert [each.code for each in again.findings if each.refuses] == ["G53"]
    branch.take("request_extension", "2026-12-28", until="2027-12-20", **asked)
    held = term_on(branch.work.session, branch.place, date(2026, 12, 28))
    assert (held.expires_on, held.ends_on) == (date(2026, 12, 20), date(2027, 3, 31))  # asked for is not granted
    branch.take("reply_extension", "2027-03-31", agreed=True)
    held = term_on(branch.work.session, branch.place, date(2027, 3, 31))
    assert (held.expires_on, held.ends_on) == (date(2026, 12, 20), date(2027, 12, 20))
    proved(branch)


def test_another_case_knows_the_term_as_it_was_before_it_was_extended(branch):
    """A year counts from there, also where the first extension was granted in a case that was called off."""
    asked = {"direction": "extend", "reason": "示例理由"}
    branch.take("remind", "2026-06-20", means="letter", addressee="王芳")
    branch.take("request_extension", PLANNED, until="2027-06-20", **asked)
    branch.take("reply_extension", ASKED, agreed=True)
    branch.take("call_off", ASKED)
    branch.case = 0
    branch.take("remind", "2026-12-28", means="letter", addressee="王芳")
    told = branch.dossier.done("remind")
    assert (told.original_expires_on, told.expires_on) == (date(2026, 12, 20), date(2027, 6, 20))
    late = branch.refused("request_extension", "2026-12-28", until="2027-12-21", **asked)
    assert "任期原定 2026-12-20 届满，已批准延期到 2027-06-20" in str(late)
    branch.take("request_extension", "2026-12-28", until="2027-12-20", **asked)


class Congress(Committee):
    """The base committee, whose seven members elect two delegates in the branch and one in another."""

    def __init__(self, office) -> None:
        super().__init__(office)
        self.units = [office.branch, office.found("示例第二支部", "branch", office.committee)]
        for name in ("甲示例", "乙示例"):
            self.people[name] = office.person(name)
            office.take(
                self.units[1], "state_membership", person=self.people[name], status="full", from_on="2010-07-01"
            )


def report(
    branch: Congress,
    unit: int,
    votes: dict[str, tuple[int, int, int]],
    present: int,
    on: str = NOMINATED,
    due: int | None = None,
):
    rows = branch.numbers(votes, present)["votes"]
    counts = {"due": due or present, "present": present, "issued": present, "collected": present}
    return branch.take("report_delegates", on, unit=branch.units[unit], votes=rows, **counts)


def test_a_congress_elects_with_delegates_whose_credentials_stand(office):
    branch = Congress(office)
    branch.take("decide_election", PLANNED, body="committee", meeting="congress", seats=1, deputies=0, dispersed=True,
                pre_election=True, delegates=3)  # fmt: skip
    branch.take("request_election", ASKED)
    branch.take("reply_election", ASKED, agreed=True)
    wrong = [{"unit": branch.units[0], "seats": 3}, {"unit": branch.units[1], "seats": 1}]
    assert branch.refused("allot_delegates", ASKED, units=wrong).findings[0].code == "G42"
    branch.take(
        "allot_delegates", ASKED, units=[{"unit": branch.units[0], "seats": 2}, {"unit": branch.units[1], "seats": 1}]
    )
    assert report(branch, 0, {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "周敏": (1, 6, 0)}, 7).outcome == "decided"
    assert report(branch, 1, {"甲示例": (2, 0, 0), "乙示例": (0, 2, 0)}, 2).outcome == "decided"
    assert (
        branch.take("examine_credentials", NOMINATED, unqualified=[branch.person("孙丽")], reason="示例").outcome
        == "again"
    )
    assert report(branch, 0, {"王芳": (7, 0, 0), "周敏": (6, 1, 0), "何静": (1, 6, 0)}, 7).outcome == "decided"
    assert branch.take("examine_credentials", NOMINATED).outcome == "passed"
    stand = {"members": ("陈刚", "吴强"), "secretary": ("陈刚",)}
    branch.take("nominate", NOMINATED, nominees=branch.candidates(stand))
    branch.take("propose_candidates", NOMINATED, candidates=branch.candidates(stand))
    branch.take("request_candidates", NOMINATED)
    branch.take("agree_candidates", NOMINATED, agreed=True)
    branch.take("fix_candidates", FIXED, candidates=branch.candidates(stand))
    assert "预备会议" in str(branch.refused("freeze_roll", MEETING))
    held = {"present": 3, "in_favour": 3, "against": 0, "abstain": 0, "secretary_general": [branch.person("周敏")]}
    branch.take("hold_preparatory_meeting", MEETING, presidium=[branch.person("王芳")], **held)
    branch.gather()
    assert due(branch.dossier) == 3
    assert branch.count("members", 1, {"陈刚": (2, 1, 0), "吴强": (1, 2, 0)}, 3, keyers=("赵强", "县书记")) == "decided"
    first, formal = courses(branch.dossier)[0].rounds
    assert (first.kind, formal.kind, formal.candidates) == ("pre", "formal", (branch.people["陈刚"],))
    assert branch.count("members", 2, {"陈刚": (3, 0, 0)}, 3, keyers=("赵强", "县书记")) == "decided"
    branch.take("announce_result", MEETING)
    assert courses(branch.dossier)[0].elected == [branch.people["陈刚"]]
    proved(branch)


def test_a_member_and_a_head_are_not_filled_up_in_one_election(branch):
    rows = [
        {**branch.person("赵强"), "position": "deputy", "cause": "died"},
        {**branch.person("何静"), "position": "members", "cause": "died"},
    ]
    assert "请先补选委员" in str(branch.refused("record_vacancy", PLANNED, vacancies=rows))
