"""The register beside a vote: a number of members due that differs from the members registered on the day is noted."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.dossier import Act
from workflows.engine.findings import N_, Finding, note

DIFFERS = N_(
    "“应到会有表决权的党员”填写 %(typed)s 人，%(day)s 本党组织登记有表决权的正式党员 %(count)s 人："
    "请核对名册；确有不同的，可以照填"
)


def due_on_register(scene: Any, act: Act) -> Iterator[Finding]:
    """How many were due and how many are registered, where they differ; silent where nobody is registered."""
    typed = act.form.known("due")
    count = scene.store.entitled(scene.organisation_id, act.on)
    if count and typed is not None and typed != count:
        yield Finding(DIFFERS, {"typed": typed, "day": act.on, "count": count}, severity=note, code="G16")
