"""Every edge of every window and both answers of every guard stand in a feature, under the article's heading."""

from datetime import date

import pytest

from tests import edges
from workflows import flow
from workflows.rules import law_book

TODAYS, EARLIER = date(2026, 6, 1), date(2020, 1, 2)
EDITIONS = {
    "membership": {
        "XZ14": law_book().on(EARLIER),
        "XZ26": law_book().on(TODAYS),
        "EX": law_book(overlays=("example",)).on(EARLIER),
    },
    "election": {"SJ": law_book().on(TODAYS)},
    "finding": {"SJ": law_book().on(TODAYS)},
}


@pytest.fixture(scope="module", params=EDITIONS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def exercised(name, tmp_path_factory) -> set[edges.Row]:
    return edges.exercised(flow(name), tmp_path_factory.mktemp("edges") / "exercised.json")


@pytest.mark.parametrize(
    "demand",
    [
        lambda name: edges.edges(flow(name), EDITIONS[name]),
        lambda name: edges.answers(flow(name)),
        lambda name: edges.needs(flow(name)),
    ],
)
def test_features_stand_on_both_sides_of_every_edge(name, demand, exercised):
    demanded = demand(name)
    assert demanded
    absent = [row for row in demanded if row not in exercised]
    assert not absent, "\n".join(" · ".join(row) for row in absent)


def test_every_window_of_an_election_rests_on_practice():
    windows = {window.name for step in flow("election") for window in step.windows}
    demanded = edges.edges(flow("election"), EDITIONS["election"])
    assert {name.rpartition(" ")[0] for name, _, _ in demanded} == windows
