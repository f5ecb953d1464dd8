"""The yearly plan (年度发展计划) of an organisation: how many members it is to admit in a year, as its case says."""

from collections.abc import Iterable
from typing import Any

from workflows.engine.cases import Kept

from .rows import acts


def plan_numbers(kept: Iterable[Kept]) -> dict[int, Any]:
    """What was set for each year: the form of the last `set_plan`, by day and then by entry."""
    return {each.act.form.year: each.act.form for each in acts(kept, "set_plan")}  # type: ignore[union-attr]
