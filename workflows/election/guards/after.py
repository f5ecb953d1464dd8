"""Guards after the election: who was elected by write-in is looked at, members filed and heads approved before the archive."""

from workflows.election import basis
from workflows.election.rounds import courses
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law


def written_in(dossier: Dossier) -> list[int]:
    """Who was elected without standing: the superior has not looked at them yet (reading C-34)."""
    return [
        person
        for course in courses(dossier)
        for each in course.rounds
        if each.confirmed
        for person in each.confirmed.elected
        if person not in each.candidates
    ]


@guard("G52", block, *basis.REPORT, reads_form=True)
def written_in_looked_at(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    people = written_in(dossier)
    if not people or act.form.written_in_accepted is not None:
        return None
    return wrong(N_("有 %(count)s 人以另选当选，上级须审查资格：请填写审查结论"), count=len(people))
