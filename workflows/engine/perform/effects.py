"""Effects: the memberships a case gives, brought up to date with its fold; what no longer follows is withdrawn."""

from datetime import date

from ..dossier import Dossier
from ..judge import governed
from ..law import LawBook
from .store import CaseRow, Given, Store


def wanted(row: CaseRow, dossier: Dossier, laws: LawBook) -> set[Given]:
    """The memberships that follow from the fold."""
    if dossier.last_on is None or row.subject_kind != "person":
        return set()
    law = laws.on(dossier.last_on)
    if not governed(dossier, law):  # older than every edition held: by the newest one
        law = laws.on(date.max)
    held = dossier.flow.memberships(dossier, law)
    return {Given(each.status, each.from_on, each.until_on, each.organisation or row.organisation_id) for each in held}


def bring_up_to_date(store: Store, row: CaseRow, dossier: Dossier, laws: LawBook, entry_id: int) -> None:
    """Withdraws what no longer follows and gives what does, both by the entry."""
    have, want = store.given(row.subject_id, row.id), wanted(row, dossier, laws)
    for given, membership_id in have.items():
        if given not in want:
            store.withdraw(membership_id, entry_id)
    for given in sorted(want - have.keys(), key=str):
        store.give(row.subject_id, given, entry_id)


def differences(store: Store, row: CaseRow, dossier: Dossier, laws: LawBook) -> tuple[set[Given], set[Given]]:
    """(memberships that stand and do not follow, memberships that follow and do not stand)."""
    have, want = set(store.given(row.subject_id, row.id)), wanted(row, dossier, laws)
    return have - want, want - have
