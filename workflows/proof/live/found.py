"""What the verification of an installation finds: which part, which entry or event, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.events import CASE, INSTALLATION, ORGANISATION, Stream
from workflows.engine.findings import N_

SECTIONS = {
    "chain": N_("案件链"),
    "text": N_("原文"),
    "file": N_("附件"),
    "state": N_("案件现状"),
    "event": N_("事件"),
    "log": N_("日志"),
    "checkpoint": N_("检查点"),
}
OF_STREAM = {
    CASE: N_("案件 %(id)s 的事件"),
    ORGANISATION: N_("党组织 %(id)s 的事件"),
    INSTALLATION: N_("本系统的事件"),
}
OF_ANOTHER = N_("“%(kind)s %(id)s”的事件")


@dataclass(frozen=True)
class Found:
    """One thing that is not as it must be; without a case or a stream of events it is about the log as a whole."""

    section: str
    message: str
    case: int | None = None
    number: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    stream: Stream | None = None

    def __str__(self) -> str:
        place = f"案件 {self.case} " if self.case is not None else (named(self.stream) if self.stream else "")
        place += f"第 {self.number} 条" if self.number is not None else ""
        return f"{place.strip()}：{self.message % self.facts}" if place else self.message % self.facts

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        about = {"case": self.case, "stream": self.stream, "number": self.number}
        return {"section": self.section, **about, "message": self.message % self.facts}


def named(stream: Stream) -> str:
    """A stream in words."""
    return OF_STREAM.get(stream.kind, OF_ANOTHER) % stream._asdict()
