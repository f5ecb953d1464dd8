"""The rungs of a case as the page shows them, with what their entries say: who recorded, for which office, what verdict."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from web.deadlines import worded
from web.entries import VERDICTS
from web.pages.found import NO_CHANGE, Seen, names_of
from web.pages.keyed import OpenKey, for_me, open_keys
from web.pages.language import language, said
from web.pages.recording import Recording
from web.pages.request import me, today
from web.wording import Wording, restored
from workflows.engine.decide import reason
from workflows.engine.findings import N_, Finding, worst
from workflows.engine.outdated import Outdated, same
from workflows.engine.papers import without_papers
from workflows.engine.rungs import Rung, State, rungs, side_rungs
from workflows.engine.sealing import is_sealed

ENTRIES = 50  # on a page of the journal
STATES = {
    State.DONE: N_("已办"),
    State.OPEN: N_("现在可办"),
    State.AGAIN: N_("已办，可以再办"),
    State.CLOSED: N_("现在不能办"),
    State.AHEAD: N_("尚未到这一步"),
    State.PASSED: N_("未办"),
    State.NOT_ASKED: N_("当时不要求"),
}

AFTERWARDS = N_("历史档案，由%(actor)s补记")
GONE = N_("登记时指出：%(finding)s；%(since)s，不再成立")
COME = N_("%(since)s：%(finding)s")
SINCE = {
    "act": N_("第 %(number)s 条登记了更早的事项以后"),
    "correction": N_("第 %(number)s 条更正以后"),
    "void": N_("第 %(number)s 条作废以后"),
}
AS_IT_STANDS = N_("按现在的记录和条文")


class Done(NamedTuple):
    """A taking of a step: its entry, day, outcome, recorder and verdict, with every finding.

    `corrected` is the number of the last correction of the entry, 0 where there was none; `bare`: its papers are not
    on file; `erasures` are the entries by which something of it was erased; `until` is the last day of a period.
    """

    number: int
    on: date
    outcome: str
    by: str
    verdict: str
    findings: Sequence[str]
    corrected: int
    bare: bool
    erasures: Sequence[int] = ()
    until: date | None = None

    @property
    def before(self) -> int:
        """Where a page of the journal begins that shows the entry, and its correction where both fit."""
        return min(max(self.number, self.corrected) + 1, self.number + ENTRIES)


class Drawn(NamedTuple):
    """A rung as the page shows it: the heading it stands under, who takes it, whether the person signed in may.

    `turns` are the ballots and rounds whose turn it is, `keys` those of them for which that person may take the step;
    what was recorded that person `may_change`.
    """

    rung: Rung
    stage: str
    state: str
    takers: str
    may: bool
    done: Sequence[Done]
    reasons: Sequence[str]
    notes: Sequence[str]
    deadline: str
    keys: Sequence[OpenKey]
    turns: Sequence[str]
    may_change: bool


def drawn_rungs(seen: Seen) -> tuple[list[Drawn], list[Drawn]]:
    """Every main-line rung in the order of the table, and the side steps that belong to the stage or were taken."""
    main = list(rungs(seen.dossier, seen.laws, today()))
    found = _drawn(seen, [*main, *side_rungs(seen.dossier, seen.laws, today())])
    return found[: len(main)], found[len(main) :]


def _drawn(seen: Seen, found: Sequence[Rung]) -> list[Drawn]:
    numbers = [number for rung in found for taking in rung.takings if (number := seen.number_of(taking))]
    entries = seen.records(numbers)
    names = names_of(entry.actor_person_id for entry in entries.values())
    wording, recording = Wording(seen.flow, language(), names.get), Recording(seen)
    bare = _bare(seen, found, entries)
    return [_one(seen, rung, entries, wording, recording, bare) for rung in found]


def _bare(seen: Seen, found: Sequence[Rung], entries: Mapping[int, Any]) -> frozenset[int]:
    """The entries recorded live whose papers were to be attached and are not."""
    filed = seen.supplied | {number for number, entry in entries.items() if bytes(entry.files) != b"[]"}
    taken = ((seen.number_of(taking) or 0, rung.step) for rung in found for taking in rung.takings)
    live = [(number, step) for number, step in taken if number in entries and entries[number].mode == "live"]
    return frozenset(without_papers(live, filed))


def _one(
    seen: Seen,
    rung: Rung,
    entries: Mapping[int, Any],
    wording: Wording,
    recording: Recording,
    bare: frozenset[int],
) -> Drawn:
    stage = next(iter(rung.step.stage), next(iter(seen.flow.stages)))
    turns = open_keys(seen, rung.step) if rung.step.keys and rung.state in (State.OPEN, State.AGAIN) else ()
    keys = for_me(seen, rung.step) if turns else ()
    return Drawn(
        rung,
        wording.stage(stage),
        said(STATES[State.OPEN if turns else rung.state]),
        recording.takers(rung.step),
        recording.may(rung.step) and bool(keys or not turns),
        [_done(seen, taking, entries, wording, bare) for taking in rung.takings],
        reasons(seen, rung.against),
        reasons(seen, (finding for finding in rung.findings if not finding.refuses)),
        said(worded(seen.dossier, rung.step, seen.law)) if rung.latest else "",
        keys,
        [each.words for each in turns],
        recording.may(recording.changing(rung.step)) and not rung.step.final,
    )


def _done(seen: Seen, taking, entries: Mapping[int, Any], wording: Wording, bare: frozenset[int]) -> Done:
    number = seen.number_of(taking) or 0
    entry = entries.get(number)
    sealed = is_sealed(seen.flow, seen.dossier, taking.step, taking.form.__dict__) and taking.by != me().person_id
    stored = json.loads(bytes(entry.findings)) if entry and not sealed else []
    told = list(_told(stored, seen.outdated(entry) if entry and not sealed else None, wording, taking.on.isoformat()))
    return Done(
        number,
        taking.on,
        wording.outcome(taking.outcome),
        by(entry, wording) if entry else "",
        said(VERDICTS[worst(restored(each) for each, _, holds in told if holds)]),
        [words for _, words, _ in told],
        seen.changes.get(number, NO_CHANGE).number,
        number in bare,
        seen.erasures.get(number, ()),
        taking.until,
    )


def _told(
    stored: Sequence[Mapping[str, Any]], changed: Outdated | None, wording: Wording, on: str
) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    """What was found of an entry, in words, and whether it still holds; then what is found since later entries."""
    since, gone, come = changed or (None, (), ())
    after = SINCE[since.kind] % {"number": since.number} if since else AS_IT_STANDS
    no_more = {same(each) for each in gone}
    for each in stored:
        words, holds = wording.finding(each, on), same(each) not in no_more
        yield each, words if holds else said(GONE, finding=words, since=after), holds
    for each in come:
        yield each, said(COME, finding=wording.finding(each, on), since=after), True


def by(entry: Any, wording: Wording) -> str:
    """Who recorded a taking; of history it is said that somebody wrote it down afterwards."""
    actor = wording.actor(entry)
    return said(AFTERWARDS, actor=actor) if entry.mode == "history" else actor


def reasons(seen: Seen, findings: Iterable[Finding]) -> list[str]:
    """Findings as sentences, each with its earliest lawful day, article and code."""
    return [said(reason(finding, seen.flow, seen.law)) for finding in findings]
