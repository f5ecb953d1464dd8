"""Guards on the meeting: four fifths there, nobody votes for another, what was passed and by how many."""

from workflows.election import basis
from workflows.election.counting.law import quorum_needed
from workflows.election.outcomes import entitled
from workflows.election.rounds import elected_to
from workflows.election.tally import assembled, due
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, note, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law

NOT_THERE = N_("应到会 %(due)s 人，实到会 %(present)s 人，至少须到 %(needed)s 人")


@guard("G46", block, *basis.QUORUM, reads_form=True)
def quorum(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    counted, present = due(dossier, act.form.attending), len(act.form.attending)
    needed = quorum_needed(counted, law)
    return None if present >= needed else wrong(NOT_THERE, due=counted, present=present, needed=needed)


@guard("G46", block, *basis.QUORUM, reads_form=True)
def committee_quorum(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    members = elected_to(dossier, act.form.body)
    needed = quorum_needed(len(members), law)
    present = len(act.form.attending)
    if present >= needed:
        return None
    return wrong(NOT_THERE, due=len(members), present=present, needed=needed)


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def only_the_elected_meet(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    others = set(act.form.attending) - set(elected_to(dossier, act.form.body))
    if not others and len(set(act.form.attending)) == len(act.form.attending):
        return None
    return wrong(N_("到会的委员中有 %(count)s 人不是新当选的委员或者重复：请核对"), count=len(others))


@guard("G40", block, *basis.FIRST_MEETING, reads_form=True)
def only_the_elected_divide_work(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    others = {row.person for row in act.form.duties} - set(elected_to(dossier, "members"))
    if not others:
        return None
    return wrong(N_("分工的人中有 %(count)s 人不是新当选的委员：请核对"), count=len(others))


@guard("G51", block, *basis.NO_PROXY, reads_form=True)
def nobody_votes_for_another(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if not act.form.by_proxy:
        return None
    return wrong(N_("有 %(count)s 人要求委托投票：没有到会的不能委托他人投票，请改为 0"), count=act.form.by_proxy)


@guard("G00", note, *basis.RESOLUTION, reads_form=True)
def vote_was_lost(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    counted, votes = entitled(dossier, act.form), act.form.in_favour
    if 2 * votes > counted:
        return None
    return wrong(
        N_("表决未通过：应到会 %(due)s 人，赞成 %(votes)s 人，须 %(needed)s 人"),
        due=counted, votes=votes, needed=counted // 2 + 1,
    )  # fmt: skip


@guard("G46", block, *basis.QUORUM, reads_form=True)
def no_more_votes_than_present(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, cast = act.form, act.form.in_favour + act.form.against + act.form.abstain
    present = assembled(dossier, form)[1]
    if "open_meeting" not in dossier.standing or cast <= present:
        return None
    return wrong(
        N_("“%(title)s”等共 %(cast)s 人，多于实到会 %(present)s 人：请核对"),
        title=form.title("in_favour"), cast=cast, present=present,
    )  # fmt: skip
