"""Guards on the plan: a congress only where one is allowed, the size of the committee and of the branch."""

from typing import Any

from workflows.election import basis
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, note, wrong
from workflows.engine.forms import Unrecorded
from workflows.engine.guards import guard
from workflows.engine.law import Law


@guard("G42", block, *basis.FORM_OF_MEETING, reads_form=True)
def congress_allowed(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, kind = act.form, dossier.setting.known("organisation_kind")
    if form.meeting != "congress":
        return None
    if kind != "committee":
        return wrong(N_("党支部和党总支由党员大会选举，不召开党员代表大会"))
    if form.dispersed:
        return None
    needed, members = law["congress_members_count"], form.known("members")
    if members is None:
        raise Unrecorded(form.title("members"))
    if members >= needed:
        return None
    return wrong(
        N_("党员 %(members)s 人，不足 %(needed)s 人且驻地不分散：应当召开党员大会"), members=members, needed=needed
    )


@guard("G54", irregular, *basis.COMMITTEE_SIZE, reads_form=True)
def committee_where_there_is_one(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form = act.form
    if dossier.setting.known("organisation_kind") != "branch" or form.known("full_members") is None:
        return None
    full, needed = form.full_members, law["committee_from_count"]
    if form.body == "heads" and full >= needed:
        return wrong(N_("正式党员 %(full)s 人，满 %(needed)s 人的应设支部委员会"), full=full, needed=needed)
    if form.body == "committee" and full < needed:
        return wrong(N_("正式党员 %(full)s 人，不足 %(needed)s 人的不设支部委员会"), full=full, needed=needed)
    return None


@guard("G54", irregular, *basis.COMMITTEE_SIZE, reads_form=True)
def committee_within_bounds(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, least, most = act.form, law["committee_min_count"], law["committee_max_count"]
    if not branch_committee(dossier, form) or least <= form.seats <= most:
        return None
    return wrong(
        N_("支部委员会 %(least)s 名委员以上，最多一般 %(most)s 名，拟设 %(seats)s 名"),
        least=least, most=most, seats=form.seats,
    )  # fmt: skip


@guard("G54", note, *basis.COMMITTEE_SIZE, reads_form=True)
def seats_as_usual(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, usual, most = act.form, law["committee_usual_max_count"], law["committee_max_count"]
    if not branch_committee(dossier, form) or not usual < form.seats <= most:
        return None
    return wrong(N_("支部委员会通常不超过 %(usual)s 名委员，拟设 %(seats)s 名"), usual=usual, seats=form.seats)


def branch_committee(dossier: Dossier, form: Any) -> bool:
    """Whether a branch plans to elect a committee."""
    return dossier.setting.known("organisation_kind") == "branch" and form.body == "committee"


@guard("G55", irregular, *basis.BRANCH_SIZE, reads_form=True)
def enough_members(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    full, least = act.form.known("full_members"), law["branch_min_count"]
    if dossier.setting.known("organisation_kind") != "branch" or full is None or full >= least:
        return None
    return wrong(N_("正式党员 %(full)s 人，不足 %(least)s 人，不具备成立党支部的条件"), full=full, least=least)


@guard("G55", note, *basis.BRANCH_SIZE, reads_form=True)
def not_too_many_members(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    members, most = act.form.known("members"), law["branch_max_count"]
    if dossier.setting.known("organisation_kind") != "branch" or members is None or members <= most:
        return None
    return wrong(N_("党员 %(members)s 人，党支部一般不超过 %(most)s 人"), members=members, most=most)
