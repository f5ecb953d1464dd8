"""What a general branch between branch and superior must do first: deliberate (SP-9). It never approves."""

from workflows.engine.declare import Need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_, irregular
from workflows.rules import XZ14, XZ26


def deliberated(step: str, matter: str) -> Need:
    """The general branch deliberated on `matter` after it was last decided, where the branch stands under one."""

    def still_due(dossier: Dossier) -> bool:
        if not dossier.setting.general_branch:
            return False
        decided = dossier.standing.get(matter)
        talks = [
            taking
            for taking in dossier.takings.get("deliberate", ())
            if taking.form.known("about") in (step, matter, None)
        ]
        return not any(decided is None or talk.on >= decided.on for talk in talks)

    return Need(
        "deliberate",
        severity=irregular,
        unmet=still_due,
        basis=(XZ26.art(22), XZ14.art(23)),
        message=N_("党总支尚未审议：请先登记“党总支审议”"),
    )
