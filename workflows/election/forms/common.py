"""What forms of an election share: how the organisation is built, a plain day, a reply, an answer."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from workflows.engine.forms import Form, field
from workflows.engine.values import Day, Short

ByNumber = Annotated[list[int], AfterValidator(sorted)]
"""Persons in the order of their numbers: in which order they came is kept nowhere, so that it tells nothing of ballots."""


class Setting(Form):
    """What holds for an election from a day on: what kind of organisation elects."""

    organisation_kind: Literal["branch", "general_branch", "committee"] | None = field("党组织类别", default=None)


class Recorded(Form):
    """A step of which only the day is recorded."""

    on: Day = field("日期")


class Replied(Recorded):
    """A request or a reply with its number (文号)."""

    number: Short | None = field("文号", default=None)


class Agreed(Replied):
    """The superior's answer to a request."""

    agreed: bool = field("同意")
