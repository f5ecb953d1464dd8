"""A branch that elects, on both databases."""

import pytest

from tests.election.live.branch import Branch
from tests.office.conftest import made, office  # noqa: F401 (fixtures)


@pytest.fixture
def branch(office) -> Branch:  # noqa: F811
    return Branch(office)
