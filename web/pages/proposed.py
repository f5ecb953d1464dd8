"""Proposals of corrections and allowances that wait for their second person."""

import json
from typing import NamedTuple

from models.journal import Entry
from web.pages.found import Seen, names_of, texts_of
from web.pages.language import language
from web.pages.request import me, reading
from web.wording import Wording, entry_shown

ANSWERS = ("correction", "void", "allow")


class Waiting(NamedTuple):
    """A proposal: the entry as it is shown, and whether the person signed in made it (and so cannot confirm it)."""

    entry: dict
    own: bool


def waiting(seen: Seen) -> list[Waiting]:
    """The proposals of the case that nobody has confirmed, the oldest first."""
    asked = reading().query(Entry).filter(Entry.case_id == seen.id, Entry.kind.in_(("proposal", *ANSWERS)))
    entries = asked.order_by(Entry.number).all()
    answered = {json.loads(bytes(each.facts))["facts"].get("proposal") for each in entries if each.kind in ANSWERS}
    open_ones = [each for each in entries if each.kind == "proposal" and each.number not in answered]
    wording = Wording(seen.flow, language(), names_of(each.actor_person_id for each in open_ones).get)
    texts = texts_of(open_ones)
    return [
        Waiting(entry_shown(each, texts[each.id], wording), each.actor_person_id == me().person_id)
        for each in open_ones
    ]
