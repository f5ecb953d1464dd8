"""The findings of a back-check as a page shows them: the sums, and a part of the dossiers in which something was found."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from web.back_check.told import VERDICTS, Answers, Checked
from web.back_check.totals import Totals
from web.commands.annotate import SEVERITY_WORDS

A_PAGE = 100


class Shown:
    """One part of the dossiers with findings, and the sums of all."""

    severities = tuple(SEVERITY_WORDS.values())

    def __init__(self, answers: Answers, totals: Any, number: int) -> None:
        self.totals = Totals.read(totals)
        told = (each for each in answers if not each.sound)
        self.number = max(number, 1)
        held = list(islice(told, (self.number - 1) * A_PAGE, self.number * A_PAGE + 1))
        self.rows: Sequence[Checked] = held[:A_PAGE]
        self.more = len(held) > A_PAGE

    @property
    def verdicts(self) -> list[tuple[str, int]]:
        """How many dossiers of each verdict, in words."""
        return [(VERDICTS[verdict], count) for verdict, count in self.totals.verdicts.items()]
