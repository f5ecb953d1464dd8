"""What a case does to membership, and how the branch is built: both follow from days and organisations, nobody types them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from workflows.engine.dossier import Dossier
from workflows.engine.law import Law

from .days import probation_from, probation_to
from .stages import Stage


class Held(NamedTuple):
    """A membership the case gives: its status, first and last day (None: it still holds), and the organisation's number.

    Without a number it is the organisation that holds the case.
    """

    status: str
    from_on: date
    until_on: date | None
    organisation: int | None = None


def built(own: Any, above: Sequence[Any]) -> dict[str, Any]:
    """The settings that follow from the organisations of a day: `own` is the branch, `above` the line to the root."""
    before_power = [place.kind for place in _below_power(above)]
    return {
        "has_committee": bool(own.has_committee),
        "has_groups": bool(own.has_groups),
        "general_branch": "general_branch" in before_power,
    }


def _below_power(above: Sequence[Any]) -> Sequence[Any]:
    for number, place in enumerate(above):
        if place.approval_power:
            return above[:number]
    return above


def memberships(dossier: Dossier, law: Law) -> list[Held]:
    """Probationary from the meeting's day once approved, full from the expiry, each where the person then was."""
    return [part for held in _in_time(dossier, law) for part in _in_place(held, dossier)]


def _in_time(dossier: Dossier, law: Law) -> list[Held]:
    begun = probation_from(dossier, law)
    if begun is None or "approve_admission" not in dossier.standing:
        return []
    converted = dossier.standing.get("approve_conversion")
    if dossier.stage == Stage.FULL or (converted and converted.outcome == "on_time"):
        full_from = probation_to(dossier, law) or (converted.on if converted else dossier.last_on)
        assert full_from is not None
        return [Held("probationary", begun, full_from - timedelta(days=1)), Held("full", full_from, None)]
    return [Held("probationary", begun, dossier.last_on if dossier.stage == Stage.ENDED else None)]


def _in_place(held: Held, dossier: Dossier) -> list[Held]:
    """The membership cut at every day the person was received elsewhere, or went over with the whole branch."""
    received = [(taking.on, taking.form.known("organisation")) for taking in dossier.takings.get("receive", ())]
    moves = sorted([*received, *dossier.moves], key=lambda move: move[0])
    parts, place = [], dossier.setting.known("begun_in")
    for on, organisation in moves:
        if held.from_on < on and (held.until_on is None or on <= held.until_on):
            parts.append(Held(held.status, held.from_on, on - timedelta(days=1), place))
            held = held._replace(from_on=on)
        if held.from_on >= on:
            place = organisation or place
    return [*parts, held._replace(organisation=place)]
