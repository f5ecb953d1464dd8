"""A pytest plugin: instead of running the tests once, runs for each mutant those that reach it, in a process of its own.

Nothing is written: a child process is forked, runs the changed function, and ends. First come the tests that noticed other
changes to the same function or file, then the fastest; the first that fails kills the mutant.
"""

import gc
import os
import pickle
import signal
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.mutants.changes import mutants_of
from tests.mutants.listed import Survivors
from tests.mutants.live import Where, outer, put_in, running, source_of, watch, without
from workflows import flow

ROOT = Path(__file__).parents[2]
TARGETS = (
    "workflows/election/ballots.py",
    "workflows/election/bodies.py",
    "workflows/election/counting",
    "workflows/election/course.py",
    "workflows/election/delegates.py",
    "workflows/election/first_meetings.py",
    "workflows/election/guards",
    "workflows/election/keyed.py",
    "workflows/election/rounds.py",
    "workflows/election/tally.py",
    "workflows/election/term.py",
    "workflows/election/turns.py",
    "workflows/engine/windows.py",
)
FLOWS = ("election",)
LEAST_SECONDS = 10
SLOWER = 4
"""A test may take so many times as long as it did without a mutant; then it hangs, which is noticed as well."""


class Case(NamedTuple):
    """A mutant to be tried: what it is called, how it comes about, and where it is reached."""

    name: str
    begin: Callable[[], None]
    reached: Where


class Measured(NamedTuple):
    """How long a test takes, whether it passes, and which functions it reaches, as (file, name)."""

    seconds: float
    passed: bool
    reached: frozenset[Where]


class Child(NamedTuple):
    """A process that tries a mutant, and where it says the number of the test that notices."""

    case: Case
    says: int


def pytest_addoption(parser):
    group = parser.getgroup("mutants")
    group.addoption("--only", action="append", help="mutants whose name has this in it; may be given several times")
    group.addoption("--most", type=float, default=4, help="seconds a test may take; slower ones are left out")
    group.addoption(
        "--whole", type=float, default=inf, help="seconds all tests of one mutant may take; the rest is left out"
    )
    group.addoption("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")


def pytest_configure(config):
    settings.register_profile("mutants", derandomize=True, database=None)
    settings.load_profile("mutants")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if session.config.option.collectonly:
        return None
    told = Survivors(ROOT / "docs" / "mutants.md")
    known = in_a_child(lambda: measured(session.items))
    bad = [item.nodeid for item, each in zip(session.items, known, strict=True) if not each.passed]
    only = session.config.option.only
    cases = [each for each in every_case() if not only or any(part in each.name for part in only)]
    print(
        f"\n{len(session.items)} tests in {sum(each.seconds for each in known):.0f} s, {len(cases)} mutants", flush=True
    )
    for name in bad:
        print(f"left out, it fails without any mutant: {name}")
    gc.freeze()  # what the children share is not looked through again by each of them
    for case, killed in tried(session, cases, known):
        told.hear(case.name, killed)
    session.testsfailed = told.conclude(whole=not only) + len(bad)
    return True


# The mutants


def every_case() -> list[Case]:
    """Every change to the targets, and every rule taken off a step; what is called the same is numbered."""
    found: dict[str, Case] = {}
    for case in (*in_functions(), *in_tables()):
        name, number = case.name, 2
        while name in found:
            name, number = f"{case.name} ({number})", number + 1
        found[name] = case._replace(name=name)
    return list(found.values())


def in_functions() -> Iterator[Case]:
    """Changes to the bodies of functions."""
    live = running()
    for path in files():
        short = path.relative_to(ROOT).as_posix().removeprefix("workflows/")
        for each in mutants_of(source_of(path)):
            name = f"{short} {each.function}: `{each.was}` → `{each.now}`".replace("\n", " ")
            begin = partial(put_in, path, each, live.get((str(path), each.function), ()))
            yield Case(name, begin, Where(str(path), each.function, each.line))


def files() -> list[Path]:
    """The files of the targets."""
    found = (sorted((ROOT / each).rglob("*.py")) or [ROOT / each] for each in TARGETS)
    return [path for paths in found for path in paths]


def in_tables() -> Iterator[Case]:
    """A step without one of its guards or windows."""
    for name in FLOWS:
        for step in flow(name):
            for rule in (*step.guards, *step.windows):
                reached = Where(rule.ask.__code__.co_filename, outer(rule.ask.__code__))
                begin = partial(without, flow(name), step, rule)
                yield Case(f"{name} {step.name}: without {rule.name}", begin, reached)


# The tests


def measured(items: list[Any]) -> list[Measured]:
    """Runs every test once, and watches what it reaches."""
    reached: set[Where] = set()
    live, found = running(), []
    for path in files():
        watch(path, live, reached.add)
    for item, following in zip(items, [*items[1:], None], strict=True):
        reached.clear()
        begun = time.perf_counter()
        passed = passes(item, following)
        found.append(Measured(time.perf_counter() - begun, passed, frozenset(reached)))
    return found


def passes(item: Any, following: Any) -> bool:
    """Whether a test passes; the fixtures it shares with the following one are kept."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def tried(session: Any, cases: list[Case], known: list[Measured]) -> Iterator[tuple[Case, bool]]:
    """Each case with whether a test noticed; several at a time."""
    children: dict[int, Child] = {}
    noticed: Counter[tuple[str, int]] = Counter()
    for case in cases:
        if len(children) >= session.config.option.jobs:
            yield ended(children, noticed)
        chosen = in_order(case, known, session.config.option, noticed)
        number, child = forked(case, [(place, known[place], session.items[place]) for place in chosen])
        children[number] = child
    while children:
        yield ended(children, noticed)


def in_order(case: Case, known: list[Measured], option: Any, noticed: Counter[tuple[str, int]]) -> list[int]:
    """The tests that reach a mutant, by their places: those first that noticed the most like it, then the fastest."""

    def rank(place: int) -> tuple[int, int, float]:
        return -noticed[case.reached.function, place], -noticed[case.reached.path, place], known[place].seconds

    reaching = [
        n
        for n, each in enumerate(known)
        if each.passed and each.seconds <= option.most and case.reached in each.reached
    ]
    reaching.sort(key=rank)
    spent = list(accumulate(known[place].seconds for place in reaching))
    return reaching[: bisect_right(spent, option.whole)]


def forked(case: Case, chosen: list[tuple[int, Measured, Any]]) -> tuple[int, Child]:
    """A process in which the tests run on the mutant; it ends with 0 when none of them failed."""
    sys.stdout.flush()
    receiving, sending = os.pipe()
    child = os.fork()
    if child:
        os.close(sending)
        return child, Child(case, receiving)
    gc.disable()
    quiet()
    try:
        case.begin()
        for (place, known, item), following in zip(chosen, [*chosen[1:], None], strict=True):
            os.write(sending, place.to_bytes(4))
            if notices(known, item, following[2] if following else None):
                os._exit(1)
    except BaseException:
        os._exit(1)
    os._exit(0)


def notices(known: Measured, item: Any, following: Any) -> bool:
    """Whether a test fails; the process ends when it takes much longer than it did."""
    signal.alarm(LEAST_SECONDS + int(SLOWER * known.seconds))
    return not passes(item, following)


def ended(children: dict[int, Child], noticed: Counter[tuple[str, int]]) -> tuple[Case, bool]:
    """Waits for one of the processes; a mutant is killed by a failing test, an error, or the time."""
    number, status = os.wait()
    case, says = children.pop(number)
    with os.fdopen(says, "rb") as pipe:
        last = pipe.read()[-4:]
    if status and last:
        noticed.update((part, int.from_bytes(last)) for part in (case.reached.function, case.reached.path))
    return case, status != 0


def quiet() -> None:
    """Nothing a mutant's tests say is read."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def in_a_child(work: Callable[[], Any]) -> Any:
    """The answer of `work`, done in a process of its own, so that this one stays as it was collected."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiving)
        quiet()
        with os.fdopen(sending, "wb") as pipe:
            pickle.dump(work(), pipe)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pickle.load(pipe)
    os.waitpid(child, 0)
    return answer
