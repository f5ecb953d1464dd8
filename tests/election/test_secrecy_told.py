"""Secrecy outside the database: no log, no print and no ballot paper says who voted how, or in which order."""

import ast
import logging
import re
from pathlib import Path

import pytest

from tests.election.live.branch import MEETING
from tests.pages.conftest import quick_hashes  # noqa: F401 (a fixture)
from tests.pages.electing import VOTES, electing  # noqa: F401 (a fixture)

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGGERS = {"log", "logger", "logging", "_log", "_logger"}
SETTING_UP = {"basicConfig", "dictConfig", "fileConfig", "addHandler", "setFormatter"}
PRINTING = {"workflows/proof/verifier.py"}
"""A program of its own: it prints what it checked."""
OF_VOTING = re.compile(r"vot|ballot|favour|against|abstain|\bfacts\b|\bform\b|\btyped\b|\bvalues\b", re.IGNORECASE)


# What is logged


def log_calls() -> list[tuple[str, str]]:
    """(file, source) of every call that logs, in the whole product."""
    found = []
    for folder in ("web", "models", "workflows"):
        for path in (ROOT / folder).rglob("*.py"):
            found += [
                (path.relative_to(ROOT).as_posix(), call) for call in logging_in(path.read_text(encoding="utf-8"))
            ]
    return found


def logging_in(source: str) -> list[str]:
    """The calls of a module that log, print, set up logging, or make a database tell what it is asked."""
    return [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and logs(node)]


def logs(call: ast.Call) -> bool:
    """Whether a call writes somewhere beside the database and the page."""
    if any(keyword.arg == "echo" for keyword in call.keywords):
        return True
    if not isinstance(call.func, ast.Attribute):
        return isinstance(call.func, ast.Name) and call.func.id == "print"
    owner = getattr(call.func.value, "id", None) or getattr(call.func.value, "attr", "")
    return call.func.attr in SETTING_UP or (call.func.attr in LEVELS and owner in LOGGERS)


def test_what_is_logged_is_about_the_door_and_nothing_else():
    calls = [call for call in log_calls() if call[0] not in PRINTING]
    assert {path.partition("/")[0] for path, _ in calls} == {"web"}
    assert [call for _, call in calls if OF_VOTING.search(call)] == []


def test_requests_are_not_logged_and_what_is_keyed_is_in_no_log(electing, caplog):  # noqa: F811
    """Neither by the application, nor by a layer around it; the pages of a count leave no line."""
    assert electing.app.wsgi_app.__func__ is type(electing.app).wsgi_app
    with electing.town.acting() as acting:
        acting.prepare()
        acting.gather()
    visitor = electing.visitor("赵强")
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    answer = electing.town.take(visitor, "key_count", **electing.town.keyed(VOTES))
    assert answer.status_code == 303
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy")]
    assert [line for line in told if OF_VOTING.search(line)] == []
    assert not [record for record in caplog.records if record.name.startswith(("zhibu", "web", "flask", "waitress"))]


# What is printed


def test_a_ballot_is_the_same_whoever_prints_it_and_whenever(electing):  # noqa: F811
    with electing.town.acting() as acting:
        acting.prepare()
        acting.gather()
    address = f"/election/{electing.town.row().id}/papers/ballot"
    printed = []
    for name, hour in (("王芳", 16), ("赵强", 17)):
        electing.clock(MEETING, hour)
        for _ in range(2):
            page = electing.visitor(name).get(address, ballot="members", round="1").get_data(as_text=True)
            printed.append(page.partition("<article")[2].partition("</article>")[0])
    assert len(set(printed)) == 1 and "何静" in printed[0]
    assert not re.search(r"编号|序号|barcode|<svg|<img|<input|data-|\bid=|第 ?\d+ ?张", printed[0])


@pytest.mark.parametrize(
    "source",
    [
        "log.info('vote of %s: %s', person, choice)",
        "print(form.votes)",
        "logging.basicConfig(level=10)",
        "self.log.debug(facts)",
        "create_engine(url, echo=True)",
    ],
)
def test_the_walk_finds_what_would_be_logged(source):
    assert logging_in(source)
