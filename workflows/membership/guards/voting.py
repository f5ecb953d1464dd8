"""The branch meeting's vote: quorum, majority, one by one, secret. Whole numbers in, a decision out."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, note, wrong
from workflows.engine.forms import Form, Incomplete
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.rules import XZ14, XZ26, ZB18


def carried(form: Form) -> bool:
    """More than half of all entitled are in favour, written opinions lodged before the meeting included (C-2)."""
    return 2 * (form.in_favour + form.written_in_favour) > form.due


def has_quorum(form: Form, law: Law) -> bool:
    """More than half of all entitled are in the room (readings C-2, C-3)."""
    counted = form.present + (form.written_in_favour if law.readings["written_opinions"] == "votes_and_quorum" else 0)
    return 2 * counted > form.due or (law.readings["development_quorum"] == "half" and 2 * counted == form.due)


@guard("G16", block, XZ26.art(19), XZ14.art(20), ZB18.art(11), reads_form=True)
def quorum(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form = act.form
    if has_quorum(form, law):
        return None
    return wrong(
        N_("到会人数未超过应到会的半数：应到 %(due)s 人，实到 %(present)s 人，至少须到 %(needed)s 人"),
        due=form.due,
        present=form.present,
        needed=form.due // 2 + 1,
    )


@guard("G16", block, XZ26.art(19), XZ14.art(20), reads_form=True)
def nobody_excluded(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if not act.form.excluded or law.readings["meeting_exclusions"] == "six_categories":
        return None
    return wrong(
        N_("接收和转正的应到会人数不得扣除缺席党员，扣除了 %(excluded)s 人：请按全部有表决权的党员计算（C-15）"),
        excluded=act.form.excluded,
    )


@guard("G17", note, XZ26.art(20), XZ14.art(21), reads_form=True)
def motion_lost(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form = act.form
    if carried(form):
        return None
    return wrong(
        N_("表决未通过：应到 %(due)s 人，赞成 %(votes)s 票（含会前书面意见），须 %(needed)s 票"),
        due=form.due,
        votes=form.in_favour + form.written_in_favour,
        needed=form.due // 2 + 1,
    )


def motion_carried(step: str):
    """The guard of a step that relies on the vote `step`."""

    @guard("G17", block, XZ26.art(20), XZ14.art(21))
    def motion_carried(dossier: Dossier, act: Act, law: Law) -> Finding | None:
        if dossier.outcome(step) != "lost":
            return None
        return wrong(N_("支部大会表决未通过，不能继续办理：请重新召开支部大会讨论"), voted_on=dossier.last(step).on)

    return motion_carried


@guard("G18", block, XZ26.art(20), XZ14.art(21), reads_form=True)
def one_by_one(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if act.form.one_by_one is not False:
        return None
    return wrong(N_("两人以上须逐个讨论和表决，不得一并表决"))


@guard("G29", block, XZ26.art(20), XZ14.art(21), reads_form=True)
def ballot_secret(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    return None if act.form.secret_ballot else wrong(N_("须采取无记名投票方式表决"))


@guard("L-8", irregular, limit="sponsors_present_count", reads_form=True)
def sponsors_attended(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    needed, attended = law["sponsors_present_count"], act.form.known("sponsors_present")
    if attended is None:
        raise Incomplete(act.form.title("sponsors_present"))
    if attended >= needed:
        return None
    return wrong(N_("%(needed)s 名入党介绍人都应到会，登记到会 %(attended)s 名"), needed=needed, attended=attended)
