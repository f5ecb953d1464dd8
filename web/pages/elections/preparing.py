"""What an election fills in on its forms beforehand: candidates from the step before, as many rows as people are wanted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from web.pages.elections.keying import count_form, not_by_me
from web.pages.found import Seen, called, names_of
from web.pages.keyed import CLOSED_TO_ME, key_typed
from web.pages.language import said
from web.pages.prepared import PREPARES, Prepared
from web.pages.steps import TELLS_BEFORE
from workflows.election.ballots import ballots
from workflows.election.counting.candidates import least_candidates
from workflows.election.course import by_election
from workflows.election.delegates import allotted
from workflows.election.guards.candidates import BY_STROKES
from workflows.election.rounds import courses, find_round
from workflows.election.strokes import stroke_key
from workflows.election.tally import decision, watching
from workflows.engine.cases import LiveCase
from workflows.engine.declare import Step

Standing = tuple[int, str]  # a person and the position


def nominees(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """As many rows as candidates are wanted."""
    return plain._replace(least={"nominees": wanted(seen)})


def proposed(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """Those whom the members nominated, each once for a position."""
    takings = seen.dossier.takings.get("nominate", ())
    rows = [(row.person, row.position) for taking in takings for row in taking.form.nominees if row.person]
    return with_candidates(seen, plain, rows)


def fixed(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """Those whom the superior agreed to: committees by strokes, heads in the order approved."""
    form = seen.dossier.done("propose_candidates")
    rows = [(row.person, row.position) for row in form.candidates if row.person] if form else []
    names = names_of(person for person, _ in rows)
    order = [ballot.position for ballot in ballots(seen.dossier)]

    def place(row: Standing) -> tuple:
        person, position = row
        strokes = stroke_key(names.get(person, "")) if position in BY_STROKES else ()
        return order.index(position) if position in order else len(order), strokes

    return with_candidates(seen, plain, sorted(rows, key=place))


def with_candidates(seen: Seen, plain: Prepared, rows: Iterable[Standing]) -> Prepared:
    """The form with these candidates, unless somebody typed others already."""
    least = {"candidates": wanted(seen)}
    if any(name.startswith("candidates.") for name in plain.typed):
        return plain._replace(least=least)
    known: Mapping[str, Sequence[str]] = {
        f"candidates.{number}.{name}": [str(value)]
        for number, row in enumerate(dict.fromkeys(rows))
        for name, value in zip(("person", "position"), row, strict=True)
    }
    return plain._replace(typed={**plain.typed, **known}, least=least)


def wanted(seen: Seen) -> int:
    """How many candidates there must be at least, of all ballots together."""
    dossier, law = seen.dossier, seen.law
    return sum(least_candidates(each.kind, each.seats, law, by_election(dossier)) for each in ballots(dossier))


def signing(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """A row for every scrutineer."""
    found = find_round(seen.dossier, key_typed(step, plain.typed))
    return plain._replace(lengths={"scrutineers": len(watching(seen.dossier, found))})


def reported(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """The count sheet of a unit, with a line for every candidate there must be at least."""
    seats = allotted(seen.dossier).get(key_typed(step, plain.typed)[0], 1)
    least = least_candidates("delegates", seats, seen.law)
    return plain._replace(least={"votes": least}, template="elections/report_delegates.html")


def one_of_a_kind(seen: Seen, step: Step, plain: Prepared) -> Prepared:
    """One row where there can only be one: a secretary-general, a chair."""
    single = [name for name, info in step.form.model_fields.items() if most_rows(info) == 1]
    return plain._replace(lengths=dict.fromkeys(single, 1))


def most_rows(info: Any) -> int | None:
    """How many rows a list may have."""
    return next((each.max_length for each in info.metadata if hasattr(each, "max_length")), None)


def result_told(seen: Seen, after: LiveCase) -> Sequence[str]:
    """The reasoning of the round that is about to be confirmed, line by line."""
    before = {each.key for course in courses(seen.dossier) for each in course.rounds if each.confirmed}
    found = [each for course in courses(after.dossier) for each in course.rounds if each.confirmed]
    new = [each for each in found if each.key not in before]
    names = called(person for each in new for person in each.candidates)
    told = (
        decision(after.dossier, each, seen.laws.on(each.confirmed.on), lambda person: names(person) or str(person))
        for each in new
    )
    return [said(line) for each in told for line in each.why]


PREPARES.update(
    {
        ("election", "nominate"): nominees,
        ("election", "propose_candidates"): proposed,
        ("election", "fix_candidates"): fixed,
        ("election", "report_delegates"): reported,
        ("election", "hold_preparatory_meeting"): one_of_a_kind,
        ("election", "hold_first_meeting"): one_of_a_kind,
        ("election", "key_count"): count_form,
        ("election", "confirm_count"): signing,
    }
)
TELLS_BEFORE["election", "confirm_count"] = result_told
CLOSED_TO_ME["election", "key_count"] = not_by_me
