"""The list of mutants that no test notices, with why no verdict changes; and what a run says that differs from it."""

import re
import time
from pathlib import Path

MOST = 20


class Survivors:
    """What a run finds, held against the list."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        self.listed = set(re.findall(r"^- (.+?)  $", text, re.MULTILINE))
        self.killed: set[str] = set()
        self.alive: list[str] = []
        self.begun = time.monotonic()

    def hear(self, name: str, killed: bool) -> None:
        """Takes in what came of one mutant, and says so when it lives on without being listed."""
        if killed:
            self.killed.add(name)
            return
        self.alive.append(name)
        if name not in self.listed:
            print(f"no test notices: {name}", flush=True)

    def conclude(self, whole: bool) -> int:
        """Says the sums; answers how much does not agree with the list."""
        unlisted = [name for name in self.alive if name not in self.listed]
        gone = [name for name in sorted(self.listed) if name in self.killed or (whole and name not in self.alive)]
        for name in gone:
            print(f"listed, but noticed or no longer there: {name}")
        minutes = (time.monotonic() - self.begun) / 60
        print(f"{len(self.killed)} killed, {len(self.alive)} alive, {len(unlisted)} not listed, {minutes:.1f} minutes")
        return len(unlisted) + len(gone) + (len(self.alive) > MOST)
