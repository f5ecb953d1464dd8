"""What could still be erased of a case, entry by entry, and whose business it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from models.journal import Entry, EntryText
from web.entries import sealed_for
from web.erased import entry_titled, field_named, in_order
from web.pages.found import Seen, texts_of
from web.pages.language import language
from web.pages.recording import Recording
from web.pages.request import me, reading
from web.wording import Wording
from workflows.engine.declare import Step
from workflows.engine.errors import BadForm
from workflows.engine.perform.erasing import ERASE, Erased, Target, lost, remaining
from workflows.engine.perform.erasing_offices import named_in

MOST_SHOWN = 12
HAS_TEXTS = select(EntryText.entry_id).where(EntryText.entry_id == Entry.id).exists()


class Item(NamedTuple):
    """A text or a file: as the page sends it, by its title, and how it begins."""

    value: str
    title: str
    begins: str


class Offer(NamedTuple):
    """An entry of which something is left, or goes: its number, title and day, and the texts and files."""

    number: int
    title: str
    on: str
    items: Sequence[Item]


def left_of(seen: Seen, after: int = 0, most: int | None = None) -> list[Target]:
    """What is left of the entries behind a number, in their order; of so many at `most`."""
    own = reading().query(Entry).filter(Entry.case_id == seen.id)
    entries = own.filter(Entry.number > after, Entry.step != ERASE.name, HAS_TEXTS).order_by(Entry.number).limit(most)
    return remaining([*entries, *own.filter(Entry.kind == "erasure")], fields_of(seen))  # type: ignore[list-item]


def fields_of(seen: Seen) -> dict[int, list[str]]:
    """Which texts of the case there are, by the id of the entry."""
    rows = select(EntryText.entry_id, EntryText.field).join(Entry, Entry.id == EntryText.entry_id)
    found: dict[int, list[str]] = {}
    for entry_id, name in reading().execute(rows.where(Entry.case_id == seen.id).order_by(EntryText.field)):
        found.setdefault(entry_id, []).append(name)
    return found


def may_erase(seen: Seen) -> bool:
    """Whether the person signed in may propose to erase something that is there."""
    recording = Recording(seen)
    return any(recording.may(recording.changing(step)) for step in concerned_in(seen))


def may_erase_all(seen: Seen) -> bool:
    """Whether the person signed in may propose to erase everything that is there."""
    recording = Recording(seen)
    return all(recording.may(recording.changing(step)) for step in concerned_in(seen))


def concerned_in(seen: Seen) -> list[Step]:
    """The steps in whose offices what is there may be erased."""
    rows = select(Entry.step, Entry.refers_to).where(Entry.case_id == seen.id, Entry.step != ERASE.name, HAS_TEXTS)
    return distinct(concerned(seen, row) for row in reading().execute(rows.distinct()))


def own_of(seen: Seen, found: Sequence[Target]) -> list[Target]:
    """Those that the person signed in may propose to erase."""
    recording = Recording(seen)
    return [each for each in found if recording.may(recording.changing(concerned(seen, each.entry)))]


def going(seen: Seen, asked: Any, proposal: int | None = None) -> list[Target]:
    """What would be taken away now, of a `proposal` what is left of it; nothing where all of it went by another."""
    try:
        return lost(entries_of(seen), fields_of(seen), asked, proposal)  # type: ignore[arg-type]
    except BadForm:
        return []


def entries_of(seen: Seen) -> list[Entry]:
    """Every entry of the case, in order."""
    return reading().query(Entry).filter(Entry.case_id == seen.id).order_by(Entry.number).all()


def concerned(seen: Seen, entry: Any) -> Step:
    """The step whose office answers for an entry: its own, or that of the one it refers to; of none the superior's."""
    while entry is not None and entry.step not in seen.flow:
        number = entry.refers_to
        entry = seen.entries([number]).get(number) if number else None
    return seen.flow[entry.step] if entry is not None else ERASE


def answering(seen: Seen, proposal: int, facts: Mapping[str, Any]) -> list[Step]:
    """The steps in whose offices a proposal to erase is answered: of every entry it names."""
    named = named_in(entries_of(seen), fields_of(seen), Erased.recall(facts), proposal)  # type: ignore[arg-type]
    return distinct(concerned(seen, each) for each in named)


def distinct(steps: Iterable[Step]) -> list[Step]:
    """Each step once, in the order they come."""
    return list({step.name: step for step in steps}.values())


def offered(seen: Seen, found: Sequence[Target]) -> list[Offer]:
    """The entries with their texts and files as a page names them, never a text as a whole."""
    wording, hidden = Wording(seen.flow, language()), sealed_for(seen.flow, seen.dossier, me().person_id)
    texts = texts_of([each.entry for each in found])  # type: ignore[misc]
    about = seen.entries({each.entry.refers_to for each in found if each.entry.refers_to})
    return [_offer(wording, each, texts[each.entry.id], about, hidden(each.entry)) for each in found]


def _offer(wording: Wording, found: Target, texts: Mapping[str, str], about: Mapping[int, Any], hidden: bool) -> Offer:
    entry = found.entry
    target = about.get(entry.refers_to or 0)
    step = target.step if target else None
    items = [
        Item(
            f"{entry.number}:{path}",
            wording.say(field_named(wording, entry.step, path, step)),
            "" if hidden else beginning(texts.get(path, "")),
        )
        for path in in_order(found.fields)
    ]
    return Offer(entry.number, wording.say(entry_titled(wording, entry)), entry.act_on or entry.recorded_at[:10], items)


def beginning(text: str) -> str:
    """How a text begins: half of it at most; nothing of one that is gone."""
    return f"{text[: min(MOST_SHOWN, len(text) // 2)]}…" if text else ""
