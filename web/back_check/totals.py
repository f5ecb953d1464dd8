"""The sums of a back-check: dossiers by verdict, and findings by article with how grave they are."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from web.back_check.told import VERDICTS, Checked
from web.commands.check import cited
from workflows.engine.findings import Severity

Article = tuple[str, int | None]


class ByArticle(NamedTuple):
    """An article: in how many dossiers something was found under it (notes aside), and how many findings of each severity."""

    edition: str
    article: int | None
    dossiers: int
    counts: dict[str, int]

    @property
    def cited(self) -> str:
        """The regulation and article, as they stand before a code."""
        return cited({"edition": self.edition, "article": self.article})


class Totals(NamedTuple):
    """What a back-check comes to."""

    verdicts: dict[str, int]
    articles: list[ByArticle]

    @property
    def total(self) -> int:
        """How many dossiers there are."""
        return sum(self.verdicts.values())

    @classmethod
    def of(cls, answers: Iterable[Checked]) -> "Totals":
        """The sums over these dossiers; the articles with the most dossiers first."""
        verdicts: Counter[str] = Counter()
        dossiers: Counter[Article] = Counter()
        counts: dict[Article, Counter[str]] = {}
        for checked in answers:
            verdicts[checked.verdict] += 1
            keys = [((each.edition or "", each.article), each.severity) for each in checked.findings]
            dossiers.update({key for key, severity in keys if severity != Severity.NOTE})
            for key, severity in keys:
                counts.setdefault(key, Counter())[severity] += 1
        rows = [ByArticle(*key, dossiers[key], _by_severity(counts[key])) for key in counts]
        rows.sort(key=lambda row: (-row.dossiers, row.edition, row.article or 0))
        return cls({verdict: verdicts[verdict] for verdict in VERDICTS}, rows)

    @classmethod
    def read(cls, held: Any) -> "Totals":
        """The sums as they lie in a record."""
        verdicts, articles = held
        return cls(verdicts, [ByArticle(*row) for row in articles])


def _by_severity(counted: Counter[str]) -> dict[str, int]:
    return {severity.value: counted[severity.value] for severity in Severity}
