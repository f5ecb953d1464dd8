"""The counts of a member meeting's secret ballot on one person; what the two votes of the path share."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.findings import N_
from workflows.engine.forms import field

from .application import Recorded


class Voted(Recorded):
    """A vote on one person. Written opinions of absent members are a number only, never a name (reading C-16)."""

    due: int = field("应到会有表决权的党员", "人", ge=1, le=100_000, counts="entitled")
    present: int = field("实到会有表决权的党员", "人", ge=0)
    in_favour: int = field("赞成票", "票", ge=0, own=True)
    against: int = field("反对票", "票", ge=0, own=True)
    abstain: int = field("弃权票", "票", ge=0, own=True)
    written_in_favour: int = field("会前书面赞成意见", "份", ge=0, default=0, own=True)
    secret_ballot: bool = field("无记名投票")
    one_by_one: bool | None = field("逐个讨论和表决", default=None)
    excluded: int = field("经上级同意、大会表决不计入应到会的人数", "人", ge=0, default=0)
    sponsors_present: int | None = field("到会的入党介绍人", "人", ge=0, le=2, default=None, own=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        due, present = self.known("due"), self.known("present")
        written = self.known("written_in_favour") or 0
        cast = sum(self.known(name) or 0 for name in ("in_favour", "against", "abstain"))
        if due is not None and present is not None and present > due:
            yield (
                "present",
                N_("实到 %(present)s 人多于应到 %(due)s 人，请核对签到和名册"),
                {"present": present, "due": due},
            )
        if present is not None and cast > present:
            yield (
                "in_favour",
                N_("赞成、反对、弃权共 %(cast)s 票，多于实到 %(present)s 人，请核对计票单"),
                {
                    "cast": cast,
                    "present": present,
                },
            )
        if due is not None and (present or 0) <= due < (present or 0) + written:
            yield (
                "written_in_favour",
                N_("实到与会前书面意见共 %(sum)s 人，多于应到 %(due)s 人，请核对"),
                {
                    "sum": (present or 0) + written,
                    "due": due,
                },
            )
        if due is not None and present is None and cast + written > due:
            yield "in_favour", N_("票数共 %(cast)s，多于应到 %(due)s 人，请核对"), {"cast": cast + written, "due": due}
