"""Guards on the count: keyed by two, every candidate once, the result as it follows from the numbers."""

from typing import Any

from workflows.election import basis
from workflows.election.keyed import KEYERS, flat
from workflows.election.rounds import Round, courses, elected_to, find_round
from workflows.election.tally import derived, impossible, voters
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, wrong
from workflows.engine.guards import Guard, guard
from workflows.engine.law import Law


def round_of(dossier: Dossier, form: Any) -> Round | None:
    """The round a form is about; None where there is nobody to vote in it."""
    found = find_round(dossier, (form.ballot, form.round))
    return found if found and voters(dossier, found)[0] else None


@guard("G47", block, *basis.TELLERS, reads_form=True)
def keyed_by_two(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = round_of(dossier, act.form)
    if found is None:
        return None
    if act.by in found.keyed and not found.differs:
        return wrong(N_("您已录入这一轮的计票：请由另一人录入"))
    if act.by not in found.keyed and len(found.keyed) >= KEYERS:
        return wrong(N_("这一轮的计票已有两人录入：有不一致的，由原录入的人更正"))
    return None


@guard("G47", block, *basis.TELLERS, reads_form=True)
def keyed_again_where_it_differs(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = round_of(dossier, act.form)
    if found is None or not found.differs:
        return None
    before = found.keyed.get(act.by)
    if before is None:
        return None
    old, new = flat(before), flat(act.form)
    changed = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name) and name not in found.differs]
    if not changed:
        return None
    return wrong(N_("只重新录入两人不一致的项目，另有 %(count)s 项被改动：请恢复原数"), count=len(changed))


@guard("G47", block, *basis.BALLOTS, reads_form=True)
def every_candidate_once(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = round_of(dossier, act.form)
    if found is None:
        return None
    keyed = {row.person for row in act.form.votes}
    if keyed == set(found.candidates):
        return None
    return wrong(
        N_("这一轮有 %(candidates)s 名候选人，录入了 %(keyed)s 名：每名候选人录入一行，不多不少"),
        candidates=len(found.candidates), keyed=len(keyed),
    )  # fmt: skip


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def written_in_may_stand(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found, written = round_of(dossier, act.form), {row.person for row in act.form.write_ins}
    if found is None:
        return None
    if written <= may_be_elected(dossier, found) - set(found.candidates):
        return None
    return wrong(N_("另选的人须有被选举权而且不在候选人之列：请核对，不合格的另选不予计算"))


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def new_candidates_may_stand(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = round_of(dossier, act.form)
    if found is None:
        return None
    others = {row.person for row in act.form.candidates} - may_be_elected(dossier, found)
    if not others:
        return None
    return wrong(N_("另行选举的候选人中有 %(count)s 人没有被选举权或者已经当选：请另定候选人"), count=len(others))


def may_be_elected(dossier: Dossier, found: Round) -> set[int]:
    """Who may still be elected on the ballot of a round: by the roll, or as a member of the new committee; nobody twice."""
    roll = dossier.done("freeze_roll")
    may = (
        {row.person for row in roll.electors if row.stands}
        if found.ballot.at_the_meeting
        else set(elected_to(dossier, found.ballot.voters))
    )
    course = next(each for each in courses(dossier) if each.ballot.position == found.ballot.position)
    return may - {
        person
        for each in course.counting
        if each.confirmed and each.choosing == found.choosing
        for person in each.confirmed.elected
    }


def one_line_each(found: Round, form: Any) -> bool:
    """Whether every candidate has his line and nobody else; other guards say so where it is not."""
    written = {row.person for row in form.write_ins}
    return {row.person for row in form.votes} == set(found.candidates) and not written & set(found.candidates)


def sum_is_possible(code: str) -> Guard:
    """The guard of one sum: a count in which it cannot be is counted again, before anything is kept of it.

    S01 is none of them: 应到会 counts whoever came, so that no more can be there.
    """

    def ask(dossier: Dossier, act: Act, law: Law) -> Finding | None:
        found = round_of(dossier, act.form)
        if found is None or not one_line_each(found, act.form):
            return None
        return next((each for each in impossible(dossier, found, act.form) if each.code == code), None)

    return Guard(f"sum_is_possible_{code}", code, block, basis.SECRET, ask, True, None)


SUMS = tuple(map(sum_is_possible, ("S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")))


@guard("G49", block, *basis.WINNERS, reads_form=True)
def result_follows(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found, form = round_of(dossier, act.form), act.form
    if found is None or found.agreed is None:
        return None
    follows = derived(dossier, found, law)
    if all(getattr(form, name) == value for name, value in follows.items()):
        return None
    return wrong(N_("计票结果与录入的票数不符：请刷新页面后重新确认"))
