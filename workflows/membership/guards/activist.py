"""Activists: contacts, opinions heard, the superior's consent and the notice."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, missing, override, wrong
from workflows.engine.forms import Unrecorded
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.rules import XZ14, XZ26

VOICES = ("group", "contacts", "members", "masses")


@guard("G03", block, XZ26.art(9), XZ14.art(9), reads_form=True)
def contacts_are_members(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    contacts = act.form.contacts
    least, most = law["contacts_min_count"], law["contacts_max_count"]
    if not least <= len(contacts) <= most:
        return wrong(
            N_("培养联系人应为 %(least)s 至 %(most)s 名，登记了 %(count)s 名"),
            least=least,
            most=most,
            count=len(contacts),
        )
    if any(contact.status not in ("full", None) for contact in contacts):
        return wrong(N_("培养联系人须为正式党员：请另行指定"), count=len(contacts))
    for contact in contacts:
        contact.recorded("status")
    return None


@guard("L-3", irregular, limit="contact_cases_max_count", reads_form=True)
def contacts_not_overloaded(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    most = law["contact_cases_max_count"]
    if all((contact.other_cases or 0) < most for contact in act.form.contacts):
        return None
    return wrong(N_("一名正式党员同时联系的人数不得超过 %(most)s 名：请另行指定"), most=most)


@guard("G30", override, reads_form=True)
def kin_kept_apart(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    chosen = act.form.known("contacts") or act.form.known("sponsors") or ()
    if not act.by_relative and not any(person.relative for person in chosen):
        return None
    return wrong(N_("与申请人有亲属关系的人应当回避：请另行指定或由他人办理，或者登记上级说明"))


@guard("G06", block, XZ26.art(13), XZ14.art(13), reads_form=True)
def opinions_heard(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    unheard = [voice for voice in VOICES if voice not in act.form.opinions]
    if unheard == ["group"] and dossier.setting.known("has_groups") is None:
        raise Unrecorded(dossier.setting.title("has_groups"))
    if "group" in unheard and not dossier.setting.known("has_groups"):
        unheard.remove("group")
    if not unheard:
        return None
    return missing(N_("尚未听取这些方面的意见：%(unheard)s"), unheard=unheard)


@guard("G07", block, XZ26.art(13))
def consent_before_notice(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    consent, notice = dossier.done("agree_prospective"), dossier.done("post_notice")
    if consent is None or notice is None or consent.on <= notice.begins_on:
        return None
    return wrong(
        N_("公示先于上级党委同意：%(begins_on)s 起公示，%(agreed_on)s 才同意；请在同意之后重新公示"),
        begins_on=notice.begins_on,
        agreed_on=consent.on,
    )


@guard("G08", block, XZ26.art(13), limit="notice_workdays")
def objections_cleared(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    notice = dossier.done("post_notice")
    if notice is None or not notice.objections or notice.objections_cleared:
        return None
    if notice.objections_cleared is None and not act.live:
        raise Unrecorded(notice.title("objections_cleared"))
    return wrong(N_("公示期间收到异议，尚未查清：请查清后登记结论"))


@guard("G08", block, XZ26.art(13))
def notice_in_both_places(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    notice = dossier.done("post_notice")
    if notice is None or not dossier.setting.floating:
        return None
    needed = law["floating_places_count"]
    if len(set(notice.places)) >= needed:
        return None
    return wrong(
        N_("流动人员须在流出地和流入地同时公示（%(needed)s 处），登记了 %(count)s 处"),
        needed=needed,
        count=len(set(notice.places)),
    )
