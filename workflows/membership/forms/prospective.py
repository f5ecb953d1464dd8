"""Prospective members: sponsors, political review, training."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Form, field
from workflows.engine.people import Person
from workflows.engine.values import Day, Short

from .application import Recorded

SANCTION_TITLES = {
    "warning": "警告",
    "serious_warning": "严重警告",
    "removed_from_post": "撤销党内职务",
    "party_probation": "留党察看",
}


class Sponsor(Person):
    """An 入党介绍人 with a sanction in force or past; `restored_on` ends a party probation."""

    sanction: Literal["warning", "serious_warning", "removed_from_post", "party_probation"] | None = field(
        "所受处分", default=None, help="没有受过处分的不填"
    )
    sanction_on: Day | None = field("处分批准日期", default=None)
    restored_on: Day | None = field("恢复权利日期", default=None)


class SponsorsNamed(Recorded):
    """确定入党介绍人。"""

    sponsors: list[Sponsor] = field("入党介绍人", max_length=20, own=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for sponsor in self.known("sponsors") or ():
            if sponsor.sanction_on and sponsor.restored_on and sponsor.restored_on < sponsor.sanction_on:
                yield (
                    "sponsors",
                    N_("恢复权利日期 %(restored_on)s 早于处分批准日期 %(sanction_on)s"),
                    {
                        "restored_on": sponsor.restored_on,
                        "sanction_on": sponsor.sanction_on,
                    },
                )


class PoliticallyReviewed(Recorded):
    """政治审查的结论，以及征求过意见的地方。"""

    conclusion: Literal["pass", "fail"] = field("审查结论", help="pass 合格，fail 不合格", own=True)
    places: list[Short] = field("征求意见的地方", max_length=20, help="去过或者去函的单位、居住地，如“示例厂党支部”")
    number: Short | None = field("文号", default=None)


class Trained(Form):
    """短期集中培训。"""

    begins_on: Day = field("培训开始日期")
    ends_on: Day = field("培训结束日期", ahead=True)
    days: int = field("培训天数", "天", ge=0, le=366)
    hours: int = field("培训学时", "学时", ge=0, le=2000)
    exempt: bool = field("个别特殊情况未经培训", default=False, help="没有这种情况的不填")
    number: Short | None = field("文号", default=None)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        begins, ends = self.known("begins_on"), self.known("ends_on")
        if begins and ends and ends < begins:
            yield (
                "ends_on",
                N_("培训结束日期 %(ends_on)s 早于开始日期 %(begins_on)s"),
                {"ends_on": ends, "begins_on": begins},
            )
