"""Guards on who watches: scrutineers and keyers do not stand; a committee that elects is watched by its own members."""

from typing import Any

from workflows.election import basis
from workflows.election.ballots import ballots
from workflows.election.bodies import free_to_watch, standing_in
from workflows.election.course import by_committee
from workflows.election.rounds import find_round
from workflows.election.tally import scrutineers, watching
from workflows.election.turns import under_way
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law


def body_of(form: Any) -> str | None:
    """The elected body whose meeting a form is about; None for the meeting of the members."""
    return form.known("body")


@guard("G45", block, *basis.SCRUTINEERS, reads_form=True)
def scrutineers_do_not_stand(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    stand = standing_in(dossier, body_of(act.form))
    both = [row for row in act.form.scrutineers if row.person in stand]
    if not both:
        return None
    return wrong(N_("有 %(count)s 名监票人或者计票人是候选人：请另行推选"), count=len(both))


@guard("G45", block, *basis.SCRUTINEERS, reads_form=True)
def committee_watches_itself(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    attending = committee_attending(dossier, act.form)
    if attending is None:
        return None
    named = {row.person for row in act.form.scrutineers if row.task == "scrutineer" and row.person is not None}
    others, free = named - set(attending), free_to_watch(dossier, attending, body_of(act.form))
    if others and free:
        return wrong(
            N_("监票人中有 %(count)s 人不是到会的委员：到会的委员有 %(free)s 人不是候选人，请从中推选"),
            count=len(others), free=len(free),
        )  # fmt: skip
    if others and not act.form.known("helper_number"):
        return wrong(
            N_("监票人中有 %(count)s 人不是到会的委员：到会的委员都是候选人的，由上级派人监票，请填写上级的文号"),
            count=len(others),
        )
    return None


@guard("G45", irregular, *basis.SCRUTINEERS, reads_form=True)
def scrutineers_are_on_the_roll(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    """Members or their delegates watch; whoever the superior sends, with a document of his, may come from elsewhere."""
    roll = dossier.done("freeze_roll")
    if roll is None or by_committee(dossier) or act.form.known("helper_number"):
        return None
    there = {None, *(row.person for row in roll.electors)}
    others = [row for row in act.form.scrutineers if row.task == "scrutineer" and row.person not in there]
    if not others:
        return None
    return wrong(
        N_(
            "监票人中有 %(count)s 人不在选举人名册上：监票人从党员或者党员代表中推选；由上级派人监票的，请填写上级的文号"
        ),
        count=len(others),
    )


def committee_attending(dossier: Dossier, form: Any) -> list[int] | None:
    """Who of a committee came, where a committee elects; None where all members or their delegates do."""
    if body_of(form):
        return form.attending
    opened = dossier.done("open_meeting")
    return opened.attending if opened and by_committee(dossier) else None


@guard("G45", block, *basis.SCRUTINEERS, reads_form=True)
def new_candidates_are_no_scrutineers(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = find_round(dossier, (act.form.ballot, act.form.round))
    watch = {row.person for row in scrutineers(dossier, found)}
    both = [row for row in act.form.candidates if row.person in watch]
    if not both:
        return None
    return wrong(N_("另行选举的候选人中有 %(count)s 人是监票人或者计票人：请另推监票人或者另定候选人"), count=len(both))


@guard("G45", block, *basis.SCRUTINEERS, reads_form=True)
def signed_by_scrutineers(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    watch = set(watching(dossier, find_round(dossier, (act.form.ballot, act.form.round))))
    signed = [row.person for row in act.form.scrutineers]
    if signed and set(signed) <= watch:
        return None
    return wrong(N_("计票结果须由这次会议通过的监票人签字确认：请选择监票人"))


@guard("G45", block, *basis.SCRUTINEERS)
def keyer_does_not_stand(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    announced = "announce_result" in dossier.standing
    fixed = {
        person
        for ballot in ballots(dossier)
        if not (announced and ballot.at_the_meeting)
        for person in ballot.candidates
    }
    named = {person for each in under_way(dossier) for person in each.candidates}
    if act.by not in fixed | named:
        return None
    return wrong(N_("候选人不能录入计票：请由不是候选人的两人录入，人手不够的由上级派人"))
