"""Law as dated data: editions with their articles and limits, overlays that only tighten, readings, and one day's law."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from .calendar import Calendar
from .findings import Citation

UNITS = ("years", "months", "workdays", "days", "hours", "count")


class Cited(Citation):
    """A citation that knows the key of its article also where the text was not read and there is no number."""

    key: str

    @classmethod
    def of(cls, edition: str, article: "Article") -> "Cited":
        """The citation of an article of an edition."""
        cited = cls(edition, article.number)
        cited.key = article.key
        return cited


class Limit(NamedTuple):
    """A number of an article: its value, where it stands, and from when it is new against the edition before."""

    name: str
    value: int
    citation: Citation
    new_from: date | None

    @property
    def unit(self) -> str:
        """The unit, which is the last part of the name."""
        return self.name.rsplit("_", 1)[-1]


@dataclass(frozen=True)
class Article:
    """An article in our own words. `number` is None where its text was not read."""

    key: str
    number: int | None
    gist: str
    status: str
    limits: Mapping[str, int]


@dataclass(frozen=True)
class Edition:
    """One edition of a text, or an overlay, with its days in force."""

    code: str
    title: str
    from_on: date
    until_on: date | None
    replaces: str | None
    articles: Mapping[str, Article]
    overlay: bool = False

    def art(self, key: int | str) -> Citation:
        """The citation of an article held here; raises KeyError for one that is not."""
        return Cited.of(self.code, self.articles[str(key)])

    def holds_on(self, day: date) -> bool:
        """Whether the edition is in force on `day`."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Law:
    """What holds on one day. `law["talk_months"]` is a limit's value; raises KeyError where none is in force.

    `titles` also name the editions of other days, which findings of those days cite.
    """

    def __init__(
        self,
        editions: Iterable[Edition],
        limits: Mapping[str, Limit],
        readings: Mapping[str, str],
        calendar: Calendar,
        other: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self.editions = tuple(editions)
        self.codes = frozenset(edition.code for edition in self.editions)
        self.titles = titles or {edition.code: edition.title for edition in self.editions}
        self.limits = dict(limits)
        self.readings = readings
        self.calendar = calendar
        self.prepared: dict[Any, Any] = {}
        self.stamps = {
            "editions": ",".join(text.code for text in self.editions if not text.overlay),
            "overlays": ",".join(text.code for text in self.editions if text.overlay),
            "readings": ",".join(f"{name}={option}" for name, option in sorted((other or {}).items())),
        }

    def __getitem__(self, name: str) -> int:
        return self.limits[name].value

    def __contains__(self, name: str) -> bool:
        return name in self.limits

    def cited(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Those of `citations` whose edition is in force, in their order."""
        return tuple(citation for citation in citations if citation.edition in self.codes)


@dataclass
class LawBook:
    """All editions, overlays, readings and the calendar; `on(day)` is the law of a day.

    `other` are the readings that differ from the defaults, `stamp` names the whole.
    """

    editions: tuple[Edition, ...]
    calendar: Calendar
    readings: Mapping[str, str]
    overlays: tuple[Edition, ...] = ()
    tighter: Mapping[str, str] = field(default_factory=dict)
    stamp: str = ""
    other: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts = (*self.editions, *self.overlays)
        starts = {text.from_on for text in texts}
        starts |= {text.until_on + timedelta(days=1) for text in texts if text.until_on}
        self._starts = sorted(starts)
        self._laws: list[Law | None] = [None] * (len(self._starts) + 1)
        self._titles = {text.code: text.title for text in texts}

    @property
    def starts(self) -> tuple[date, ...]:
        """The days from which another law holds, in order."""
        return tuple(self._starts)

    def on(self, day: date) -> Law:
        """The law of `day`: the same object for all days between two changes."""
        index = bisect_right(self._starts, day)
        law = self._laws[index]
        if law is None:
            law = self._laws[index] = self._law_of(day)
        return law

    def _law_of(self, day: date) -> Law:
        in_force = [text for text in (*self.editions, *self.overlays) if text.holds_on(day)]
        limits: dict[str, Limit] = {}
        for text in in_force:
            for article in text.articles.values():
                for name, value in article.limits.items():
                    limits[name] = self._limit(text, article, name, value, limits.get(name))
        return Law(in_force, limits, self.readings, self.calendar, self.other, self._titles)

    def _limit(self, text: Edition, article: Article, name: str, value: int, central: Limit | None) -> Limit:
        """The limit as `text` sets it; an overlay that only repeats the central number leaves the article to cite."""
        if text.overlay and central and central.value == value:
            known_before = central.new_from is not None and text.from_on < central.new_from
            return central._replace(new_from=None) if known_before else central
        return Limit(name, value, Cited.of(text.code, article), self._new_from(text, name))

    def _new_from(self, text: Edition, name: str) -> date | None:
        """The first day of `text` when the edition it replaces did not know the limit."""
        before = next((edition for edition in self.editions if edition.code == text.replaces), None)
        if before is None or any(name in article.limits for article in before.articles.values()):
            return None
        return text.from_on
