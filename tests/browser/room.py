"""An election in the browser: each person has a window of his own, a new one every day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.election.live.branch import MEETING
from tests.pages.conftest import Site

from .acting import fill, press
from .axe import found
from .windows import DESK, PHONE, fits, pictured, words

Votes = Mapping[str, tuple[int, int, int]]


class Room:
    """The election as people take it. `secretary` takes what nobody else is named for, `scrutineer` signs the counts."""

    def __init__(
        self, windows: Any, site: Site, keyers: tuple[str, str], secretary: str = "王芳", scrutineer: str = "周敏"
    ) -> None:
        self.windows, self.site, self.case = windows, site, 0
        self.opened: dict[tuple[str, str], Any] = {}
        self.keyers, self.secretary, self.scrutineer = keyers, secretary, scrutineer

    @contextmanager
    def window(self, who: str, on: str) -> Iterator[Any]:
        """A person's window on a day."""
        self.site.clock(on, 15)
        if (who, on) not in self.opened:
            self.opened[who, on] = self.windows.open(who, bypass_csp=True)
        yield self.opened[who, on]

    @contextmanager
    def step(self, step: str, on: str, who: str = "", query: str = "") -> Iterator[Any]:
        """The form of a step, its day filled in; looked at and confirmed at the end."""
        with self.window(who or self.secretary, on) as page:
            answer = page.goto(f"/election/{self.case}/{step}{query}")
            assert answer.ok, (step, who, words(page))
            fill(page, {"on": on})
            yield page
            press(page, "核对")
            assert "尚未办理" in words(page), words(page)
            press(page, "确认办理")
            assert "已办理" in page.get_by_role("status").inner_text()

    def take(self, step: str, on: str, who: str = "", marks: Mapping[str, str] | None = None, **texts: str) -> None:
        """A step of which only plain fields are filled in."""
        with self.step(step, on, who) as page:
            fill(page, texts, marks)

    def choose(self, page: Any, name: str, person: str) -> None:
        """A person from the list of a field."""
        page.select_option(f"[name='{name}']", str(self.site.town.people[person]))

    def rows(self, page: Any, field: str, rows: Any, beside: str) -> None:
        """Persons in the rows of a list, each with what is said of him in the field `beside`."""
        for number, (name, said) in enumerate(rows):
            self.choose(page, f"{field}.{number}.person", name)
            page.select_option(f"[name='{field}.{number}.{beside}']", said)

    def key(self, who: str, votes: Votes, query: str) -> None:
        """A count keyed by one."""
        with self.step("key_count", MEETING, who, query) as page:
            cast = str(sum(next(iter(votes.values()))))
            fill(page, {"issued": cast, "collected": cast, "void": "0", "blank": "0"})
            assert page.locator(".count-sheet tbody th").all_inner_texts() == list(votes)
            numbers(page, votes)
            self.keyed(page, who, votes)

    def keyed(self, page: Any, who: str, votes: Votes) -> None:
        """A look at the form as it was keyed, for those who want one."""

    def count(self, ballot: str, number: int, votes: Votes, outcome: str) -> None:
        """A round keyed by two and confirmed."""
        query = f"?ballot={ballot}&round={number}"
        for who in self.keyers:
            self.key(who, votes, query)
        with self.step("confirm_count", MEETING, query=query) as page:
            self.choose(page, "scrutineers.0.person", self.scrutineer)
            press(page, "核对")
            assert outcome in words(page), words(page)
            self.counted(page)
            press(page, "返回修改")

    def counted(self, page: Any) -> None:
        """A look at the reasoning before it is confirmed, for those who want one."""

    def look(self, who: str, on: str, address: str, said: str, picture: str = "") -> None:
        """A page that says so, fits and can be used."""
        with self.window(who, on) as page:
            page.goto(f"/election/{self.case}{address}")
            assert said in words(page), words(page)
            sound(page)
            if picture:
                pictured(page, picture)


def numbers(page: Any, votes: Votes) -> None:
    """The votes of each candidate, in the order of the page."""
    for number, cast in enumerate(votes.values()):
        named = zip(("in_favour", "against", "abstain"), cast, strict=True)
        fill(page, {f"votes.{number}.{field}": str(count) for field, count in named})


def sound(page: Any) -> None:
    """The page fits a telephone and a desk, and axe finds nothing."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), (page.url, width)
        wrong = found(page)
        assert wrong == [], (page.url, width, wrong)
