"""The steps of the office journal."""

from typing import Any

from workflows.engine.declare import Ended, Step

from . import beside, bodies, forms, merging, rights
from .stages import Office, Stage

EVEN_AFTER = (Stage.STANDING, Stage.DISSOLVED)  # what the organisation once began must still find its end

BY_THE_BRANCH = (Office.ADMINISTRATION, Office.BRANCH)
BY_SECURITY = (Office.SECURITY,)
BY_BOTH = (Office.ADMINISTRATION, Office.SECURITY)
OF_POSTS = ("propose_post", "grant_post", "end_post", "change_office_table")


def step(name: str, title: str, form: Any, **more: Any) -> Step:
    """A step that may be taken again and again while the organisation exists."""
    return Step(
        name=name,
        title=title,
        form=form,
        **{
            "stage": (Stage.STANDING,),
            "by": (Office.ADMINISTRATION,),
            "repeats": True,
            "main": False,
            "effects": True,
            "confirmed_by": BY_SECURITY if name in OF_POSTS else (),
            **more,
        },
    )


STEPS = (
    step(
        "found_organisation",
        "设立党组织",
        forms.Founded,
        stage=(),
        opens_case=True,
        repeats=False,
        main=True,
        leads_to=Stage.STANDING,
        beside=beside.founded,
    ),
    step("change_organisation", "变更党组织", forms.Changed, beside=beside.changed),
    step(
        "dissolve_organisation",
        "撤销党组织",
        forms.Dissolved,
        repeats=False,
        leads_to=Ended("dissolved"),
        beside=beside.dissolved,
    ),
    step(
        "merge_organisation",
        "合并党组织",
        forms.Merged,
        repeats=False,
        leads_to=Ended("merged"),
        beside=merging.merged,
        along=merging.take_along,
        holds=merging.hold,
        final=True,
    ),
    step("take_over_organisation", "接收并入的党组织", forms.OrganisationTakenOver, stage=(), by=(), final=True),
    step(
        "register_person",
        "登记人员",
        forms.Registered,
        by=BY_THE_BRANCH,
        beside=beside.registered,
        hint="只登记办理各步用得到的内容。性别、民族、职业等写在纸质材料上，这里不登记。",
    ),
    step("state_membership", "初始登记党籍", forms.MembershipStated, beside=beside.person_known),
    step("declare_kinship", "申报亲属关系", forms.KinshipDeclared, by=BY_THE_BRANCH, beside=beside.person_known),
    step("record_sanction", "登记处分", forms.Sanctioned, beside=beside.person_known),
    step("restore_rights", "恢复党员权利", forms.Restored, stage=EVEN_AFTER, beside=beside.restored),
    step("record_detention", "登记留置、逮捕", forms.Detained, beside=rights.detained),
    step("end_detention", "登记解除留置、逮捕", forms.Released, stage=EVEN_AFTER, beside=rights.released),
    step("suspend_rights", "中止党员权利", forms.RightsSuspended, beside=rights.rights_suspended),
    step(
        "resume_rights",
        "恢复被中止的党员权利",
        forms.RightsResumed,
        stage=EVEN_AFTER,
        beside=rights.rights_resumed,
    ),
    step("propose_post", "提议任职", forms.PostProposed, effects=False, beside=beside.post_proposed),
    step("grant_post", "确认任职", forms.PostGranted, by=BY_SECURITY, beside=beside.post_granted),
    step("end_post", "免去职务", forms.PostEnded, by=BY_BOTH, beside=beside.post_ended),
    step("open_account", "开立账号", forms.AccountOpened, beside=beside.account_opened),
    step("close_account", "停用账号", forms.AccountClosed, stage=EVEN_AFTER, beside=beside.account_closed),
    step(
        "change_office_table",
        "调整登记权限",
        forms.OfficeTableChanged,
        by=BY_SECURITY,
        beside=beside.office_table_changed,
    ),
    step("set_reading", "选定解释口径", forms.ReadingSet, beside=beside.at_root),
    step("set_overlay", "启用附加规定", forms.OverlaySet, beside=beside.at_root),
    step("confirm_calendar", "确认放假安排", forms.CalendarConfirmed, beside=beside.at_root),
    step("state_term", "初始登记任期", forms.TermStated, beside=bodies.term_stated),
    step("set_body", "登记领导班子类别", forms.BodySet, beside=bodies.body_set),
    step("set_term_length", "调整任期年限", forms.TermLengthSet, beside=beside.at_root),
    step("set_plan", "下达年度发展计划", forms.PlanSet, effects=False),
)
