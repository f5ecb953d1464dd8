"""A pytest plugin: instead of running the tests once, runs for each mutant those that reach it, in a process of its own.

Nothing is written: a child process is forked, runs the changed function, and ends. The fastest tests come first, and the
first that fails kills the mutant.
"""

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.mutants.changes import mutants_of
from tests.mutants.listed import Survivors
from tests.mutants.live import outer, put_in, running, source_of, without
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
    reached: tuple[str, str]


class Measured(NamedTuple):
    """How long a test takes, whether it passes, and which functions it reaches, as (file, name)."""

    seconds: float
    passed: bool
    reached: frozenset[tuple[str, str]]


def pytest_addoption(parser):
    group = parser.getgroup("mutants")
    group.addoption("--only", action="append", help="mutants whose name has this in it; may be given several times")
    group.addoption("--most", type=float, default=4, help="seconds a test may take; slower ones are left out")
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
    for target in TARGETS:
        for path in sorted((ROOT / target).rglob("*.py")) if (ROOT / target).is_dir() else [ROOT / target]:
            short = path.relative_to(ROOT).as_posix().removeprefix("workflows/")
            for each in mutants_of(source_of(path)):
                name = f"{short} {each.function}: `{each.was}` → `{each.now}`".replace("\n", " ")
                at = (str(path), each.function)
                yield Case(name, partial(put_in, path, each, live.get(at, ())), at)


def in_tables() -> Iterator[Case]:
    """A step without one of its guards or windows."""
    for name in FLOWS:
        for step in flow(name):
            for rule in (*step.guards, *step.windows):
                reached = (rule.ask.__code__.co_filename, outer(rule.ask.__code__))
                begin = partial(without, flow(name), step, rule)
                yield Case(f"{name} {step.name}: without {rule.name}", begin, reached)


# The tests


def measured(items: list[Any]) -> list[Measured]:
    """Runs every test once, and watches what it reaches."""
    reached: set[tuple[str, str]] = set()
    files = tuple(str(ROOT / target) for target in TARGETS)

    def watch(frame: Any, event: str, arg: Any) -> None:
        if frame.f_code.co_filename.startswith(files):
            reached.add((frame.f_code.co_filename, outer(frame.f_code)))

    found = []
    for item, following in zip(items, [*items[1:], None], strict=True):
        reached.clear()
        begun = time.perf_counter()
        sys.settrace(watch)
        passed = passes(item, following)
        sys.settrace(None)
        found.append(Measured(time.perf_counter() - begun, passed, frozenset(reached)))
    return found


def passes(item: Any, following: Any) -> bool:
    """Whether a test passes; the fixtures it shares with the following one are kept."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def tried(session: Any, cases: list[Case], known: list[Measured]) -> Iterator[tuple[Case, bool]]:
    """Each case with whether a test noticed; several at a time."""
    children: dict[int, Case] = {}
    most = session.config.option.most
    for case in cases:
        chosen = [
            (each, item)
            for each, item in zip(known, session.items, strict=True)
            if each.passed and each.seconds <= most and case.reached in each.reached
        ]
        chosen.sort(key=lambda pair: pair[0].seconds)
        if len(children) >= session.config.option.jobs:
            yield ended(children)
        children[forked(case, chosen)] = case
    while children:
        yield ended(children)


def forked(case: Case, chosen: list[tuple[Measured, Any]]) -> int:
    """The number of a process in which the tests run on the mutant; it ends with 0 when none of them failed."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    gc.disable()
    quiet()
    try:
        case.begin()
        noticed = any(notices(*pair) for pair in zip(chosen, [*chosen[1:], None], strict=True))
    except BaseException:
        os._exit(1)
    os._exit(1 if noticed else 0)


def notices(now: tuple[Measured, Any], following: tuple[Measured, Any] | None) -> bool:
    """Whether a test fails; the process ends when it takes much longer than it did."""
    known, item = now
    signal.alarm(LEAST_SECONDS + int(SLOWER * known.seconds))
    return not passes(item, following[1] if following else None)


def ended(children: dict[int, Case]) -> tuple[Case, bool]:
    """Waits for one of the processes; a mutant is killed by a failing test, an error, or the time."""
    child, status = os.wait()
    return children.pop(child), status != 0


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
