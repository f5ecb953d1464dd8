"""The delegates of a congress: the seats of each unit, whom it elected, whose credentials stand."""

from typing import Any

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier
from workflows.engine.law import Law

from .counting.count import Count
from .counting.decide import Decision, decide


def allotted(dossier: Dossier) -> dict[int, int]:
    """Seats by unit."""
    form = dossier.done("allot_delegates")
    return {row.unit: row.seats for row in form.units} if form else {}


def counted(dossier: Dossier, form: Any) -> Count:
    """The count a unit reported, for the counting functions; people are told apart by their numbers."""
    values = {
        "kind": "delegates",
        "on": form.on,
        "round": "formal",
        "seats": allotted(dossier).get(form.unit, 1),
        **{name: getattr(form, name) for name in ("due", "present", "issued", "collected", "void", "blank")},
        "candidates": [
            {
                "name": str(row.person),
                "ref": str(row.person),
                "in_favour": row.in_favour,
                "against": row.against,
                "abstain": row.abstain,
            }
            for row in form.votes
        ],
    }
    return Count.read(values)  # type: ignore[return-value]


def decision(dossier: Dossier, form: Any, law: Law) -> Decision:
    """What follows from the count a unit reported."""
    return decide(counted(dossier, form), law)


def reports(dossier: Dossier) -> dict[int, Any]:
    """The last report of each unit that elected all its delegates and need not elect again."""
    found = {taking.form.unit: taking for taking in dossier.takings.get("report_delegates", ())}
    again = sent_back(dossier)
    return {
        unit: taking.form
        for unit, taking in found.items()
        if taking.form.next == "none" and not (unit in again and taking.number < again[unit])
    }


def sent_back(dossier: Dossier) -> dict[int, int]:
    """Units that had to elect again, with the number of the examination that said so last."""
    found: dict[int, int] = {}
    examined: Any = dossier.takings.get("examine_credentials", ())
    for taking in examined:
        lost = {row.person for row in taking.form.unqualified}
        found |= {row.unit: taking.number for row in taking.form.units_again}
        for report in dossier.takings.get("report_delegates", ()):
            if report.number < taking.number and lost & set(report.form.elected):
                found[report.form.unit] = taking.number
    return found


def delegates(dossier: Dossier) -> dict[int, int]:
    """The delegates whose credentials nobody refused, each with his unit."""
    return {person: unit for unit, form in reports(dossier).items() for person in form.elected}


def units_to_report(dossier: Dossier) -> list[Key]:
    """The units that have not elected their delegates yet, or have to again."""
    there = reports(dossier)
    return [(unit,) for unit in allotted(dossier) if unit not in there]


def all_reported(dossier: Dossier) -> bool:
    """Whether every unit has elected its delegates."""
    return bool(allotted(dossier)) and not units_to_report(dossier)
