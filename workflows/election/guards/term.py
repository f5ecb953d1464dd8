"""Guards on the term: extension and advance by at most a year and before expiry; the election before the term is over."""

from typing import Any

from workflows.election import basis
from workflows.election.course import term_election
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, missing, too_late, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.windows import shift

LIMIT = "extension_months"


def expiry(dossier: Dossier) -> Any:
    """The day on which the term ends as the case knows it: the last one recorded, extensions granted included; or None."""
    granted = extension(dossier)
    if granted is not None:
        return granted.until
    for step in ("decide_election", "request_extension", "remind", "record_vacancy"):
        form = dossier.last(step)
        if form is not None and form.known("expires_on"):
            return form.expires_on
    return None


def extension(dossier: Dossier) -> Any:
    """The extension that the superior agreed to, or None; an election brought forward moves no term."""
    asked = dossier.done("request_extension")
    agreed = dossier.outcome("reply_extension") == "agreed"
    return asked if agreed and asked and asked.direction == "extend" else None


@guard("G53", block, *basis.TERM, reads_form=True)
def extension_within_a_year(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form = act.form
    ends = form.known("expires_on")
    if ends is None:
        return missing(N_("任期届满日没有登记：请先在党组织页面登记任期"))
    latest, first = shift(ends, LIMIT, law), shift(ends, LIMIT, law, -1)
    if form.direction == "extend" and not ends < form.until <= latest:
        return wrong(
            N_("任期 %(ends)s 届满，延期不得超过 %(months)s 个月：最迟 %(latest)s，拟定 %(until)s"),
            ends=ends, months=law[LIMIT], latest=latest, until=form.until,
        )  # fmt: skip
    if form.direction == "advance" and not first <= form.until < ends:
        return wrong(
            N_("任期 %(ends)s 届满，提前不得超过 %(months)s 个月：最早 %(first)s，拟定 %(until)s"),
            ends=ends, months=law[LIMIT], first=first, until=form.until,
        )  # fmt: skip
    return None


@guard("G53", block, *basis.TERM, reads_form=True)
def extension_answered_in_time(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    asked = dossier.done("request_extension")
    if asked is None or not act.form.agreed or asked.known("expires_on") is None or act.on <= asked.expires_on:
        return None
    return too_late(
        N_("延期或者提前换届须在任期届满前批准：任期 %(ends)s 届满"), asked.expires_on, ends=asked.expires_on
    )


@guard("G53", irregular, *basis.TERM)
def held_within_the_term(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    ends = expiry(dossier)
    if not term_election(dossier) or ends is None or act.on <= ends:
        return None
    return too_late(N_("任期已于 %(ends)s 届满，没有批准延期到这一天"), ends, ends=ends)
