"""Guards on candidates: enough of them, eligible, agreed to by the superior, in their order, and none of them a scrutineer."""

from collections.abc import Iterator
from typing import Any

from workflows.election import basis
from workflows.election.ballots import ballots
from workflows.election.counting.candidates import least_candidates, most_candidates
from workflows.election.course import HEADS, by_election
from workflows.election.strokes import in_stroke_order, unknown_characters
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import N_, Finding, block, note, wrong
from workflows.engine.guards import guard
from workflows.engine.journal import APART
from workflows.engine.law import Law

BY_STROKES = ("members", "discipline", "standing")


def standing_for(form: Any, position: str) -> list[Any]:
    """The rows of a form that stand for a position, in their order."""
    return [row for row in form.candidates if row.position == position]


def wanting(dossier: Dossier, form: Any, law: Law) -> Iterator[tuple[str, int, int, int, int | None]]:
    """(position, seats, candidates, least, most) for every ballot with too few or too many."""
    for ballot in ballots(dossier):
        stand = len(standing_for(form, ballot.position))
        least = least_candidates(ballot.kind, ballot.seats, law, by_election(dossier))
        most = most_candidates(ballot.kind, ballot.seats, law)
        if stand < least or (most is not None and stand > most):
            yield ballot.position, ballot.seats, stand, least, most


@guard("G43", block, *basis.DIFFERENTIAL, reads_form=True)
def enough_candidates(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    found = next(wanting(dossier, act.form, law), None)
    if found is None:
        return None
    position, seats, stand, least, most = found
    facts = {"position": [position], "seats": seats, "stand": stand}
    if stand < least:
        return wrong(
            N_("%(position)s应选 %(seats)s 名，候选人 %(stand)s 名，至少须有 %(least)s 名：请补足候选人"),
            **facts, least=least,
        )  # fmt: skip
    return wrong(N_("%(position)s应选 %(seats)s 名，候选人 %(stand)s 名，至多 %(most)s 名：请核对"), **facts, most=most)


@guard("G43", block, *basis.DIFFERENTIAL, reads_form=True)
def only_planned_positions(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    planned = {ballot.position for ballot in ballots(dossier)}
    extra = list(dict.fromkeys(row.position for row in act.form.candidates if row.position not in planned))
    if not extra:
        return None
    return wrong(N_("这次选举不选%(positions)s：请删去这些候选人"), positions=extra)


@guard("G40", block, *basis.RIGHTS, reads_form=True)
def candidates_are_full_members(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    wrong_ones = [row.name for row in act.form.candidates if row.status not in (None, "full")]
    if not wrong_ones:
        return None
    return wrong(N_("候选人须是有被选举权的正式党员，%(count)s 人不是：请核对党籍"), count=len(wrong_ones))


@guard("G44", block, *basis.CONSENT, reads_form=True)
def agreed_by_the_superior(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    proposed = dossier.done("propose_candidates")
    if proposed is None:
        return None
    known = {(row.position, row.person) for row in proposed.candidates}
    extra = [row for row in act.form.candidates if (row.position, row.person) not in known]
    if not extra:
        return None
    return wrong(N_("有 %(count)s 名候选人不在上级同意的人选之内：请先就这些人选请示上级"), count=len(extra))


@guard("G50", note, *basis.ORDER, reads_form=True)
def in_order_of_strokes(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    for position in BY_STROKES:
        names = [row.name for row in standing_for(act.form, position)]
        if APART not in names and names != in_stroke_order(names):
            return wrong(
                N_("%(position)s候选人应按姓氏笔画为序：%(order)s"),
                position=[position], order="、".join(in_stroke_order(names)),
            )  # fmt: skip
    return None


@guard("G50", note, *basis.ORDER, reads_form=True)
def strokes_are_known(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    names = (row.name for row in act.form.candidates if row.position in BY_STROKES)
    unknown = "".join(dict.fromkeys("".join(map(unknown_characters, names))))
    if not unknown:
        return None
    return wrong(N_("“%(characters)s”的笔画没有收录，排在最后：请人工核对顺序"), characters=unknown)


@guard("G50", note, *basis.ORDER, reads_form=True)
def heads_as_approved(dossier: Dossier, act: Act, law: Law) -> Finding | None:
    proposed = dossier.done("propose_candidates")
    for position in HEADS if proposed else ():
        approved = [row.person for row in standing_for(proposed, position)]
        now = [row.person for row in standing_for(act.form, position)]
        if now != [person for person in approved if person in now]:
            return wrong(N_("%(position)s候选人应按上级批准的顺序排列"), position=[position])
    return None
