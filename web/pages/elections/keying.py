"""The form on which a count is keyed: the candidates of the round in the order of the ballot; of a second try only what differs."""

from collections.abc import Callable, Sequence
from typing import Any

from web.pages.elections.counting import HEAD, NUMBERS, field_words, in_sheet_order, named
from web.pages.found import Seen
from web.pages.keyed import key_typed
from web.pages.language import said
from web.pages.prepared import Prepared
from web.pages.request import me, today
from workflows.election.guards import keyer_does_not_stand
from workflows.election.keyed import flat
from workflows.election.rounds import KEYERS, Round, find_round
from workflows.engine.declare import Key, Step
from workflows.engine.dossier import Act
from workflows.engine.findings import N_

TEMPLATE = "elections/key_count.html"
KEYED = N_("您已录入这一轮的计票，正在等待另一人录入。")
TWO_KEYED = N_("这一轮的计票已有两人录入：有不一致的，由原录入的人更正。")
DIFFER = N_("两人录入的不一致：%(fields)s。请对照计票单，只重新录入这几项；其余各项是您原来录入的。")


def count_form(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """The form for who is signed in: empty, or with his own numbers where only some are keyed again."""
    found = find_round(seen.dossier, key_typed(step, plain.typed))
    if found is None:
        return plain
    names = named(seen, [found])
    sheet = with_candidates(found, names, plain._replace(template=TEMPLATE))
    closed = not_by_me(seen, step, found.key)
    if closed:
        return sheet._replace(told=[closed], closed=True)
    own = found.keyed.get(me().person_id)
    return again(found, own, names, sheet) if own else sheet


def not_by_me(seen: Seen, step: Step, key: Key) -> str:
    """Why whoever is signed in may not key a round; nothing when he may."""
    found = find_round(seen.dossier, key)
    act = Act(step, today())
    act.by = me().person_id
    stands = keyer_does_not_stand.ask(seen.dossier, act, seen.law)
    if stands:
        return said(stands.message)
    if found is None:
        return ""
    if me().person_id in found.keyed:
        return "" if found.differs else said(KEYED)
    return said(TWO_KEYED) if len(found.keyed) >= KEYERS else ""


def with_candidates(found: Round, names: Callable[[int], str], plain: Prepared) -> Prepared:
    """A line for every candidate, in the order of the ballot; nobody is written in where only the tied stand."""
    lines = {f"votes.{number}.person": person for number, person in enumerate(found.candidates)}
    lengths = {"votes": len(lines), **({"write_ins": 0} if found.kind == "tie" else {})}
    return plain._replace(
        typed={**plain.typed, **{name: [str(person)] for name, person in lines.items()}},
        fixed={**plain.fixed, **{name: names(person) for name, person in lines.items()}},
        lengths=lengths,
    )


def again(found: Round, own: Any, names: Callable[[int], str], sheet: Prepared) -> Prepared:
    """The form with one's own numbers settled, but for the fields in which two differ: those are keyed from the paper."""
    settled = {**numbers_settled(found, own), **write_ins_settled(found, own, names)}
    rows = write_ins_of(own, found.differs)
    fields = "、".join(field_words(name, names) for name in in_sheet_order(found))
    return sheet._replace(
        typed={**sheet.typed, **{name: [value] for name, (value, _) in settled.items()}},
        fixed={**sheet.fixed, **{name: words for name, (_, words) in settled.items()}},
        lengths={**sheet.lengths, "write_ins": len(rows)},
        told=[said(DIFFER, fields=fields)],
    )


def numbers_settled(found: Round, own: Any) -> dict[str, tuple[str, str]]:
    """By input: the value and the words of every number in which nobody differs."""
    kept = {name: str(value) for name, value in flat(own).items() if name not in found.differs}
    settled = {name: kept[name] for name in HEAD if name in kept}
    for number, person in enumerate(found.candidates):
        for name in NUMBERS:
            if f"votes.{person}.{name}" in kept:
                settled[f"votes.{number}.{name}"] = kept[f"votes.{person}.{name}"]
    return {name: (value, value) for name, value in settled.items()}


def write_ins_of(own: Any, differs: Sequence[str]) -> list[tuple[str, int]]:
    """(field, person) of everybody written in on one's own count or among what differs: first those that are settled."""
    fields = {name for name in (*flat(own), *differs) if name.startswith("write_ins.")}
    people = sorted((name in differs, int(name.partition(".")[2])) for name in fields)
    return [(f"write_ins.{person}", person) for _, person in people]


def write_ins_settled(found: Round, own: Any, names: Callable[[int], str]) -> dict[str, tuple[str, str]]:
    """By input: those written in alike, with their votes."""
    kept, settled = flat(own), {}
    for number, (name, person) in enumerate(write_ins_of(own, found.differs)):
        if name not in found.differs:
            settled[f"write_ins.{number}.person"] = (str(person), names(person))
            settled[f"write_ins.{number}.in_favour"] = (str(kept[name]), str(kept[name]))
    return settled
