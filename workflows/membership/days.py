"""Days that follow from acts: when training counts from, when probation begins and ends, from when a member stands."""

from datetime import date, timedelta
from typing import Any

from workflows.engine.dossier import Dossier
from workflows.engine.law import Law
from workflows.engine.months import add_months, add_years


def activist_from(dossier: Dossier, law: Law) -> date | None:
    """Reading C-19: the year of training counts from the committee's decision, or from its filing above."""
    step = "file_activist" if law.readings["activist_period_starts"] == "filing" else "decide_activist"
    taking = dossier.standing.get(step)
    return taking.on if taking else None


def prospective_from(dossier: Dossier, law: Law) -> date | None:
    """Reading C-21: the day of listing, or the day of the superior's consent."""
    step = "agree_prospective" if law.readings["prospective_from"] == "consent" else "list_prospective"
    taking = dossier.standing.get(step)
    return taking.on if taking else None


def probation_from(dossier: Dossier, law: Law) -> date | None:
    """The day of the meeting that carried the admission (XZ26 31)."""
    taking = dossier.standing.get("admit")
    return taking.on if taking else None


def extensions(dossier: Dossier) -> list[date | None]:
    """The days to which probation was extended, each by a resolution the superior approved; None where not recorded."""
    approvals = [taking for taking in dossier.takings.get("approve_conversion", ()) if taking.outcome == "extend"]
    return [_resolved_before(dossier, approval.number) for approval in approvals]


def _resolved_before(dossier: Dossier, number: int) -> date | None:
    resolutions = [taking for taking in dossier.takings["resolve_conversion"] if taking.number < number]
    return resolutions[-1].form.known("extend_until") if resolutions else None


def probation_to(dossier: Dossier, law: Law) -> date | None:
    """A year after it began, or the day an approved extension ends (C-24); None where that day was not recorded."""
    begun = probation_from(dossier, law)
    if begun is None:
        return None
    extended = extensions(dossier)
    return extended[-1] if extended else add_years(begun, law["probation_years"])


def conversion_due(dossier: Dossier, law: Law) -> date | None:
    """The day from which conversion is to be discussed at once: the expiry, or the day it was postponed to (XZ26 35)."""
    expiry, postponed = probation_to(dossier, law), dossier.done("postpone_conversion")
    return max(expiry, postponed.until) if expiry and postponed else expiry


def approval_lapsed(dossier: Dossier, on: date, law: Law) -> bool:
    """Whether the admission waited longer than the longest time for approval, so that a new vote is the way out (G21)."""
    admitted = dossier.standing.get("admit")
    limit = "approval_extended_months"
    return admitted is not None and limit in law and on > add_months(admitted.on, law[limit])


def shortest_notice(begins_on: date, law: Law) -> dict[str, Any]:
    """A notice as short as the law allows."""
    days = law.limits["notice_workdays"].value if "notice_workdays" in law else 1
    return {"ends_on": law.calendar.nth_workday_after(begins_on, days), "objections": 0}


def shortest_training(begins_on: date, law: Law) -> dict[str, Any]:
    """A training as short as the law allows."""
    days = law["training_days"]
    return {"ends_on": begins_on + timedelta(days=days - 1), "days": days, "hours": law["training_hours"]}


DAYS = {
    "activist_from": activist_from,
    "prospective_from": prospective_from,
    "probation_from": probation_from,
    "probation_to": probation_to,
    "conversion_due": conversion_due,
}


def computed(dossier: Dossier, law: Law) -> dict[str, date | None]:
    """The four days `check` answers with; probation days are known once the admission is approved."""
    approved = "approve_admission" in dossier.standing
    expiry = probation_to(dossier, law) if approved else None
    full = (
        expiry
        if "approve_conversion" in dossier.standing and dossier.outcome("approve_conversion") == "on_time"
        else None
    )
    return {
        "probation_from": probation_from(dossier, law) if approved else None,
        "probation_to": expiry,
        "full_member_on": full,
        "standing_from": full,
    }
