"""Application: who may apply."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, too_early
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.months import add_years
from workflows.rules import DZ, XZ14, XZ26


@guard("G01", block, DZ.art(1), XZ26.art(5), XZ14.art(5))
def of_age(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    years = law["applicant_age_years"]
    earliest = add_years(dossier.setting.born_on, years)
    if act.on >= earliest:
        return None
    return too_early(
        N_("申请时未满 %(years)s 周岁：%(born_on)s 出生"), earliest, years=years, born_on=dossier.setting.born_on
    )
