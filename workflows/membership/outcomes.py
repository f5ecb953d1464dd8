"""Outcomes, derived from what was recorded; nobody types them."""

from workflows.engine.dossier import Dossier
from workflows.engine.forms import Form
from workflows.engine.law import Law
from workflows.membership.guards.prospective import long_enough
from workflows.membership.guards.voting import carried


def consent(dossier: Dossier, form: Form, law: Law) -> str:
    """Whether the superior agreed."""
    return "agreed" if form.agreed else "not_agreed"


def notice_result(dossier: Dossier, form: Form, law: Law) -> str:
    """Objections that were looked into and stand are upheld; those not looked into yet are pending."""
    if not form.objections or form.objections_cleared:
        return "no_objection"
    return "pending" if form.objections_cleared is None else "upheld"


def conclusion(dossier: Dossier, form: Form, law: Law) -> str:
    """The political review's conclusion."""
    return "passed" if form.conclusion == "pass" else "failed"


def passed(dossier: Dossier, form: Form, law: Law) -> str:
    """Whether an examination or a pre-review was passed."""
    return "passed" if form.passed else "failed"


def training(dossier: Dossier, form: Form, law: Law) -> str:
    """Whether the training was long enough."""
    return "completed" if long_enough(form, law) else "insufficient"


def vote(dossier: Dossier, form: Form, law: Law) -> str:
    """Whether the motion was carried."""
    return "carried" if carried(form) else "lost"


def admission(dossier: Dossier, form: Form, law: Law) -> str:
    """The superior's answer on an admission."""
    return "approved" if form.approved else "refused"


def conversion_vote(dossier: Dossier, form: Form, law: Law) -> str:
    """The motion that was carried, or that it was lost."""
    return form.outcome if carried(form) else "lost"


def conversion(dossier: Dossier, form: Form, law: Law) -> str:
    """The superior's answer: the meeting's motion, or a refusal."""
    resolution = dossier.last("resolve_conversion")
    return (resolution.outcome if resolution else "on_time") if form.approved else "refused"


def ended(dossier: Dossier, form: Form, law: Law) -> str:
    """Why a case was closed."""
    return form.reason
