"""People a form offers: few are picked from a list, of many the first are suggested and each is found by what is typed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement

from models.memberships import STATUSES
from models.named import Named, has_branches, members_below, people_among
from models.people import Person, called
from web.inputs import Options
from web.pages.language import said
from web.pages.request import reading, today
from workflows.engine.findings import N_

FEW = 60
"""So many are picked from a list; of more the name is typed."""
SUGGESTED = 500
"""So many are suggested beside the field in which a name is typed."""
FOUND = 50
"""So many of those a typed name may mean are offered."""
WITH = N_("%(name)s（%(more)s）")
NUMBERED = N_("编号 %(number)s")
BORN = N_("%(year)s 年生")
BRACKET = re.compile(r"\s*[（(]")
Order = Callable[[Named], Any]


class Roster(Sequence[tuple[str, str]]):
    """Whom a form offers; as a sequence, those who are listed. With `closed` nobody else may be named."""

    closed = False
    most_meant = FOUND
    places = False
    """Whether every label says the organisation, not only where two have one name."""

    @cached_property
    def listed(self) -> Options:
        """Those in the list, or suggested."""
        return self._labelled(self._first())

    @property
    def long(self) -> bool:
        """Whether they are too many to be picked from a list."""
        return len(self) > FEW

    def __getitem__(self, place: Any) -> Any:
        return self.listed[place]

    def __len__(self) -> int:
        return len(self.listed)

    def meant(self, text: str) -> Options:
        """Whom a typed text may mean: by the label, else by the whole name, else by how name, pinyin or initials begin."""
        typed = text.strip()
        name = BRACKET.split(typed, maxsplit=1)[0]
        found = self._called(name) if name else []
        options = self._labelled(found)
        whole = {str(each.person) for each in found if each.name == name}
        exact = [option for option in options if option[1] == typed]
        return exact or [option for option in options if option[0] in whole] or options

    def label(self, number: str) -> str:
        """What a person is called in it; nothing for one who is not."""
        found = self._among({int(number)}) if number.isdecimal() and len(number) < 16 else []
        same = self._called(found[0].name) if found else []
        return dict(self._labelled([*found, *(each for each in same if each not in found)])).get(number, "")

    def outside(self, numbers: Iterable[int]) -> list[int]:
        """Those of the people who are not in it."""
        wanted = set(numbers)
        return sorted(wanted - {each.person for each in self._among(wanted)})

    def _labelled(self, found: Sequence[Named]) -> Options:
        names = Counter(each.name for each in found)
        alike = Counter((each.name, each.place) for each in found)
        return [
            (str(each.person), self._label(each, names[each.name] > 1, alike[each.name, each.place] > 1))
            for each in found
        ]

    def _label(self, each: Named, same_name: bool, alike: bool) -> str:
        told = [
            each.place if each.place and (self.places or same_name) else "",
            said(BORN, year=each.born_on.year) if alike and each.born_on else "",
            said(NUMBERED, number=each.person) if alike else "",
            said(STATUSES[each.status]) if each.status and self.says_status else "",
        ]
        more = said(N_("，")).join(filter(None, told))
        return said(WITH, name=each.name, more=more) if more else each.name

    says_status = True

    def _first(self) -> list[Named]:
        raise NotImplementedError

    def _called(self, name: str) -> list[Named]:
        raise NotImplementedError

    def _among(self, numbers: set[int]) -> list[Named]:
        raise NotImplementedError


class Members(Roster):
    """The members of the organisation at a path and of those below it, and some more people by number.

    Whoever was a member on one of `days` may be named as well: an act of an earlier day is recorded today.
    """

    def __init__(
        self,
        path: str,
        more: Iterable[int] = (),
        order: Order | None = None,
        days: Iterable[Any] = (),
        closed: bool = False,
    ) -> None:
        self.path, self.more, self.order, self.closed = path, frozenset(more), order, closed
        self.days = tuple(dict.fromkeys((today(), *days)))

    @cached_property
    def places(self) -> bool:  # type: ignore[override]
        return has_branches(reading(), self.path, today())

    def _first(self) -> list[Named]:
        found = self._of(None, SUGGESTED)
        return sorted(found, key=self.order) if self.order else found

    def _called(self, name: str) -> list[Named]:
        return self._of(called(name), FOUND)

    def _among(self, numbers: set[int]) -> list[Named]:
        return self._of(Person.id.in_(numbers), len(numbers))

    def _of(self, which: ColumnElement[bool] | None, most: int) -> list[Named]:
        found: dict[int, Named] = {}
        for day in self.days:
            for each in members_below(reading(), self.path, day, most, which):
                found.setdefault(each.person, each)
        for each in people_among(reading(), self.more, today(), most, which) if self.more else ():
            found.setdefault(each.person, each)
        return sorted(found.values(), key=lambda each: (each.name, each.person))[:most]


class Chosen(Roster):
    """People by number, in the order given: the electors, the elected, the candidates of a round."""

    says_status = False

    def __init__(self, numbers: Iterable[int]) -> None:
        self.numbers = list(dict.fromkeys(numbers))

    @cached_property
    def _held(self) -> Mapping[int, Named]:
        found = people_among(reading(), self.numbers, today(), len(self.numbers)) if self.numbers else ()
        return {each.person: each for each in found}

    def _first(self) -> list[Named]:
        return [self._held[number] for number in self.numbers if number in self._held]

    def _called(self, name: str) -> list[Named]:
        wanted = people_among(reading(), self.numbers, today(), FOUND, called(name)) if self.numbers else ()
        return list(wanted)

    def _among(self, numbers: set[int]) -> list[Named]:
        return [self._held[number] for number in numbers if number in self._held]


class Places(list[tuple[str, str]]):
    """Organisations a form offers; no other may be named."""

    closed = True

    def outside(self, numbers: Iterable[int]) -> list[int]:
        """Those of the organisations that are not offered."""
        return sorted(set(numbers) - {int(code) for code, _ in self})
