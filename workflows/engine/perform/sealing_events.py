"""Events are sealed (事件封存) by an entry of the journal that nobody takes, so that the log covers them (decision 0017).

What stands in the case does not change, nor does its version: whoever has a page of it open may still click.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from models.work import Work

from ..declare import Step, Workflow
from ..findings import N_
from ..forms import Form, field
from ..journal import iso, split
from .scene import Line, Scene, Written

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""


class EventsSealed(Form):
    """事件封存：封存到哪一号事件，自上次封存以来有几条，以及它们的散列值与上次摘要合成的摘要。"""

    through: int = field("封存至事件编号", ge=1)
    count: int = field("封存的事件", "条", ge=1)
    digest: Digest = field("事件摘要")


SEAL_EVENTS = Step(name="seal_events", title=N_("事件封存"), stage=(), by=(), form=EventsSealed, final=True)


def record_seal(work: Work, flow: Workflow, case: int, values: Mapping[str, Any], at: datetime) -> Written:
    """Appends a seal to a case; nobody in particular makes it."""
    scene = Scene(work, flow, case, at)
    facts, texts = split(EventsSealed.read(values))
    law, stage = scene.laws.on(scene.today), scene.dossier.stage
    line = Line("act", SEAL_EVENTS, iso(scene.today), {"facts": facts}, texts, (), law, stage, None)
    return scene.append_last(line)
