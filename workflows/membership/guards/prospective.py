"""Prospective members: sponsors, political review, training."""

from datetime import date

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, note, override, too_early, wrong
from workflows.engine.forms import Form, Unrecorded
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.months import add_months
from workflows.membership.forms.prospective import Sponsor
from workflows.rules import DZ, XZ14, XZ26

EFFECT = {
    "warning": "warning_effect_months",
    "serious_warning": "serious_warning_effect_months",
    "removed_from_post": "removal_effect_months",
}


@guard("G09", block, XZ26.art(14), XZ14.art(14), DZ.art(5), reads_form=True)
def sponsors_are_members(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    sponsors, needed = act.form.sponsors, law["sponsors_count"]
    if len(sponsors) != needed:
        return wrong(N_("入党介绍人应为 %(needed)s 名，登记了 %(count)s 名"), needed=needed, count=len(sponsors))
    if any(sponsor.status not in ("full", None) for sponsor in sponsors):
        return wrong(N_("入党介绍人须为正式党员：请另行确定"))
    if any(_on_party_probation(sponsor, act) for sponsor in sponsors):
        return wrong(N_("受留党察看处分、尚未恢复党员权利的党员不能作入党介绍人：请另行确定"))
    for sponsor in sponsors:
        sponsor.recorded("status")
    return None


def _on_party_probation(sponsor, act: Act) -> bool:
    if sponsor.sanction != "party_probation" or (sponsor.sanction_on and sponsor.sanction_on > act.on):
        return False
    return sponsor.restored_on is None or sponsor.restored_on > act.on


@guard("G10", override, XZ26.art(14), reads_form=True)
def not_sanctioned(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    """The effect period runs from the day the sanction was approved; its last month's day is free again (JC-8)."""
    lighter = [sponsor for sponsor in act.form.known("sponsors") or () if EFFECT.get(sponsor.sanction) in law]
    for sponsor in lighter:
        if sponsor.sanction_on and sponsor.sanction_on <= act.on < (free_on := _free_on(sponsor, law)):
            return Finding(
                N_(
                    "入党介绍人在处分影响期内，不宜作介绍人：%(sanction_on)s 受处分，影响期 %(months)s 个月；请另行确定，或者登记上级说明"
                ),
                {"sanction_on": sponsor.sanction_on, "months": law[EFFECT[sponsor.sanction]]},
                earliest=free_on,
                severity=block if law.readings["sanctioned_sponsor"] == "block" else override,
            )
    for sponsor in lighter:
        sponsor.recorded("sanction_on")
    return None


def _free_on(sponsor: Sponsor, law: Law) -> date:
    return add_months(sponsor.sanction_on, law[EFFECT[sponsor.sanction]])


@guard("G09", note, reads_form=True)
def sponsors_own_branch(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    sponsors = act.form.known("sponsors") or ()
    if law.readings["sponsor_of_other_branch"] != "note" or all(s.own_branch is not False for s in sponsors):
        return None
    return wrong(N_("入党介绍人的组织关系不在本支部：条文未作规定，请留意（C-31）"))


@guard("G11", block, XZ26.art(16), XZ14.art(16), reads_form=True)
def places_asked(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if not dossier.setting.floating:
        return None
    needed, asked = law["floating_reviews_count"], len(set(act.form.places))
    if asked >= needed:
        return None
    return wrong(
        N_("流动人员的政治审查须征求户籍所在地和居住地党组织意见（%(needed)s 处），登记了 %(asked)s 处"),
        needed=needed,
        asked=asked,
    )


@guard("G11", block, XZ26.art(16), XZ14.art(16))
def reviewed_politically(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    review = dossier.last("review_politically")
    if review is None or review.conclusion == "pass":
        return None
    return wrong(N_("政治审查结论不合格（%(reviewed_on)s）：未经审查合格不能发展入党"), reviewed_on=review.on)


def long_enough(form: Form, law: Law) -> bool:
    """Whether a training is long enough: days or hours (reading C-20); raises Unrecorded when the dossier cannot say."""
    if form.exempt or "training_days" not in law:
        return True
    held = [(name, form.known(name), law[f"training_{name}"]) for name in ("days", "hours")]
    reached = [value is not None and value >= least for _, value, least in held]
    if all(reached) or (any(reached) and law.readings["training"] == "either"):
        return True
    unknown = [name for name, value, _ in held if value is None]
    if unknown:
        raise Unrecorded(form.title(unknown[0]))
    return False


@guard("G12", block, XZ26.art(17), XZ14.art(17))
def trained_enough(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    training = dossier.last("train")
    if training is None:
        return None
    if training.ends_on > act.on:
        return too_early(N_("集中培训到 %(ends_on)s 才结束"), training.ends_on, ends_on=training.ends_on)
    if long_enough(training, law):
        return None
    return wrong(
        N_("集中培训不足 %(days)s 天或者 %(hours)s 学时：只有 %(trained_days)s 天、%(trained_hours)s 学时"),
        days=law["training_days"],
        hours=law["training_hours"],
        trained_days=training.days,
        trained_hours=training.hours,
    )
