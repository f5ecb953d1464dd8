"""The handbook of what is on file here, and the file of the last test run it reads."""

import os
from functools import lru_cache
from pathlib import Path

from workflows import NAMES, flow
from workflows.handbook import BadRun, Handbook, read_run
from workflows.rules import OVERLAYS, law_book

VARIABLE = "ZHIBU_SCENARIOS"
USUAL = "var/scenarios.json"


def scenarios_file() -> Path:
    """Where the last test run wrote what became of the scenarios."""
    return Path(os.environ.get(VARIABLE) or USUAL)


def handbook(path: Path) -> Handbook:
    """The handbook with the run that `path` tells of; made again only when that file changes. Raises BadRun."""
    state = path.stat() if path.exists() else None
    return _handbook(path, (state.st_mtime_ns, state.st_size) if state else None)


def handbook_or_why(path: Path) -> tuple[Handbook, str]:
    """The handbook; with a file that cannot be read, the one without a run, and why."""
    try:
        return handbook(path), ""
    except BadRun as error:
        return _handbook(None, None), error.args[0]


@lru_cache(maxsize=2)
def _handbook(path: Path | None, state: tuple[int, int] | None) -> Handbook:
    run = read_run(path) if path else None
    return Handbook([flow(name) for name in NAMES], law_book(overlays=OVERLAYS), run)
