"""`check` of generated full dossiers against `json.loads` of the same lines, and two processes against one."""

import json
import statistics
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.dossiers import dossiers
from bench.perform import Cost, measured
from web.commands.check import answers, printed

COUNT = 20_000
ROUNDS = 3
ON = date(2027, 12, 31)


def main() -> None:
    """Alternating rounds in one process for the first ratio, by the clock for the second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dossiers.jsonl"
        path.write_text(
            "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in dossiers(COUNT)), encoding="utf-8"
        )
        lines = path.read_text(encoding="utf-8").splitlines()
        checked(path, 1)
        rounds = [(measured(lambda: loaded(lines)), measured(lambda: checked(path, 1))) for _ in range(ROUNDS)]
        said(rounds)
        pairs = [(clock(path, 1), clock(path, 2)) for _ in range(ROUNDS)]
        faster = statistics.median(one / two for one, two in pairs)
        print(f"check: two processes against one, by the clock: {faster:.2f} >= 1.6")


def loaded(lines: list[str]) -> int:
    """The raw limit: the JSON alone."""
    for line in lines:
        json.loads(line)
    return len(lines)


def checked(path: Path, jobs: int) -> int:
    """Every answer as a printed line."""
    return sum(1 for _, line in answers([path], ON, jobs, {}, printed) if line)


def clock(path: Path, jobs: int) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    checked(path, jobs)
    return time.perf_counter() - start


def said(rounds: list[tuple[Cost, Cost]]) -> None:
    """The ratio of processor time, and what a dossier costs."""
    ratios = [check.cpu / load.cpu for load, check in rounds]
    print(
        f"check / json.loads, processor: {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f}) <= 20"
    )
    costs = [statistics.median(each[n].cpu for each in rounds) * 1e6 for n in range(2)]
    print(f"  processor microseconds a dossier: json.loads {costs[0]:.0f}, check {costs[1]:.0f}")


if __name__ == "__main__":
    main()
