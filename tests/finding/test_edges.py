"""Every edge of the window and both answers of every guard of findings stand in a feature."""

from datetime import date

import pytest

from tests import edges
from workflows import flow
from workflows.rules import law_book

FLOW = flow("finding")
LAWS = {"SJ": law_book().on(date(2026, 6, 1))}


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
