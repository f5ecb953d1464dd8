"""What must hold of every election at every moment, reckoned anew from what was made up and from the journal's plain facts."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.election.driver import FLOW
from tests.election.people import NAMES, Register
from workflows.election import course
from workflows.election.ballots import Ballot, ballots
from workflows.election.effects import posts_given
from workflows.election.rounds import Round, courses
from workflows.engine.dossier import Dossier
from workflows.engine.sealing import is_sealed

LOST_RIGHTS = ("probation_on", "suspended_on", "detained")
HEADS = {"secretary", "deputy"}
RESULTS = ("none", "revote_tied", "separate_election")
ANSWERED_BY = {
    "request_election": "reply_election",
    "request_candidates": "agree_candidates",
    "report_result": "approve_heads",
}
"""What is asked of the superior on the main way, and the answer it waits for."""


def violations(dossier: Dossier, register: Register) -> Iterator[str]:
    """Every rule that is broken, in a sentence."""
    yield from no_result_without_quorum(dossier, register)
    yield from nobody_elected_who_may_not_stand(dossier, register)
    yield from not_more_than_seats(dossier)
    yield from announced_only_when_settled(dossier)
    yield from over_only_when_answered(dossier)
    yield from sealed_until_confirmed(dossier)
    yield from watched_by_its_own(dossier)
    yield from passed_before_the_report(dossier)
    yield from nothing_for_who_is_not_accepted(dossier)


def may_stand(register: Register, person: int, dossier: Dossier) -> bool:
    """Whether a person had every right on the day of the meeting, by what was made up about him."""
    facts = register.facts(NAMES[person], dossier.standing["open_meeting"].on)
    return facts.get("status") == "full" and not any(facts.get(name) for name in LOST_RIGHTS)


def counted(dossier: Dossier, register: Register) -> int:
    """应到会: all with full rights but those left out by category, consent and vote, who did not come all the same."""
    there = set(dossier.done("open_meeting").attending)
    entitled = {
        person for person, name in NAMES.items() if name in register.known and may_stand(register, person, dossier)
    }
    return len(entitled - (left_out(dossier) - there))


def left_out(dossier: Dossier) -> set[int]:
    """Whom the superior agreed to leave out and more than half of all entitled voted to."""
    asked, vote = dossier.done("request_exclusion"), dossier.done("vote_exclusion")
    agreed = dossier.done("agree_exclusion")
    if asked is None or agreed is None or vote is None or not agreed.agreed or vote.in_favour <= vote.due / 2:
        return set()
    return {row.person for row in asked.members}


def confirmed(dossier: Dossier) -> Iterator[tuple[Ballot, Round]]:
    """Every round that was confirmed with a result; an invalid one has none."""
    rounds = (each for found in courses(dossier) for each in found.rounds if each.confirmed)
    return ((each.ballot, each) for each in rounds if each.confirmed.elected or each.confirmed.next in RESULTS)


def no_result_without_quorum(dossier: Dossier, register: Register) -> Iterator[str]:
    """Four fifths of the members are there when a meeting opens, and of the elected committee whenever it elects."""
    opened = dossier.done("open_meeting")
    if opened and 5 * len(set(opened.attending)) < 4 * counted(dossier, register):
        yield f"the meeting was opened with {len(set(opened.attending))} of {counted(dossier, register)}"
    for ballot, found in confirmed(dossier):
        if not ballot.at_the_meeting:
            everybody = seated(dossier, ballot.voters)
            there = everybody.intersection(met_before(dossier, found)[-1].form.attending)
            if 5 * len(there) < 4 * len(everybody):
                yield f"{found.key} was confirmed with {len(there)} of {len(everybody)}"


def counts(dossier: Dossier, found: Round) -> bool:
    """Whether what a round decided still counts: the body has not met once more since."""
    if found.ballot.at_the_meeting:
        return True
    confirmed_at = dossier.of_key("confirm_count", found.key)[-1].number
    return not [each for each in carried(dossier, found.ballot.voters) if each.number > confirmed_at]


def carried(dossier: Dossier, body: str) -> list[Any]:
    """The meetings of a body whose scrutineers had more than half of all it elected."""
    held = [each for each in dossier.takings.get("hold_first_meeting", ()) if each.form.body == body]
    return [each for each in held if each.outcome == "carried"]


def met_before(dossier: Dossier, found: Round) -> list[Any]:
    """The meetings of a body before a round was first keyed."""
    keyed_at = dossier.of_key("key_count", found.key)[0].number
    return [each for each in carried(dossier, found.ballot.voters) if each.number < keyed_at]


def seated(dossier: Dossier, position: str) -> set[int]:
    """Who was elected to a position; a pre-election alone elects nobody."""
    return {
        person
        for ballot, found in confirmed(dossier)
        if ballot.position == position and not found.choosing and counts(dossier, found)
        for person in found.confirmed.elected
    }


def nobody_elected_who_may_not_stand(dossier: Dossier, register: Register) -> Iterator[str]:
    """Every elected member has all rights; heads of a committee are members of it."""
    for ballot, found in confirmed(dossier):
        for person in found.confirmed.elected:
            if not may_stand(register, person, dossier):
                yield f"{person} may not stand and was elected in {found.key}"
            elif not ballot.at_the_meeting and person not in seated(dossier, ballot.voters):
                yield f"{person} was elected in {found.key} and is no member of {ballot.voters}"


def not_more_than_seats(dossier: Dossier) -> Iterator[str]:
    """A ballot fills its seats at most, and nobody takes two of them."""
    for found in courses(dossier):
        confirmed_ones = (each for each in found.rounds if each.confirmed and not each.choosing)
        elected = [person for each in confirmed_ones if counts(dossier, each) for person in each.confirmed.elected]
        if len(elected) > found.ballot.seats:
            yield f"{len(elected)} were elected to {found.ballot.seats} seats of {found.ballot.position}"
        if max(Counter(elected).values(), default=1) > 1:
            yield f"somebody was elected twice to {found.ballot.position}"


def announced_only_when_settled(dossier: Dossier) -> Iterator[str]:
    """Each ballot of the meeting ends in a filled or a given-up seat before it is announced; those of heads before the report."""
    for step, at_the_meeting in (("announce_result", True), ("report_result", False)):
        for found in courses(dossier, at_the_meeting) if step in dossier.standing else ():
            last = found.rounds[-1]
            filled = last.confirmed and last.confirmed.next == "none" and not last.choosing
            if not filled and (last.resolved is None or last.resolved.choice == "separate"):
                yield f"{step} before {found.ballot.position} was settled"


def over_only_when_answered(dossier: Dossier) -> Iterator[str]:
    """Whatever was asked is answered and members are filed before the archive; heads who are refused hold no post."""
    if FLOW.last_step not in dossier.standing or course.appointment(dossier):
        return
    answers = ANSWERED_BY if course.elects_heads(dossier) else {**ANSWERED_BY, "report_result": "file_members"}
    for asked, answer in answers.items():
        if asked not in dossier.standing or answer not in dossier.standing:
            yield f"archived without {answer}"
    if course.has_committee(dossier) and "file_members" not in dossier.standing:
        yield "archived before the members were filed"
    approval = dossier.last("approve_heads")
    if not (approval and approval.approved) and HEADS & {post for _, post, _ in posts_given(dossier)}:
        yield "archived with heads that were not approved"


def sealed_until_confirmed(dossier: Dossier) -> Iterator[str]:
    """What one keyed is hidden from the other until the round is confirmed, and told from then on."""
    known = {taking.form.ballot + str(taking.form.round) for taking in dossier.takings.get("confirm_count", ())}
    for taking in dossier.takings.get("key_count", ()):
        facts: dict[str, Any] = {"ballot": taking.form.ballot, "round": taking.form.round}
        if is_sealed(FLOW, dossier, "key_count", facts) is (taking.form.ballot + str(taking.form.round) in known):
            yield f"the seal of {facts} is not as it should be"


def watched_by_its_own(dossier: Dossier) -> Iterator[str]:
    """Where a body elects, members of it who do not stand watch, by the votes of more than half; or whom the superior sent."""
    for ballot, found in confirmed(dossier):
        if ballot.at_the_meeting:
            continue
        held, body = met_before(dossier, found)[-1].form, seated_at(dossier, ballot.voters)
        stand = {each for other in ballots(dossier) if other.voters == ballot.voters for each in other.candidates}
        watch = {row.person for row in held.scrutineers}
        if watch & (stand | set(found.candidates)):
            yield f"somebody who stands watched {found.key}"
        if not watch <= body and (body & set(held.attending) - stand or not held.helper_number):
            yield f"somebody else watched {found.key}"
        if not {row.person for row in found.confirmed.scrutineers} <= watch:
            yield f"{found.key} was signed by somebody who did not watch"
        if 2 * held.in_favour <= len(body):
            yield f"{found.key} was watched by nobody who was passed"


def seated_at(dossier: Dossier, position: str) -> set[int]:
    """Who was elected to a body at the meeting."""
    return {person for found in courses(dossier, True) if found.ballot.position == position for person in found.elected}


def passed_before_the_report(dossier: Dossier) -> Iterator[str]:
    """Heads of a discipline commission had the votes of more than half of the committee before the report."""
    heads = seated(dossier, "discipline_secretary") | seated(dossier, "discipline_deputy")
    if not heads or "report_result" not in dossier.standing:
        return
    votes = dossier.takings.get("pass_discipline_heads", [])
    if not votes or 2 * votes[-1].form.in_favour <= len(seated_at(dossier, "members")):
        yield "reported with heads of the discipline commission that were not passed"


def nothing_for_who_is_not_accepted(dossier: Dossier) -> Iterator[str]:
    """Whom the superior did not accept as a member holds no post of the committee."""
    filed = dossier.last("file_members")
    if filed is None or filed.written_in_accepted is not False:
        return
    agreed = {row.person for row in dossier.last("fix_candidates").candidates if row.position == "members"}
    named = {
        row.person
        for taking in dossier.takings.get("resolve_round", ())
        if taking.form.ballot == "members"
        for row in taking.form.candidates
    }
    holding = {person for person, _, _ in posts_given(dossier)}
    if holding & (seated_at(dossier, "members") - agreed - named):
        yield "somebody written in holds a post although the superior did not accept him"
