"""Files attached to an act after it was recorded: an entry of their own that names the act; what stands does not change."""

from collections.abc import Sequence
from datetime import datetime

from models.work import Work

from ..declare import Step, Workflow
from ..dossier import Attached
from ..errors import BadForm, NotFound
from ..findings import N_
from ..forms import Form, field
from ..journal import iso, split
from ..offices import Actor
from .entitled import as_seen, office_for
from .scene import Line, Written


class Supplied(Form):
    """补附材料：附到哪一条办理记录。"""

    entry: int = field("办理记录", "条", ge=1)


ATTACH = Step(name="attach", title=N_("补附材料"), stage=(), by=(), form=Supplied, final=True)


def attach(
    work: Work, flow: Workflow, case: int, number: int, files: Sequence[Attached], actor: Actor, seen: int, at: datetime
) -> Written:
    """Attaches files to the act of an entry that stands, by its office or the superior's. Raises as `propose` does."""
    scene = as_seen(work, flow, case, actor, seen, at)
    acts = {kept.number: kept.act.step for kept in scene.case.kept if kept.act}
    if number not in acts:
        raise NotFound(N_("案件中没有第 %(number)s 条办理记录，或已作废"), number=number)
    if not files:
        raise BadForm([("files", N_("没有选择文件：请选择要补附的材料"))])
    scene.acting = office_for(scene, actor, acts[number])
    facts, texts = split(Supplied.read({"entry": number}))
    texts += [(f"files.{position}", file.name) for position, file in enumerate(files)]
    scene.changes += 1
    law, stage = scene.laws.on(scene.today), scene.dossier.stage
    line = Line("act", ATTACH, iso(scene.today), {"facts": facts}, texts, (), law, stage, None, number, files=files)
    return scene.append_last(line)
