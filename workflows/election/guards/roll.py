"""Guards on the roll: nobody left undecided, exclusions only with consent and vote, one roll a day, only electors attend."""

from typing import Any

from workflows.election import basis
from workflows.election.ballots import ballots
from workflows.election.roll import UNDECIDED
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, missing, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def nobody_undecided(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    open_ones = [row for row in act.form.electors if row.why == UNDECIDED]
    if not open_ones:
        return None
    return missing(
        N_("有 %(count)s 名党员被留置或者逮捕而没有登记是否中止党员权利：请先登记决定"), count=len(open_ones)
    )


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def somebody_elects(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    return None if any(row.counted for row in act.form.electors) else wrong(N_("名册上没有应到会的党员：请核对党籍"))


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def candidates_may_stand(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    return without_rights(dossier, act.form)


@guard("G40", block, *basis.RIGHTS)
def candidates_are_on_the_roll(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    roll = dossier.done("freeze_roll")
    return without_rights(dossier, roll) if roll else None


def without_rights(dossier: Dossier, roll: Any) -> Finding | None:
    """What is said of candidates who may not stand by a roll; they may have been fixed anew after it."""
    may = {row.person for row in roll.electors if row.stands}
    people = {person for ballot in ballots(dossier) for person in ballot.candidates}
    without = sorted(people - may)
    if not without:
        return None
    return wrong(N_("有 %(count)s 名候选人在大会当日没有被选举权或者不在名册上：请重新确定候选人"), count=len(without))


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def one_roll_a_day(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    before = dossier.standing.get("freeze_roll")
    if before is None or before.on != act.on:
        return None
    return wrong(N_("%(on)s 的名册已经冻结，不能更改：改期召开的，以改定之日另行冻结"), on=act.on)


@guard("G41", block, *basis.EXCLUSION)
def roll_not_frozen_yet(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    frozen = dossier.standing.get("freeze_roll")
    if frozen is None:
        return None
    return wrong(N_("%(on)s 的名册已经冻结，不计入应到会的事项须在冻结之前办理"), on=frozen.on)


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def roll_of_this_day(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    frozen = dossier.standing.get("freeze_roll")
    if frozen is None or frozen.on == act.on:
        return None
    return wrong(N_("名册是 %(roll)s 的，大会在 %(on)s 召开：请先冻结当日的名册"), roll=frozen.on, on=act.on)


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def only_electors_attend(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    roll = dossier.done("freeze_roll")
    if roll is None:
        return None
    electors = {row.person for row in roll.electors if row.votes}
    others = [person for person in act.form.attending if person not in electors]
    if not others and len(set(act.form.attending)) == len(act.form.attending):
        return None
    return wrong(N_("实到会的选举人中有 %(count)s 人不在名册上、没有选举权或者重复：请核对签到"), count=len(others))
