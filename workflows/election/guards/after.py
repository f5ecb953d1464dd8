"""Guards after the election: who was elected by write-in is looked at, members filed and heads approved before the archive."""

from workflows.election import basis
from workflows.election.rounds import written_in
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, note, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law


@guard("G52", block, *basis.REPORT, reads_form=True)
def written_in_looked_at(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    people = {person for _, person in written_in(dossier)}
    if not people or act.form.written_in_accepted is not None:
        return None
    return wrong(N_("有 %(count)s 人以另选当选，上级须审查资格：请填写审查结论"), count=len(people))


@guard("G52", note, *basis.REPORT, reads_form=True)
def written_in_not_accepted(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    people = {person for _, person in written_in(dossier)}
    if not people or act.form.written_in_accepted is not False:
        return None
    return wrong(N_("另选当选的 %(count)s 人资格审查不合格：不任职，席位空缺，请另行补选"), count=len(people))
