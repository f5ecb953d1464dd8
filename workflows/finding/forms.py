"""What each step of a finding records."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Form, field
from workflows.engine.values import Day, Short, Text
from workflows.rules import edition
from workflows.rules.load import EDITIONS

from .words import RULES

Code = Literal[tuple(RULES)]  # type: ignore[valid-type]
NO_ARTICLE = N_("没有收录这一条文：请按“版本代码 条号”填写，例如“XZ26 13”，版本代码可选：%(known)s")
NO_RULE = N_("请写明依据：选择规则代码，或者填写条文")
TOO_SOON = N_("答复期限不能早于提出日期 %(on)s：请核对")


class Setting(Form):
    """A finding has no settings."""


class Recorded(Form):
    """A step of a finding has its day."""

    on: Day = field("日期")


class Raised(Recorded):
    """提出检查发现：什么问题，依据哪一条文或者规则，涉及哪一案件，何时以前答复。"""

    what: Text = field("发现的问题", personal=True)
    code: Code | None = field("依据的规则代码", default=None)  # type: ignore[valid-type]
    article: Short | None = field("依据的条文", default=None, help="版本代码和条号，例如“XZ26 13”。")
    case: int | None = field("涉及的案件编号", default=None, ge=1, help="不涉及具体案件的，不必填写。")
    answer_by: Day = field("答复期限", ahead=True, help="在这一天以前（含当日）答复。")

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        on, by, article = self.known("on"), self.known("answer_by"), self.known("article")
        if on and by and by < on:
            yield "answer_by", TOO_SOON, {"on": on}
        if article is not None and not on_file(article):
            yield "article", NO_ARTICLE, {"known": "、".join(EDITIONS)}
        if article is None and self.known("code") is None:
            yield "code", NO_RULE, {}


class Answered(Recorded):
    """答复检查发现：说明情况，做了什么。"""

    answer: Text = field("情况说明", personal=True)
    done: Text = field("已采取的措施", personal=True)


class Confirmed(Recorded):
    """确认整改：认可答复，或者不认可，退回重新答复。"""

    accepted: bool = field("认可")
    remark: Text | None = field("意见", default=None, personal=True)


class Closed(Recorded):
    """办结检查发现。"""

    conclusion: Text = field("办结意见", personal=True)


def on_file(article: str) -> bool:
    """Whether an article, written like `XZ26 13`, is held."""
    name, _, number = article.partition(" ")
    return name in EDITIONS and number in edition(name).articles
