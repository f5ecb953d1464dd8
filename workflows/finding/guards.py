"""The guards of findings: who may answer, confirm and close, as far as the case itself tells."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.rules import SJ

BASIS = (SJ.art("findings"),)


def raiser(dossier: Dossier) -> int | None:
    """Who raised the finding."""
    raised = dossier.standing.get("raise_finding")
    return raised.by if raised else None


def is_raiser(dossier: Dossier, act: Act) -> bool | None:
    """Whether whoever raised the finding takes the step; None where one of them is not known."""
    return None if act.by is None or raiser(dossier) is None else act.by == raiser(dossier)


@guard("G70", block, *BASIS, reads_form=True)
def confirmed_by_the_raiser(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if is_raiser(dossier, act) is not False:
        return None
    return wrong(N_("检查发现由提出的人确认：请由提出人办理；提出人已不任审计人员的，由同一党组织的审计人员办结"))


@guard("G71", block, *BASIS, reads_form=True)
def answered_by_another(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if not is_raiser(dossier, act):
        return None
    return wrong(N_("提出检查发现的人不能自己答复：请由被检查的党组织另派人员答复"))


@guard("G70", block, *BASIS, reads_form=True)
def accepted_before_the_raiser_closes(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    """Whoever takes the place of a raiser who has left closes it without his word."""
    if not is_raiser(dossier, act) or dossier.outcome("confirm_finding") == "accepted":
        return None
    return wrong(N_("答复尚未认可：请先“确认整改”，认可后再办结"))
