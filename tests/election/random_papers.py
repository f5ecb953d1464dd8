"""What the papers of a random walk say: lawful most of the time, and wrong now and then in every way that comes to mind."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.election.installation import roll_on
from tests.election.people import BESIDE, CAST, NAMES, NUMBERS
from tests.election.sample import HELPER, KEYERS, SCRUTINEER, TELLER
from workflows.election.ballots import ballots
from workflows.election.bodies import free_to_watch, meeting_of
from workflows.election.counting.candidates import least_candidates
from workflows.election.first_meetings import to_meet
from workflows.election.rounds import elected_to, find_round
from workflows.election.strokes import in_stroke_order
from workflows.election.tally import due, watching
from workflows.engine.declare import Key
from workflows.rules import law_book

if TYPE_CHECKING:
    from tests.election.chance import Chance
    from tests.election.walk import Walk

Paper = dict[str, Any]
LAWS = law_book()
CATEGORIES = ("illness", "abroad", "sentence", "frail", "away", "retired_home")
POSITIONS = ("members", "members", "secretary", "deputy")
KINDS_OF_COUNT = ("clear", "clear", "clear", "tied", "tied", "short", "any", "written", "written")
REST = {"against": 0, "abstain": 0}


def members(chance: "Chance") -> int:
    """How many members a branch begins with."""
    return chance.number(3, 12)


def names(walk: "Walk") -> list[str]:
    """Everybody the branch knows."""
    return list(walk.driver.register.known)


def rows(chosen: list[str], **more: Any) -> list[Paper]:
    return [{"name": name, **more} for name in chosen]


def hands(walk: "Walk", of: int) -> Paper:
    """A show of hands: nearly always carried; else about half of those it is counted by."""
    if not walk.chance.rarely():
        return {"in_favour": walk.driver.present(walk.dossier), **REST}
    return {"in_favour": max(of // 2 + walk.chance.number(-1, 1), 0), **REST}


# Before the meeting


def vacancy(walk: "Walk", key: Key | None) -> Paper:
    chosen = walk.chance.some(names(walk)[:4], least=1)[:2]
    vacant = [{"name": name, "position": walk.chance.pick(POSITIONS), "cause": "transferred"} for name in chosen]
    return {"vacancies": vacant}


def plan(walk: "Walk", key: Key | None) -> Paper:
    chance = walk.chance
    if chance.rarely(4):
        return {"body": "heads", "meeting": "member_meeting", "seats": 0, "deputies": chance.number(0, 1)}
    most = 4 if len(able(walk)) > 6 else 2
    seats = {"seats": chance.number(1, most), "deputies": chance.number(0, 2), "pre_election": chance.rarely(5)}
    discipline = chance.number(1, 3) if chance.rarely(2) else 0
    return {"body": "committee", "meeting": "member_meeting", "discipline_seats": discipline, **seats}


def extension(walk: "Walk", key: Key | None) -> Paper:
    days = walk.chance.pick((-30, 1, 300, 366))
    ends = walk.driver.expires_on
    until = ends.fromordinal(ends.toordinal() + days)
    return {"direction": walk.chance.pick(("extend", "advance")), "until": str(until)}


def answer(walk: "Walk", key: Key | None) -> Paper:
    return {"agreed": not walk.chance.rarely()}


def proposal(walk: "Walk", key: Key | None) -> Paper:
    """As many as the ballots ask for, sometimes one fewer or more, out of everybody, eligible or not."""
    chance, found = walk.chance, []
    for ballot in ballots(walk.dossier):
        wanted = least_candidates(ballot.kind, ballot.seats, LAWS.on(walk.today)) + chance.pick((0,) * 28 + (1, -1))
        pool = names(walk) if chance.rarely(4) else able(walk)
        if not ballot.at_the_meeting and not chance.rarely(4):
            pool = [row["name"] for row in found if row["position"] == ballot.voters]
        heads = not ballot.at_the_meeting or ballot.position in ("secretary", "deputy")
        chosen = chance.some(pool, least=wanted)[: max(wanted, 0)]
        found += rows(chosen if heads else in_stroke_order(chosen), position=ballot.position)
    return {"candidates": found}


def able(walk: "Walk") -> list[str]:
    """Who is a full member today and watches no count."""
    known = walk.driver.register
    full = [name for name in names(walk) if known.facts(name, walk.today).get("status") == "full"]
    return [name for name in full if name not in (SCRUTINEER, TELLER) or len(full) < 5]


def fixed(walk: "Walk", key: Key | None) -> Paper:
    """The candidates that were proposed, now and then others."""
    proposed = walk.dossier.last("propose_candidates")
    if proposed is None or walk.chance.rarely():
        return proposal(walk, key)
    return {"candidates": [{"name": row.name, "position": row.position} for row in proposed.candidates]}


def exclusion(walk: "Walk", key: Key | None) -> Paper:
    chosen = walk.chance.some(names(walk), least=1)[:2]
    return {"members": [{"name": name, "category": walk.chance.pick(CATEGORIES)} for name in chosen]}


def exclusion_vote(walk: "Walk", key: Key | None) -> Paper:
    entitled = roll_on(walk.driver.register, walk.dossier, walk.today, exclude=False).due
    return {"in_favour": max(entitled // 2 + walk.chance.pick((-1, 0, 1, 1, 1)), 0), **REST}


# The meeting


def opening(walk: "Walk", key: Key | None) -> Paper:
    """Everybody comes, or about four fifths; now and then a guest, somebody twice, or a proxy."""
    chance = walk.chance
    electors = [each.person for each in roll_on(walk.driver.register, walk.dossier, walk.today).electors]
    attending = electors if chance.rarely(2) else electors[: len(electors) * 4 // 5 + chance.number(0, 1)]
    if chance.rarely():
        attending = [*attending, NUMBERS[chance.pick(names(walk))]]
    return {"attending": attending, "by_proxy": int(chance.rarely(10))}


def show(walk: "Walk", key: Key | None) -> Paper:
    return hands(walk, due(walk.dossier))


def scrutineers(walk: "Walk", key: Key | None) -> Paper:
    """The usual two where they do not stand; else whoever does not, and sometimes anybody."""
    stand = {person for ballot in ballots(walk.dossier) for person in ballot.candidates}
    free = [name for name in (SCRUTINEER, TELLER, *names(walk), *BESIDE) if NUMBERS[name] not in stand]
    chosen = walk.chance.pick(names(walk) if walk.chance.rarely() else free[:1])
    return {"scrutineers": rows([chosen], task="scrutineer"), **show(walk, key)}


def keyer(walk: "Walk", key: Key | None) -> str:
    """The usual two one after the other; sometimes anybody else."""
    found = find_round(walk.dossier, key) if key else None
    if walk.chance.rarely(10):
        return walk.chance.pick((*KEYERS, *CAST))
    keyed = found.keyed if found else {}
    free = [name for name in (*KEYERS, *reversed(CAST)) if not _stands(walk, name)]
    if found and found.differs:
        return NAMES[list(keyed)[-1]]
    return next((name for name in free if NUMBERS[name] not in keyed), KEYERS[0])


def _stands(walk: "Walk", name: str) -> bool:
    return any(NUMBERS[name] in ballot.candidates for ballot in ballots(walk.dossier))


def sheet(walk: "Walk", key: Key | None) -> Paper:
    """The count: what the other keyed, nearly always; else made up."""
    found = find_round(walk.dossier, key) if key else None
    if found is None or not met(walk, found):
        return {}
    known = next(iter(found.keyed.values()), None)
    if known is not None and not walk.chance.rarely():
        again = {name: known.known(name) for name in ("issued", "collected", "void", "blank")}
        return {**again, **{name: [row.model_dump() for row in known.known(name)] for name in ("votes", "write_ins")}}
    return counted(walk, found)


def counted(walk: "Walk", found: Any) -> Paper:
    """A made-up count: clear, tied at the last seat, short of a majority, or anything; with or without write-ins."""
    chance, present = walk.chance, len(met(walk, found).attending)
    collected = max(present + chance.pick((0,) * 12 + (1, -1)), 0)
    void = min(int(chance.rarely(10)), collected)
    blank = min(int(chance.rarely(10)), collected - void)
    marked = collected - void - blank
    left, votes = found.seats * marked, []
    for person, wanted in zip(found.candidates, wishes(walk, found, max(marked, 0), present // 2), strict=True):
        given = max(min(wanted, marked, left), 0)
        left -= given
        votes.append({"person": person, "in_favour": given, "against": marked - given, "abstain": blank})
    room = min(sum(row["against"] for row in votes), marked, left)
    written = written_in(walk, found, room) if chance.rarely(2) else []
    issued = min(collected, present) if chance.rarely(2) else present
    return {
        "issued": issued, "collected": collected, "void": void, "blank": blank, "votes": votes, "write_ins": written,
    }  # fmt: skip


def wishes(walk: "Walk", found: Any, marked: int, half: int) -> list[int]:
    """The votes everybody is to have, before they are cut to what the ballots can hold."""
    kind, seats, stand = walk.chance.pick(KINDS_OF_COUNT), found.seats, len(found.candidates)
    if kind == "tied":
        above = (seats * marked - 2 * (half + 1)) // (seats - 1) if seats > 1 else 0
        return ([above] * (seats - 1) + [half + 1] * 2 + [0] * stand)[:stand]
    if kind == "written":
        return [marked if place < seats - 1 else 0 for place in range(stand)]
    if kind == "clear":
        return [marked if place < seats else half - 1 for place in range(stand)]
    return [half if kind == "short" else walk.chance.number(0, marked) for _ in range(stand)]


def written_in(walk: "Walk", found: Any, room: int) -> list[Paper]:
    """As many votes as there is room for, for somebody who does not stand, or for anybody at all."""
    others = [name for name in able(walk) if NUMBERS[name] not in found.candidates]
    person = NUMBERS[walk.chance.pick(others if others and not walk.chance.rarely(3) else [*names(walk), *BESIDE])]
    return [{"person": person, "in_favour": room}] if room > 0 else []


def met(walk: "Walk", found: Any) -> Any:
    """The meeting that votes in a round; None before it."""
    if found.ballot.at_the_meeting:
        return walk.dossier.done("open_meeting")
    held = meeting_of(walk.dossier, found.ballot.voters)
    return held.form if held else None


def confirmation(walk: "Walk", key: Key | None) -> Paper:
    """Signed by those who watch; now and then by anybody, or with a result of one's own."""
    found = find_round(walk.dossier, key) if key else None
    signing = [NAMES[person] for person in watching(walk.dossier, found)]
    chosen = signing if signing and not walk.chance.rarely() else [walk.chance.pick(CAST[:3])]
    forged = {"elected": [NUMBERS[walk.chance.pick(names(walk))]], "next": "none", "seats_left": 0, "tied": []}
    return {"scrutineers": rows(chosen), **(forged if walk.chance.rarely(10) else {})}


def resolution(walk: "Walk", key: Key | None) -> Paper:
    """A separate election among those left, sometimes among anybody; or the seats are given up."""
    chance, found = walk.chance, find_round(walk.dossier, key) if key else None
    carried = hands(walk, due(walk.dossier))
    choice = chance.pick(("separate", "separate", "reduce", "vacant"))
    if choice != "separate" or found is None or found.confirmed is None:
        return {"choice": choice, "candidates": [], **carried}
    left = [NAMES[person] for person in found.candidates if person not in found.confirmed.elected]
    pool = [*names(walk), *BESIDE] if chance.rarely(3) else left
    return {"choice": choice, "candidates": rows(chance.some(pool, least=1)), **carried}


# After the meeting


def first_meeting(walk: "Walk", key: Key | None) -> Paper:
    """The body whose turn it is, all of it or nearly, and somebody to watch; now and then anybody else."""
    chance, body = walk.chance, (to_meet(walk.dossier) or [("members",)])[0][0]
    elected = elected_to(walk.dossier, body)
    attending = elected[: chance.number(len(elected) - 1, len(elected))] if elected else []
    if chance.rarely():
        attending = [*attending, NUMBERS[chance.pick(names(walk))]]
    free = [NAMES[person] for person in attending if person in free_to_watch(walk.dossier, attending, body)]
    chosen = chance.pick([*names(walk), *BESIDE]) if chance.rarely() else (free or [HELPER])[0]
    number = {"helper_number": "示委〔2026〕8号"} if not free and not chance.rarely() else {}
    return {
        "body": body, "chair": [], "attending": attending, "scrutineers": rows([chosen], task="scrutineer"),
        **number, **of_the_elected(walk, elected),
    }  # fmt: skip


def of_the_elected(walk: "Walk", elected: list[int]) -> Paper:
    """A show of hands in an elected body: mostly all; else about half."""
    if not walk.chance.rarely(4):
        return {"in_favour": len(elected) - int(walk.chance.rarely(4)), **REST}
    return {"in_favour": max(len(elected) // 2 + walk.chance.number(-1, 1), 0), **REST}


def heads_passed(walk: "Walk", key: Key | None) -> Paper:
    return of_the_elected(walk, elected_to(walk.dossier, "members"))


def filing(walk: "Walk", key: Key | None) -> Paper:
    return {"written_in_accepted": walk.chance.pick((None, True, False))}


def heads(walk: "Walk", key: Key | None) -> Paper:
    return {"approved": not walk.chance.rarely(5)}


PAPERS: Mapping[str, Callable[["Walk", Key | None], Paper]] = {
    "record_vacancy": vacancy,
    "decide_election": plan,
    "request_extension": extension,
    "reply_extension": answer,
    "reply_election": answer,
    "agree_candidates": answer,
    "agree_exclusion": answer,
    "propose_candidates": proposal,
    "fix_candidates": fixed,
    "request_exclusion": exclusion,
    "vote_exclusion": exclusion_vote,
    "open_meeting": opening,
    "pass_method": show,
    "confirm_scrutineers": scrutineers,
    "key_count": sheet,
    "confirm_count": confirmation,
    "resolve_round": resolution,
    "hold_first_meeting": first_meeting,
    "pass_discipline_heads": heads_passed,
    "file_members": filing,
    "approve_heads": heads,
}
