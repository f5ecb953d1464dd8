"""Outcomes, derived from what was recorded; nobody types them."""

from typing import Any

from workflows.engine.dossier import Dossier
from workflows.engine.forms import Form
from workflows.engine.law import Law

from . import delegates
from .course import elects_heads
from .rounds import find_round
from .tally import assembled, decision


def answer(dossier: Dossier, form: Form, law: Law) -> str:
    """The superior's answer to a request."""
    return "agreed" if form.agreed else "not_agreed"


def show_of_hands(dossier: Dossier, form: Any, law: Law) -> str:
    """More than half of all entitled are in favour (ZB18 11)."""
    return "carried" if 2 * form.in_favour > entitled(dossier, form) else "lost"


def entitled(dossier: Dossier, form: Any) -> int:
    """Of how many more than half is needed: those who vote; before there is a roll, the number recorded with the vote."""
    return form.known("due") if "due" in type(form).model_fields else assembled(dossier, form)[0]


def count(dossier: Dossier, form: Any, law: Law) -> str:
    """What the count decides, computed again from what two people keyed."""
    found = find_round(dossier, (form.ballot, form.round))
    if found is None or found.agreed is None:
        return form.known("next") or "manual"
    decided = decision(dossier, found, law)
    return "decided" if decided.next == "none" else decided.next


def resolution(dossier: Dossier, form: Any, law: Law) -> str:
    """What the meeting decided about seats that were not filled; lost without the consent of more than half."""
    return form.choice if 2 * form.in_favour > entitled(dossier, form) else "lost"


def delegates_elected(dossier: Dossier, form: Any, law: Law) -> str:
    """What follows from the count a unit reported."""
    if form.unit not in delegates.allotted(dossier):
        return form.known("next") or "manual"
    decided = delegates.decision(dossier, form, law)
    return "decided" if decided.next == "none" else decided.next


def credentials(dossier: Dossier, form: Any, law: Law) -> str:
    """Whether every delegate's credentials stand, or some units elect again."""
    return "again" if form.units_again or form.unqualified else "passed"


def preparatory(dossier: Dossier, form: Any, law: Law) -> str:
    """More than half of all delegates are in favour."""
    return "carried" if 2 * form.in_favour > len(delegates.delegates(dossier)) else "lost"


def filing(dossier: Dossier, form: Any, law: Law) -> str:
    """Members are filed; where no head was elected nothing more is to be approved, and they take their seats."""
    return "filed" if elects_heads(dossier) else "seated"


def heads(dossier: Dossier, form: Any, law: Law) -> str:
    """The superior's answer on secretary and deputies."""
    return "approved" if form.approved else "refused"
