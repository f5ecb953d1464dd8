"""Chosen features of elections once more, on live cases in both databases, each act compared with the one in memory."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import get_feature

from models import databases
from tests.databases import Database, fresh
from tests.election.case import ElectionCase
from tests.election.live.hall import Hall
from tests.election.live.live_book import LiveElection
from workflows.engine.journal import canonical


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hall(request, tmp_path_factory) -> Iterator[Hall]:
    """One database for the whole module; every scenario has an organisation of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('elections') / 'zhibu.db'}"
        yield from opened(Database(url, url))
    else:
        with fresh(request.getfixturevalue("postgres_server")) as made:
            yield from opened(made)


def opened(database: Database) -> Iterator[Hall]:
    """The database with its tables and the cast."""
    databases.create(database.owner_url, app_role="zhibu_app")
    built = Hall(database.app_url, database.owner_url)
    yield built
    built.close()


@pytest.fixture
def case(request) -> ElectionCase:
    """The scenario's case."""
    return ElectionCase(heading=request.node.heading, feature=request.node.feature)


@pytest.fixture
def live(hall, monkeypatch) -> None:
    """A scenario opens its election in the database."""
    in_memory = ElectionCase.open_book

    def open_book(case: ElectionCase, step: str, on: Any) -> LiveElection:
        memory, driver = in_memory(case, step, on), case.driver
        rules = canonical({"calendar": {}, "overlays": list(case.overlays), "readings": case.readings}).decode()
        expires_on = driver.expires_on if driver.term_known else None
        hall.gather(driver.setting["organisation_kind"], driver.register, expires_on, rules)
        return LiveElection(hall, memory, case.laws)

    monkeypatch.setattr(ElectionCase, "open_book", open_book)


ROOT = Path(__file__).parents[3] / "features"
FEATURES = sorted(path.stem for path in (ROOT / "election").glob("*.feature"))
OF_EACH_KIND = 2
TAKEN, REFUSED = ("予以办理", "办理结果是", "案件因", "名册"), ("不予办理",)
OUTLINES = {"出缺的原因", "满十五天方可督促", "从提醒到大会，都可以取消", "不多不少"}
"""Of the tables of examples these alone: the others try edges, where the same functions stand behind both."""
IN_MEMORY_ONLY = {
    "录入的结果与票数不符的，不予确认",
    "旧版：录入的结果与票数不符的，不予确认",
    "选出的代表与票数不符的，不予办理",
}
"""Here a result is not taken from a form but derived."""


def chosen(feature: str) -> dict[str, list[str]]:
    """The titles of a feature's scenarios that run on the databases: the first that are taken, and that are refused."""
    found = get_feature(str(ROOT), f"election/{feature}.feature").scenarios.items()
    once = {title: each for title, each in found if title not in IN_MEMORY_ONLY and not each.examples}
    listed = [title for title, _ in found if title in OUTLINES]
    first = {kind: [title for title, each in once.items() if comes_to(each, kind)] for kind in (TAKEN, REFUSED)}
    return {
        "taken": [*listed, *first[TAKEN][: OF_EACH_KIND - len(listed)]],
        "refused": first[REFUSED][:OF_EACH_KIND],
    }


def comes_to(template: Any, words: tuple[str, ...]) -> bool:
    """Whether what a scenario says first of the outcome begins with one of these words."""
    return next(each.name for each in template.steps if each.type == "then").startswith(words)


for name in FEATURES:
    for title in chain.from_iterable(chosen(name).values()):
        run = scenario(f"election/{name}.feature", title)(lambda: None)
        globals()[f"test_{name}_{title}"] = pytest.mark.usefixtures("live")(run)
del name, title, run


@pytest.mark.parametrize("feature", FEATURES)
def test_every_step_is_taken_and_refused(feature):
    assert all(chosen(feature).values())
