"""Fixtures for every test, and the list of tests that were left out of a run."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("zhibu", deadline=None)  # a busy machine is not a failing test
settings.load_profile("zhibu")

NO_STEPS = ("__init__", "book", "case", "phrases")

STEPS = sorted(path.stem for path in (Path(__file__).parent / "steps").glob("*.py") if path.stem not in NO_STEPS)
pytest_plugins = [
    "tests.databases",
    "tests.proof.vectors",
    *(f"tests.steps.{name}" for name in STEPS),
    "tests.scenarios",
]

left_out: dict[str, str] = {}  # test -> why


@pytest.fixture(scope="session", autouse=True)
def settings_apart(tmp_path_factory):
    """Keys of logs are made in a folder of this run, never in that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        patched.delenv("ZHIBU_LOG_KEY", raising=False)
        yield


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        left_out[report.nodeid] = _reason(report)


def pytest_collectreport(report):
    if report.skipped:
        left_out[report.nodeid] = _reason(report)


def pytest_deselected(items):
    left_out.update((item.nodeid, "deselected") for item in items)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    left_out.update(getattr(node, "workeroutput", {}).get("left_out", {}))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):  # a worker of pytest-xdist: the main process reports
        session.config.workeroutput["left_out"] = left_out
    elif left_out and _all_required() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if not left_out:
        return
    failing = {"red": True} if _all_required() else {"yellow": True}
    terminalreporter.section(f"{len(left_out)} left out", **failing)
    for why in sorted(set(left_out.values())):
        terminalreporter.line(f"{why}:")
        for test in sorted(test for test in left_out if left_out[test] == why):
            terminalreporter.line(f"  {test}")
    if _all_required():
        terminalreporter.line("ZHIBU_REQUIRE_ALL is set: a run that leaves anything out has failed.", red=True)


def _all_required() -> bool:
    return os.environ.get("ZHIBU_REQUIRE_ALL", "") not in ("", "0")


def _reason(report) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
