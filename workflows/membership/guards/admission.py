"""Admission: pre-review, interview, approval."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, note, override, too_late, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.months import add_months
from workflows.rules import XZ14, XZ26

MAY_APPROVE = ("committee", "work_committee")


@guard("G14", override, XZ26.art(18), XZ14.art(19), reads_form=True)
def leaves_not_soon(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    leaves_on, months = act.form.expected_leave_on, law["leaving_months"]
    if leaves_on is None or leaves_on > add_months(act.on, months) or act.form.known("passed") is False:
        return None
    return wrong(
        N_("%(leaves_on)s 将离开单位，距预审不满 %(months)s 个月，一般不办理：确需办理的，请登记上级说明"),
        leaves_on=leaves_on,
        months=months,
    )


@guard("G00", note, XZ26.art(8), XZ14.art(8))
def separate_meetings(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    examined = dossier.done("examine")
    if dossier.setting.has_committee or examined is None or examined.on != act.on:
        return None
    if law.readings["steps_without_committee"] != "separate_meetings":
        return None
    return wrong(N_("不设支委会的支部，审查与接收应当分两次会议讨论（C-28）"))


@guard("L-6", irregular, limit="training_valid_months")
def training_still_valid(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    training, months = dossier.done("train"), law["training_valid_months"]
    if training is None or act.on <= (latest := add_months(training.ends_on, months)):
        return None
    return too_late(
        N_("培训结业已超过 %(months)s 个月（%(ended_on)s 结业）：应当重新培训"),
        latest,
        months=months,
        ended_on=training.ends_on,
    )


@guard("G19", block, XZ26.art(22), XZ14.art(23), reads_form=True)
def approver_has_power(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if act.form.approver in MAY_APPROVE:
        return None
    return wrong(N_("只有党委（党工委）可以审批预备党员，党总支、党组和临时党组织不能审批"), approver=act.form.approver)


@guard("G19", block, XZ26.art(24), XZ14.art(25), XZ26.art(33), XZ14.art(34), reads_form=True)
def committee_decided(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    """Reading C-27: more than half present, and more than half of all (or of those present) in favour."""
    members, present, favour = (act.form.known(f"committee_{name}") for name in ("members", "present", "in_favour"))
    if members is None or present is None or favour is None or not act.form.known("approved"):
        return None
    base = members if law.readings["committee_majority"] == "half_of_all" else present
    if 2 * present > members and 2 * favour > base:
        return None
    return wrong(
        N_("党委会表决未超过半数：委员 %(members)s 人，到会 %(present)s 人，赞成 %(favour)s 票（C-27）"),
        members=members,
        present=present,
        favour=favour,
    )
