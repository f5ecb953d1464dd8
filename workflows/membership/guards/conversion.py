"""Conversion: extension, postponement, the archive; and the days that follow from them."""

from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, missing, too_late, wrong
from workflows.engine.forms import Incomplete
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.months import add_months
from workflows.membership.days import extensions, probation_to
from workflows.rules import XZ14, XZ26

ITEMS = (
    "admission_form",
    "application",
    "activist_form",
    "political_review",
    "probation_form",
    "conversion_application",
)


@guard("G25", block, XZ26.art(31), XZ14.art(32), reads_form=True)
def extended_once(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if act.form.outcome != "extend" or len(extensions(dossier)) < law["extensions_max_count"]:
        return None
    return wrong(N_("预备期只能延长 %(most)s 次，已经延长过：请讨论按期转正或者取消"), most=law["extensions_max_count"])


@guard("G25", block, XZ26.art(31), XZ14.art(32), reads_form=True)
def extension_of_lawful_length(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    if act.form.known("outcome") != "extend":
        return None
    counted_from = act.on if law.readings["extension_counts_from"] == "resolution" else probation_to(dossier, law)
    if counted_from is None:
        return None
    if act.form.extend_until is None:
        raise Incomplete(act.form.title("extend_until"))
    until, least, most = act.form.extend_until, law["extension_min_months"], law["extension_max_months"]
    first, last = add_months(counted_from, least), add_months(counted_from, most)
    if first <= until <= last:
        return None
    return wrong(
        N_("延长预备期须为 %(least)s 至 %(most)s 个月：应延长至 %(first)s 和 %(last)s 之间，登记为 %(until)s"),
        least=least,
        most=most,
        first=first,
        last=last,
        until=until,
    )


@guard("G27", block, XZ26.art(35), XZ14.art(36), reads_form=True)
def postponed_not_too_long(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    expiry, months = probation_to(dossier, law), law["postponement_months"]
    if expiry is None or act.form.until <= (latest := add_months(expiry, months)):
        return None
    return too_late(
        N_("推迟讨论转正不得超过 %(months)s 个月：预备期 %(probation_to)s 届满，推迟到 %(until)s"),
        latest,
        months=months,
        probation_to=expiry,
        until=act.form.until,
    )


@guard("G28", block, XZ26.art(36), XZ14.art(37), reads_form=True)
def all_papers(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    absent = [item for item in ITEMS if item not in act.form.items]
    return missing(N_("归档材料不齐，缺少：%(absent)s"), absent=absent) if absent else None
