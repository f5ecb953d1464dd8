"""An inspection pack as it is made beside the requests: how far it is, and the finished .zip, kept for a day."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from models.databases import Database
from web.inspection_pack.pack import STAGES, Wanted, Wrong, archive, pack
from web.runs.beside import Work, runs
from web.runs.kept import Kept
from workflows.engine.findings import N_
from workflows.proof.live.exporting import Period

MOST_KEPT = 3
"""So many packs of one account; the oldest makes room."""
PACK = "pack.zip"
DEFECT = N_("迎检包没有制作完成：请重新制作；仍然如此的，请管理员查看日志")
ENOUGH = N_("您已有 %(count)s 个迎检包正在制作：请等它们完成，或者删除不要的")


class Making(Kept):
    """A pack that is made or ready."""

    @property
    def wanted(self) -> Wanted:
        """What it is a pack of."""
        first, last, day = (date.fromisoformat(self.record[name]) for name in ("first", "last", "on"))
        return Wanted(self.record["place"], Period(first, last), day)

    @property
    def path(self) -> Path:
        """Where the finished pack lies."""
        return self.folder / PACK

    @property
    def ready(self) -> bool:
        """Whether it can be taken away."""
        return "manifest" in self.record

    @property
    def download(self) -> str:
        """What it is called when it is taken away."""
        return f"zhibu-inspection-{self.record['place']}-{self.record['on']}"


def facts_of(wanted: Wanted) -> dict[str, Any]:
    """What is wanted, as it lies in a record."""
    period = wanted.period
    days = {"first": period.first, "last": period.last, "on": wanted.day}
    return {"place": wanted.organisation, **{name: day.isoformat() for name, day in days.items()}}


def making(database: Database, clock: Callable[[], datetime]) -> Work[Making]:
    """The work of making a pack."""
    return Work("inspection-pack", partial(make, database, clock), ("manifest",), DEFECT)


def make(database: Database, clock: Callable[[], datetime], run: Making) -> None:
    """Makes it from the beginning; nothing of a run that was broken off is of use."""

    def told(stage: int, count: int) -> None:
        run.keep(stage=stage, cases=count)

    packed = pack(database, run.wanted, run.record["by"], clock(), told)
    run.keep(stage=len(STAGES) - 1)
    part = run.path.with_suffix(".part")
    try:
        with part.open("wb") as target:
            archive(packed.files, run.download, target)
        os.replace(part, run.path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    run.keep(manifest=packed.manifest, code=packed.code, size=run.path.stat().st_size)


def make_room(own: list[Making]) -> None:
    """Removes the oldest of an account's packs, so that one more can be kept; raises Wrong where all are being made."""
    idle = [each for each in own if not runs(each)]
    surplus = len(own) - MOST_KEPT + 1
    if surplus > len(idle):
        raise Wrong(ENOUGH, count=len(own))
    for each in idle[len(idle) - surplus :] if surplus > 0 else ():
        each.remove()
