"""The changes are those meant, they reach the function that runs, and the list is held against what a run found."""

import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from tests.mutants.changes import mutants_of
from tests.mutants.listed import MOST, Survivors
from tests.mutants.live import Where, put_in, running, watch

RULE = '''
"""A module."""
N_ = str


class Rule:
    def __init__(self, ask):
        self.ask = ask


@Rule
def enough(due, present):
    """Whether 1 is enough."""
    if 5 * present < 4 * due:
        return N_("应到 1 人")
    return None
'''


def told(source: str) -> set[tuple[str, str]]:
    return {(each.was, each.now) for each in mutants_of(f"def rule(a, b):\n    {source}\n")}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {("a < b", "a <= b"), ("a < b", "a >= b")}),
        ("a in b", {("a in b", "a not in b")}),
        ("a == 'tie'", {("a == 'tie'", "a != 'tie'"), ("a == 'tie'", "a == 'no tie'")}),
        ("a + b", {("a + b", "a - b")}),
        ("not a", {("not a", "a")}),
        ("a and b", {("a and b", "a or b"), ("a and b", "a"), ("a and b", "b")}),
        ("a[1]", {("1", "2")}),
        ("a(True)", {("True", "False")}),
        ("any(a)", {("any(a)", "all(a)")}),
        ("return a", {("return a", "return None")}),
        ("a += b", {("a += b", "pass")}),
        ("a if b else 'x'", {("a if b else 'x'", "a if not b else 'x'")}),
        ("[x for x in a if b]", {(" for x in a if b", " for x in a")}),
    ],
)
def test_the_changes(source, expected):
    assert told(source) == expected


@pytest.mark.parametrize("source", ["return None", "return False and None", "N_('1 < 2')", "a: int | None = b", "pass"])
def test_what_no_verdict_rests_on_is_left_alone(source):
    changed = {was for was, _ in told(source)}
    assert changed <= {"False and None", "False", "return False and None"}


@pytest.fixture
def rule(tmp_path):
    """The file of a rule, and the function as it is held elsewhere."""
    path = tmp_path / "rule_of_a_test.py"
    path.write_text(RULE, encoding="utf-8")
    spec = spec_from_file_location("rule_of_a_test", path)
    module = sys.modules["rule_of_a_test"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield path, module.enough.ask
    del sys.modules["rule_of_a_test"]


def test_what_is_reached_is_said_statement_by_statement(rule):
    path, held = rule
    reached = set()
    watch(path, running(), reached.add)
    lines = RULE.splitlines()
    asked, refused, passed = (lines.index(each) + 1 for each in lines if each.strip().startswith(("if", "return")))
    assert held(5, 4) is None
    assert reached == {Where(str(path), "enough", line) for line in (0, asked - 1, asked, passed)}
    reached.clear()
    assert held(5, 3) is not None
    assert reached == {Where(str(path), "enough", line) for line in (0, asked - 1, asked, refused)}
    assert {each.line for each in mutants_of(RULE)} == {asked, refused}


def test_a_change_reaches_the_function_wherever_it_is_held(rule):
    path, held = rule
    assert held(5, 4) is None and held(5, 3) is not None
    names = {each.now for each in mutants_of(RULE)}
    assert names >= {"5 * present <= 4 * due", "6", "5", "return None"} and not any("1" in name for name in names)
    change = next(each for each in mutants_of(RULE) if each.now == "5 * present <= 4 * due")
    put_in(path, change, running()[str(path), "enough"])
    assert held(5, 4) is not None


def test_a_change_to_what_does_not_run_is_said(tmp_path):
    with pytest.raises(LookupError, match="enough"):
        put_in(tmp_path / "elsewhere.py", next(mutants_of(RULE)), [])


@pytest.mark.parametrize(
    ("listed", "heard", "wrong"),
    [
        (["a"], {"a": False, "b": True}, 0),
        ([], {"a": False}, 1),
        (["a"], {"a": True}, 1),
        (["a"], {"b": True}, 1),
    ],
)
def test_a_run_agrees_with_the_list_or_says_how_not(tmp_path, capsys, listed, heard, wrong):
    path = tmp_path / "mutants.md"
    path.write_text("".join(f"- {name}  \n  Why.\n" for name in listed), encoding="utf-8")
    survivors = Survivors(path)
    for name, killed in heard.items():
        survivors.hear(name, killed)
    assert survivors.conclude(whole=True) == wrong
    assert f"{sum(heard.values())} killed" in capsys.readouterr().out


def test_a_list_that_is_too_long_is_wrong_by_itself(tmp_path):
    path = tmp_path / "mutants.md"
    names = [f"mutant {number}" for number in range(MOST + 1)]
    path.write_text("".join(f"- {name}  \n  Why.\n" for name in names), encoding="utf-8")
    survivors = Survivors(path)
    for name in names:
        survivors.hear(name, False)
    assert survivors.conclude(whole=True) == 1
