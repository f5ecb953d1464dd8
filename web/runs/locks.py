"""Locks between processes on a file: given back when the file is closed, also by the end of the process that held it."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

BETWEEN = 0.05
"""Seconds between two tries."""

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def held(path: Path, tries: int = 1) -> IO[bytes] | None:
    """The file, locked until it is closed; None where somebody else holds it. Raises OSError where there is no folder."""
    file = path.open("ab")
    for left in range(tries - 1, -1, -1):
        try:
            _lock(file)
        except OSError:
            if left:
                time.sleep(BETWEEN)
        else:
            return file
    file.close()
    return None


def is_held(path: Path) -> bool:
    """Whether somebody holds it, this process or another."""
    if not path.exists():
        return False
    try:
        file = held(path)
    except FileNotFoundError:  # its folder was removed meanwhile
        return False
    if file is not None:
        file.close()
    return file is None


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Waits until nobody else holds it, and holds it meanwhile."""
    while (file := held(path)) is None:
        time.sleep(BETWEEN)
    with file:
        yield
