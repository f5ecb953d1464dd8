"""Counts that cannot be: each impossible number is said once, beside the field it stands in."""

import pytest

from workflows import flow
from workflows.engine.errors import BadForm

ADMIT = flow("membership")["admit"].form
VOTE = {"on": "2026-11-02", "due": 9, "present": 9, "in_favour": 8, "against": 1, "abstain": 0, "secret_ballot": True}


@pytest.mark.parametrize(
    "counts, wrong",
    [
        ({}, []),
        ({"present": 10}, ["present"]),
        ({"present": 10, "written_in_favour": 4}, ["present"]),
        ({"written_in_favour": 1}, ["written_in_favour"]),
        ({"due": 10, "written_in_favour": 1}, []),
        ({"in_favour": 9}, ["in_favour"]),
    ],
)
def test_what_cannot_be_is_said_once(counts, wrong):
    try:
        ADMIT.read({**VOTE, **counts})
    except BadForm as bad:
        assert [name for name, _ in bad.errors] == wrong
    else:
        assert not wrong
