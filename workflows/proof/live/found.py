"""What the verification of an installation finds: which part, which entry, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.findings import N_

SECTIONS = {
    "chain": N_("案件链"),
    "text": N_("原文"),
    "file": N_("附件"),
    "state": N_("案件现状"),
    "log": N_("日志"),
    "checkpoint": N_("检查点"),
}


@dataclass(frozen=True)
class Found:
    """One thing that is not as it must be; without a case it is about the log as a whole."""

    section: str
    message: str
    case: int | None = None
    number: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"案件 {self.case}" if self.case is not None else ""
        place += f" 第 {self.number} 条" if self.number is not None else ""
        return f"{place}：{self.message % self.facts}" if place else self.message % self.facts

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"section": self.section, "case": self.case, "number": self.number, "message": self.message % self.facts}
