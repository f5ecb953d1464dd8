"""`make mutate`: runs the tests in memory of counting, windows and the guards of elections against every mutant."""

import sys

import pytest

TESTS = (
    "tests/engine/test_windows.py",
    "tests/membership/test_features.py",
    "tests/election/counting",
    "tests/election/test_roll.py",
    "tests/election/test_tally_command.py",
    "tests/published/test_elections.py",
    "tests/election/test_features.py",
    "tests/election/test_guard_corners.py",
    "tests/election/test_planning_corners.py",
    "tests/election/test_rounds_before.py",
    "tests/election/test_term_corners.py",
    "tests/election/test_any_order.py",
    "tests/election/test_machine_walk.py",
)
LEFT_OUT = "not TestElection and not seeded"
"""Of the random walks those from a seed, which are the same in every run, and of these a few."""


def main() -> int:
    """Runs pytest with the plugin; what is given on the command line goes to it."""
    plugin = ["-p", "tests.mutants.plugin", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-s", "-k", LEFT_OUT]
    return pytest.main([*plugin, *sys.argv[1:], *TESTS])


if __name__ == "__main__":
    sys.exit(main())
