"""Guards on a congress: as many seats as approved, delegates elected by a valid count, credentials passed."""

from workflows.election import basis
from workflows.election.counting.law import quorum_needed
from workflows.election.course import plan
from workflows.election.delegates import allotted, decision, delegates, sent_back
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, note, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law


@guard("G42", block, *basis.DELEGATES, reads_form=True)
def no_more_delegates_than_allowed(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    planned, most = act.form.known("delegates"), law["delegates_max_count"]
    if planned is None or planned <= most:
        return None
    return wrong(N_("代表名额 %(planned)s 名，最多 %(most)s 名"), planned=planned, most=most)


@guard("G42", note, *basis.DELEGATES, reads_form=True)
def delegates_as_usual(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    planned, least, most = (
        act.form.known("delegates"),
        law["delegates_usual_min_count"],
        law["delegates_usual_max_count"],
    )
    if planned is None or least <= planned <= most:
        return None
    return wrong(
        N_("代表名额一般 %(least)s 至 %(most)s 名，拟定 %(planned)s 名"), least=least, most=most, planned=planned
    )


@guard("G42", block, *basis.ALLOTMENT, reads_form=True)
def every_seat_allotted(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    planned, given = plan(dossier), sum(row.seats for row in act.form.units)
    if planned is None or planned.known("delegates") == given:
        return None
    return wrong(
        N_("各单位的名额共 %(given)s 名，批准的代表名额是 %(planned)s 名：请核对"),
        given=given,
        planned=planned.delegates,
    )


@guard("G49", block, *basis.DELEGATES_ELECTED, reads_form=True)
def delegates_follow(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form = act.form
    if form.unit not in allotted(dossier):
        return None
    decided = decision(dossier, form, law)
    if form.elected == [int(str(each.ref)) for each in decided.elected] and form.next == decided.next:
        return None
    return wrong(N_("选出的代表与报告的票数不符：请刷新页面后重新填写"))


@guard("G46", block, *basis.CREDENTIALS, reads_form=True)
def preparatory_quorum(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    counted, form = len(delegates(dossier)), act.form
    needed = quorum_needed(counted, law)
    if needed <= form.present <= counted and form.in_favour + form.against + form.abstain <= form.present:
        return None
    return wrong(
        N_("代表 %(due)s 名，到会 %(present)s 名，至少须到 %(needed)s 名，表决人数不得多于到会代表：请核对"),
        due=counted, present=form.present, needed=needed,
    )  # fmt: skip


@guard("G45", block, *basis.CREDENTIALS, reads_form=True)
def presidium_are_delegates(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    known = delegates(dossier)
    others = [row for row in (*act.form.presidium, *act.form.secretary_general) if row.person not in known]
    if not others:
        return None
    return wrong(N_("主席团成员、秘书长中有 %(count)s 人不是代表：请核对"), count=len(others))


@guard("G42", note, *basis.CREDENTIALS)
def units_elect_again(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    again = sent_back(dossier)
    if not again:
        return None
    return wrong(N_("有 %(count)s 个单位曾因资格审查重新选举代表"), count=len(again))
