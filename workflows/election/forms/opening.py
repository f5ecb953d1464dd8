"""How an election begins: a reminder, a vacancy, an appointment."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.people import Person
from workflows.engine.values import Day, Name, Short

from .common import Recorded, Replied


class Reminded(Recorded):
    """换届提醒：以信函或者电话提醒任期将满的党组织。"""

    means: Literal["letter", "telephone"] = field("提醒方式")
    addressee: Name = field("收件人", personal=True)
    number: Short | None = field("文号", default=None)
    expires_on: Day | None = field("任期届满日", default=None, ahead=True, internal=True)
    original_expires_on: Day | None = field("原定任期届满日", default=None, ahead=True, internal=True)


class Vacant(Person):
    """A post that fell vacant: who held it, and why he holds it no more."""

    once: ClassVar[bool] = False

    position: Literal["members", "secretary", "deputy"] = field("职务")
    cause: Literal["died", "transferred", "resigned", "removed", "adjusted"] = field("出缺原因")


class VacancyRecorded(Recorded):
    """委员、书记、副书记出缺。"""

    vacancies: list[Vacant] = field("出缺的职务", max_length=20)
    committee: list[int] = field("现任委员", default=[], internal=True, people=True)
    expires_on: Day | None = field("任期届满日", default=None, ahead=True, internal=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        rows = self.known("vacancies")
        if rows is not None and not rows:
            yield "vacancies", N_("没有填写出缺的职务"), {}
        if len({row.position == "members" for row in rows or ()}) > 1:
            yield "vacancies", N_("委员和书记、副书记出缺的，请先补选委员，再另行登记书记、副书记的出缺"), {}


class Appointee(Person):
    """Whom the superior assigns to which post."""

    once: ClassVar[bool] = False

    position: Literal["secretary", "deputy", "members"] = field("职务")


class Appointed(Replied):
    """上级指派书记、副书记，或者指定临时党组织的成员。"""

    appointees: list[Appointee] = field("指派的人员", max_length=20)
    expires_on: Day | None = field("任期届满日", default=None, ahead=True, internal=True)
