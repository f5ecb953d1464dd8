"""How the handbook words articles, rules and results in the language of a page."""

from collections.abc import Iterable

from web.handbook.outcomes import Say
from workflows.engine.findings import N_, Severity
from workflows.engine.law import Article, Edition
from workflows.handbook import Handbook, Place, Ruling, Scenario, sentence
from workflows.handbook.runs import OUTCOMES, Row
from workflows.rules.load import STATUSES

NUMBERED = N_("第%(number)s条")
UNNUMBERED = N_("%(key)s（原文条号没有读到）")
LONG = N_("%(title)s%(article)s")
KINDS = {"need": N_("先后次序"), "window": N_("期限"), "guard": N_("核查项")}
SIDES = {"finds": N_("指出不符"), "silent": N_("符合时不作声")}
GRAVITY = {
    Severity.BLOCK: N_("不予办理"),
    Severity.OVERRIDE: N_("须上级说明"),
    Severity.IRREGULAR: N_("可以办理但记为不规范"),
    Severity.NOTE: N_("只作提示"),
}


class Words:
    """The words for one handbook; `say` says a message in the language."""

    def __init__(self, book: Handbook, say: Say) -> None:
        self.book, self.say = book, say

    def named(self, edition: Edition, article: Article) -> str:
        """The article within its edition."""
        if edition.overlay:
            return article.key
        if article.number is None:
            return self.say(UNNUMBERED, key=article.key)
        return self.say(NUMBERED, number=article.number)

    def cited(self, place: Place) -> str:
        """The article with the title of its edition."""
        edition = self.book.texts[place[0]]
        named = self.named(edition, edition.articles[place[1]])
        return self.say(LONG, title=self.say(edition.title), article=named)

    def status(self, article: Article) -> str:
        """How sure we are of the article's text."""
        return self.say(STATUSES[article.status])

    def asks(self, ruling: Ruling) -> str:
        """What a rule asks."""
        return self.say(sentence(ruling))

    def kind(self, ruling: Ruling) -> str:
        """Which of the three a rule is."""
        return self.say(KINDS[ruling.kind])

    def follows(self, ruling: Ruling) -> list[str]:
        """What follows when the rule finds something."""
        return [self.say(GRAVITY[severity]) for severity in ruling.severities]

    def reads(self, named: str) -> str:
        """The same in words."""
        code, _, key = named.partition(" ")
        return self.cited((code, key)) if key else self.say(self.book.texts[code].title)

    def outcome(self, scenario: Scenario) -> str:
        """What became of a scenario."""
        return self.say(OUTCOMES[scenario.outcome])

    def row_outcome(self, row: Row) -> str:
        """What became of an example."""
        return self.say(OUTCOMES[row.outcome])

    def sides(self, sides: Iterable[str]) -> list[str]:
        """The sides of a rule in words."""
        return [self.say(SIDES[side]) for side in sorted(sides)]
