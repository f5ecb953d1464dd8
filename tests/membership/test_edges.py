"""Every edge of every window and both answers of every guard stand in a feature, under the article's heading."""

from datetime import date

import pytest

from tests import edges
from workflows import flow
from workflows.rules import law_book

FLOW = flow("membership")
LAWS = {
    "XZ14": law_book().on(date(2020, 1, 2)),
    "XZ26": law_book().on(date(2026, 6, 1)),
    "EX": law_book(overlays=("example",)).on(date(2020, 1, 2)),
}


@pytest.fixture(scope="module")
def exercised(tmp_path_factory) -> set[edges.Row]:
    return edges.exercised(FLOW, tmp_path_factory.mktemp("edges") / "exercised.json")


@pytest.mark.parametrize(
    "demand", [lambda: edges.edges(FLOW, LAWS), lambda: edges.answers(FLOW), lambda: edges.needs(FLOW)]
)
def test_features_stand_on_both_sides_of_every_edge(demand, exercised):
    demanded = demand()
    assert demanded
    absent = [row for row in demanded if row not in exercised]
    assert not absent, "\n".join(" · ".join(row) for row in absent)
