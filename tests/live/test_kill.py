"""kill -9 at any moment: nothing acknowledged is lost, and no case is half done."""

import random
import subprocess
import sys
import time
from pathlib import Path

from workflows.engine.perform.rebuild import broken_chain

from .conftest import forget

ROOT = Path(__file__).parents[2]
ROUNDS = 6
CASES = 8


def strike(command: list[str], after: float) -> list[str]:
    """Runs the command, kills it some time after its first answer, and answers the whole lines it printed."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as taker:
        first = taker.stdout.readline()
        assert first, "the process ended by itself"
        time.sleep(after)
        taker.kill()
        said = first + taker.stdout.read()
        assert taker.wait(20) == -9
    return said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]


def test_kill_9_at_any_moment(town):
    chance = random.Random(20260720)
    cases = [town.build("interview", "2026-06-20", subject=town.person(f"李{number}")) for number in range(CASES)]
    assert cases == list(range(cases[0], cases[0] + CASES))
    numbers = [town.people["王芳"], town.people["吴强"], cases[0], cases[-1]]
    command = [sys.executable, "-m", "tests.live.taker", town.url, *map(str, numbers)]
    acknowledged: dict[tuple[int, int], str] = {}
    for _ in range(ROUNDS):
        for line in strike(command, chance.uniform(0.01, 0.25)):
            case, number, digest = line.split()
            assert (int(case), int(number)) not in acknowledged
            acknowledged[int(case), int(number)] = digest
        forget()
        for case in cases:
            entries = town.entries(case)
            assert broken_chain(entries) == []
            assert town.differences(case) == []
            assert town.row(case)["last_number"] == len(entries)
    written = {(case, entry.number): bytes(entry.hash).hex() for case in cases for entry in town.entries(case)}
    assert acknowledged.items() <= written.items()
    assert len(acknowledged) >= ROUNDS
    unacknowledged = [key for key, entry in written.items() if key not in acknowledged]
    live = sum(entry.mode == "live" for case in cases for entry in town.entries(case))
    assert live - len(acknowledged) <= ROUNDS  # at most the one that was being answered in each round
    assert unacknowledged
