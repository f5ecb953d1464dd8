"""A case goes over to the organisation its own one was merged into: an entry of its own, taken along by the merger.

It is no act of the person's way: no stage, turn or guard is touched, and no organ of the branch decides it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.work import Work

from ..cases import fold, kept_move
from ..declare import DONE, Step, Workflow
from ..dossier import Move
from ..findings import N_
from ..forms import Form, field
from ..journal import iso, split
from ..offices import Acting
from ..values import Day, Name, Short
from .scene import Line, Scene, Written


class Moved(Form):
    """随党组织合并转移：转往哪个党组织，依据哪一决定。"""

    on: Day = field("合并日期")
    organisation: int = field("转往党组织的编号", ge=1, internal=True)
    to: Name = field("转往党组织")
    number: Short | None = field("文号", default=None)


MOVE = Step(name="move", title=N_("随党组织合并转移"), stage=(), by=(), form=Moved, final=True)


def move(work: Work, flow: Workflow, case: int, values: Mapping[str, Any], acting: Acting, at: datetime) -> Written:
    """Moves a case as it stands now, with the memberships it gives; by whoever records the merger."""
    scene = Scene(work, flow, case, at)
    scene.acting = acting._replace(office=None)
    form = Moved.read(values)
    facts, texts = split(form)
    kept = kept_move(scene.last_number + 1, Move(form.on, form.organisation), acting.person_id)
    scene.move(form.organisation)
    scene.case = fold(flow, [*scene.case.kept, kept], scene.laws)
    scene.keep(kept)
    law, stage = scene.laws.on(form.on), scene.dossier.stage
    written = scene.append_last(Line("act", MOVE, iso(form.on), {"facts": facts}, texts, (), law, stage, DONE))
    scene.bring_all_effects(written.id)
    return written
