"""Guards on the term: extension and advance by at most a year, asked and answered in time; the election within its time."""

from datetime import date
from typing import Any

from workflows.election import basis
from workflows.election.course import term_election
from workflows.election.term import agreed, expiry, original_expiry
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, irregular, missing, too_early, too_late, wrong
from workflows.engine.guards import guard
from workflows.engine.law import Law
from workflows.engine.windows import shift

LIMIT, USUAL = "extension_months", "reminder_months"


def end_of(dossier: Dossier, asked: Any) -> date | None:
    """The end of the term that a request is about: as extended before it, or of an advance without any extension."""
    if asked.direction == "advance":
        return original_of(dossier, asked)
    return expiry(dossier) if agreed(dossier, "extend") else asked.known("expires_on")


def original_of(dossier: Dossier, asked: Any) -> date | None:
    """The end of the term without any extension, as a request tells it or an earlier step did."""
    return asked.known("original_expires_on") or original_expiry(dossier) or asked.known("expires_on")


@guard("G53", block, *basis.TERM, reads_form=True)
def extension_within_a_year(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, ends, original = act.form, end_of(dossier, act.form), original_of(dossier, act.form)
    if ends is None or original is None:
        return missing(N_("任期届满日没有登记：请先在党组织页面登记任期"))
    facts = {"ends": ends, "months": law[LIMIT], "until": form.until}
    latest, first = shift(original, LIMIT, law), shift(original, LIMIT, law, -1)
    if form.direction == "advance":
        if first <= form.until < ends:
            return None
        return wrong(
            N_("任期 %(ends)s 届满，提前不得超过 %(months)s 个月：最早 %(first)s，拟定 %(until)s"), **facts, first=first
        )
    if ends < form.until <= latest:
        return None
    if ends == original:
        return wrong(
            N_("任期 %(ends)s 届满，延期不得超过 %(months)s 个月：最迟 %(latest)s，拟定 %(until)s"),
            **facts, latest=latest,
        )  # fmt: skip
    return wrong(
        N_(
            "任期原定 %(original)s 届满，已批准延期到 %(ends)s，"
            "前后合计不得超过 %(months)s 个月：最迟 %(latest)s，拟定 %(until)s"
        ),
        **facts, latest=latest, original=original,
    )  # fmt: skip


@guard("G53", block, *basis.TERM, reads_form=True)
def extension_requested_in_time(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    form, ends = act.form, end_of(dossier, act.form)
    if form.direction == "advance" and act.on > form.until:
        return too_late(N_("拟提前到 %(until)s 换届，这一天已经过去：请另定日期"), form.until, until=form.until)
    if form.direction == "advance" or ends is None or act.on <= ends:
        return None
    return too_late(N_("延期须在任期届满前请示：任期 %(ends)s 届满"), ends, ends=ends)


@guard("G53", block, *basis.TERM, reads_form=True)
def extension_answered_in_time(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    asked = dossier.done("request_extension")
    ends = end_of(dossier, asked) if asked else None
    if ends is None or not act.form.agreed or act.on <= ends:
        return None
    return too_late(N_("延期或者提前换届须在任期届满前批准：任期 %(ends)s 届满"), ends, ends=ends)


@guard("G53", irregular, *basis.TERM)
def held_within_the_term(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    ends = expiry(dossier)
    if not term_election(dossier) or ends is None or act.on <= ends:
        return None
    return too_late(N_("任期已于 %(ends)s 届满，没有批准延期到这一天"), ends, ends=ends)


@guard("G53", irregular, *basis.TERM)
def not_ahead_of_time(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    ends = original_expiry(dossier)
    if not term_election(dossier) or ends is None or USUAL not in law:
        return None
    first = min([shift(ends, USUAL, law, -1), *(each.until for each in agreed(dossier, "advance"))])
    if act.on >= first:
        return None
    return too_early(
        N_("任期 %(ends)s 届满，早于届满前 %(months)s 个月换届的须经上级批准提前，没有批准提前到这一天"),
        first, ends=ends, months=law[USUAL],
    )  # fmt: skip
