"""The count of one ballot as the scrutineers report it; files and pages share this form."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from workflows.engine.findings import N_
from workflows.engine.forms import Form, Row, field
from workflows.engine.values import Day, Name, Short

KINDS = {
    "branch_committee": N_("支部委员会委员"),
    "general_branch_committee": N_("总支委员会委员"),
    "base_committee": N_("基层党委委员"),
    "discipline_commission": N_("纪律检查委员会委员"),
    "standing_committee": N_("常务委员会委员"),
    "delegates": N_("党员代表大会代表"),
    "head": N_("书记、副书记"),
    "member_meeting_head": N_("不设委员会的支部的书记、副书记"),
}
ROUNDS = {
    "pre": N_("预选"),
    "formal": N_("正式选举"),
    "tie": N_("票数相等的再次投票"),
    "separate": N_("另行选举"),
}
Kind = Literal[
    "branch_committee",
    "general_branch_committee",
    "base_committee",
    "discipline_commission",
    "standing_committee",
    "delegates",
    "head",
    "member_meeting_head",
]
Round = Literal["pre", "formal", "tie", "separate"]
MOST_PEOPLE, MOST_ROWS = 100_000, 1_000
TWICE = N_("%(name)s 出现了两次：同一人只写一次；同名的两人各写编号（ref）")

VotesFor = Annotated[int, Field(alias="for")]
"""Votes in favour: `for` in files."""


class Named(Row):
    """Somebody on the report; `ref` tells two of one name apart."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    name: Name = field("姓名", personal=True)
    ref: Short | None = field("编号", default=None)

    def is_same(self, other: "Named") -> bool:
        """Whether the two can be one person: one name, and not two different references."""
        return self.name == other.name and (self.ref is None or other.ref is None or self.ref == other.ref)


class Scrutineer(Named):
    """A scrutineer; in a file a bare text is the name."""

    @model_validator(mode="before")
    @classmethod
    def _a_text_is_a_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class WriteIn(Named):
    """Somebody written in by those who voted against a candidate."""

    in_favour: VotesFor = field("赞成票", "票", ge=0, le=MOST_PEOPLE)


class Candidate(Named):
    """A candidate and the votes on him."""

    in_favour: VotesFor = field("赞成票", "票", ge=0, le=MOST_PEOPLE)
    against: int = field("不赞成票", "票", ge=0, le=MOST_PEOPLE)
    abstain: int = field("弃权票", "票", ge=0, le=MOST_PEOPLE)


class Count(Form):
    """计票结果：到会、选票和每名候选人的票数。"""

    kind: Kind = field("选举什么")
    on: Day = field("选举日期")
    round: Round = field("哪一轮")
    seats: int = field("应选名额", "人", ge=1, le=MOST_ROWS)
    due: int = field("应到会有选举权的人数", "人", ge=1, le=MOST_PEOPLE)
    present: int = field("实到会有选举权的人数", "人", ge=0, le=MOST_PEOPLE)
    voters: int | None = field("投票人数", "人", ge=0, le=MOST_PEOPLE, default=None)
    issued: int | None = field("发出的选票", "张", ge=0, le=MOST_PEOPLE, default=None)
    collected: int = field("收回的选票", "张", ge=0, le=MOST_PEOPLE)
    void: int = field("废票", "张", ge=0, le=MOST_PEOPLE, default=0)
    blank: int = field("空白票", "张", ge=0, le=MOST_PEOPLE, default=0)
    scrutineers: list[Scrutineer] = field("监票人", max_length=MOST_ROWS, default=[])
    candidates: list[Candidate] = field("候选人", max_length=MOST_ROWS)
    write_ins: list[WriteIn] = field("另选他人", max_length=MOST_ROWS, default=[])

    @property
    def voted(self) -> int:
        """Who voted: all who are present, unless the report says otherwise."""
        return self.present if self.voters is None else self.voters

    @property
    def handed_out(self) -> int:
        """Ballots handed out: one for everybody who voted, unless the report says otherwise."""
        return self.voted if self.issued is None else self.issued

    @property
    def ballots(self) -> int:
        """Ballots that count: collected and not void. A blank one is an abstention on everybody."""
        return self.collected - self.void

    @property
    def people(self) -> list[Candidate | WriteIn]:
        """Everybody who got votes, as the report lists them."""
        return [*self.candidates, *self.write_ins]

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for name in ("candidates", "write_ins", "scrutineers"):
            beside = self.known("candidates") or [] if name == "write_ins" else []
            twice = first_twice([*beside, *(self.known(name) or [])])
            if twice:
                yield name, TWICE, {"name": twice.name}


def first_twice(rows: list[Any]) -> Any:
    """The first who may be somebody listed before; None when all can be told apart."""
    before: dict[str, list[Any]] = {}
    refs: set[str] = set()
    for row in rows:
        if any(row.is_same(other) for other in before.get(row.name, ())) or row.ref in refs:
            return row
        before.setdefault(row.name, []).append(row)
        refs |= {row.ref} - {None}
    return None
