"""House rules that a test can keep: a feature and a basis for every step, no scenario lost, no clock and no commit below."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from gherkin import Compiler, Parser
from pytest_bdd.steps import step_function_context_registry

from tests.steps.phrases import EDITIONS
from workflows import flow
from workflows.rules import law_book
from workflows.rules.load import edition, overlay

ROOT = Path(__file__).parent.parent
FLOWS = (flow("membership"), flow("election"), flow("finding"))
STEPS = [(each, step) for each in FLOWS for step in each]
FEATURES = sorted((ROOT / "features").rglob("*.feature"))

HEADINGS = {name: code for code, name in EDITIONS.items() if code not in ("EX", "SJ")}
"""How a heading names an edition; one of an overlay begins with its item, one of practice with the word."""

NO_CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time")}
MAY_READ_THE_CLOCK: set[str] = set()
MAY_COMMIT = {"models/work.py", "models/sqlite.py"}  # the unit of work itself, and the connection under it
MAY_SET_A_STAGE = {"workflows/engine/dossier.py", "workflows/engine/machine.py"}


@cache
def document(path: Path) -> dict:
    """A feature as the official parser reads it."""
    return {**Parser().parse(path.read_text(encoding="utf-8")), "uri": str(path)}


@cache
def pickles(path: Path) -> list[dict]:
    """The scenarios of a feature as the official compiler counts them, outlines row by row."""
    return Compiler().compile(document(path))


def children(path: Path) -> Iterator[tuple[str, dict]]:
    """(heading, scenario) for every scenario of a feature."""
    for child in document(path)["feature"]["children"]:
        if "scenario" in child:
            yield "", child["scenario"]
        for inner in child.get("rule", {}).get("children", ()):
            if "scenario" in inner:
                yield child["rule"]["name"], inner["scenario"]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def named(value: object) -> str | None:
    """How a workflow or a step is called among the cases of a test."""
    return getattr(value, "name", None)


@pytest.mark.parametrize("flow, step", STEPS, ids=named)
def test_every_step_has_a_feature_named_like_it(flow, step):
    path = ROOT / "features" / flow.name / f"{step.name}.feature"
    assert path.exists()
    assert document(path)["feature"]["name"] == step.title
    assert pickles(path)


@pytest.mark.parametrize("flow", FLOWS, ids=named)
def test_every_feature_has_its_step(flow):
    assert {path.stem for path in features_of(flow)} <= set(flow.steps)


def features_of(flow) -> list[Path]:
    """The features of one workflow."""
    return [path for path in FEATURES if path.parent.name == flow.name]


@pytest.mark.parametrize("flow, step", STEPS, ids=named)
def test_every_step_has_a_basis_in_force_today(flow, step):
    """Side procedures may rest on practice; but one that cites an article must cite one in force."""
    law = law_book().on(date.today())
    assert law.cited(step.basis) or (not step.main and not step.basis)


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_no_scenario_is_lost_between_text_and_parser(path):
    """A full-width colon after a keyword, or 例子 for a scenario, swallows one without a word; the text tells."""
    lines = path.read_text(encoding="utf-8").splitlines()
    written = [line.strip() for line in lines if re.match(r"\s*(场景大纲|场景|剧本)\s*[:：]", line)]
    assert len(written) == len(list(children(path)))
    rules = [line for line in lines if re.match(r"\s*规则\s*[:：]", line)]
    assert len(rules) == sum("rule" in child for child in document(path)["feature"]["children"])


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_no_full_width_colon_after_a_keyword(path):
    wrong = [
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.match(r"\s*(功能|规则|背景|场景大纲|场景|剧本|例子)\s*：", line)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_outline_has_rows_and_every_scenario_an_act_and_an_outcome(path):
    for _, scenario in children(path):
        if scenario["keyword"] == "场景大纲":
            assert [row for table in scenario["examples"] for row in table["tableBody"]], scenario["name"]
        else:
            assert not scenario["examples"], scenario["name"]
        kinds = [step["keywordType"] for step in scenario["steps"]]
        assert "Action" in kinds and "Outcome" in kinds, scenario["name"]


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_scenario_titles_are_unique_in_a_file(path):
    titles = Counter(scenario["name"] for _, scenario in children(path))
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("path", FEATURES, ids=relative)
def test_every_sentence_of_a_feature_is_meant_by_one_definition(path):
    """pytest-bdd takes any of the definitions that match; with two of them a sentence may do what another says."""
    said = sorted({(step["type"], step["text"]) for pickle in pickles(path) for step in pickle["steps"]})
    assert said
    assert [(text, meant(kind, text)) for kind, text in said if len(meant(kind, text)) != 1] == []


def meant(kind: str, text: str) -> list[str]:
    """The definitions that match a sentence."""
    wanted = {"Context": "given", "Action": "when", "Outcome": "then"}[kind]
    defined = [each for each in step_function_context_registry.values() if each.type == wanted]
    return [each.parser.name for each in defined if each.parser.is_matching(text)]


@pytest.mark.parametrize("flow", FLOWS, ids=named)
def test_as_many_scenarios_run_as_are_written(flow):
    """pytest-bdd drops a scenario without a word where two have one name; the compiler counts them all."""
    tests = f"tests/{flow.name}/test_features.py"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", tests]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    collected = sum(line.startswith(f"{tests}::") for line in run.stdout.splitlines())
    assert collected == sum(len(pickles(path)) for path in features_of(flow))


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_heading_names_an_article_that_exists(path):
    headings = {heading for heading, _ in children(path)}
    assert headings
    assert [heading for heading in headings if not exists(heading)] == []


def exists(heading: str) -> bool:
    """Whether a heading rests on an article of the edition it names, on one whose number nobody read, on an item of the
    example overlay, or on practice.
    """
    if re.match(r"实践做法 \S", heading):
        return True
    local = re.match(r"示例附加规定 ?(L-\d+) \S", heading)
    if local:
        return local[1] in overlay("example").articles
    central = re.match(r"(\D+（\d{4}）)(?:第(\d+)条)? \S", heading)
    if not central or central[1] not in HEADINGS:
        return False
    articles = edition(HEADINGS[central[1]]).articles
    return central[2] in articles if central[2] else any(article.number is None for article in articles.values())


@pytest.mark.parametrize(
    "heading, known",
    [
        ("细则（2026）第13条 公示不少于五个工作日", True),
        ("细则（2026）第18条", False),
        ("细则（2014）第18条 按党章办理", False),
        ("细则（2026）第99条 没有这一条", False),
        ("细则（2020）第13条 没有这一版", False),
        ("党章（2022）第5条 两名介绍人", True),
        ("示例附加规定 L-1 三个月", True),
        ("示例附加规定 L-2 没有这一项", False),
        ("选举条例（2020）第13条 差额", True),
        ("选举条例（2020） 没有读到条号的", True),
        ("选举条例（2020）没有空格", False),
        ("细则（2026） 条号都读到了的", False),
        ("实践做法 本人可以撤回", True),
        ("", False),
    ],
)
def test_how_a_heading_is_read(heading, known):
    assert exists(heading) is known


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), relative(path))


def clocks(module: ast.Module) -> list[int]:
    """The lines that read the clock: `date.today`, `datetime.now`, `time.time`, under whatever name they were imported."""
    names: dict[str, str] = {}
    lines = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
            lines += [node.lineno for alias in node.names if (node.module, alias.name) in NO_CLOCK]
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (names.get(name, name), node.attr) in NO_CLOCK:
                lines.append(node.lineno)
    return lines


def commits(module: ast.Module) -> list[int]:
    """The lines that commit."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def stages_set(module: ast.Module) -> list[int]:
    """The lines that assign somebody's stage."""
    lines = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "stage" and isinstance(node.ctx, ast.Store | ast.Del):
            lines.append(node.lineno)
        if isinstance(node, ast.Call) and len(node.args) > 1:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("setattr", "__setattr__", "delattr") and any(
                isinstance(arg, ast.Constant) and arg.value == "stage" for arg in node.args
            ):
                lines.append(node.lineno)
    return lines


def offending(finder, exceptions: set[str], *folders: str) -> list[str]:
    paths = modules(*folders)
    assert paths and exceptions <= {relative(path) for path in paths}
    return [
        f"{relative(path)}:{line}" for path in paths if relative(path) not in exceptions for line in finder(tree(path))
    ]


def test_nothing_below_the_web_reads_the_clock():
    assert offending(clocks, MAY_READ_THE_CLOCK, "workflows", "models") == []


def test_nothing_below_the_web_commits():
    assert offending(commits, MAY_COMMIT, "workflows", "models") == []


def test_nobody_sets_a_stage_but_the_fold():
    assert offending(stages_set, MAY_SET_A_STAGE, "workflows", "models", "web") == []


@pytest.mark.parametrize(
    "finder, source, found",
    [
        (clocks, "from datetime import date\non = date.today()", 1),
        (clocks, "import datetime\nat = datetime.datetime.now(tz)", 1),
        (clocks, "from datetime import datetime as moment\nat = moment.now(tz)", 1),
        (clocks, "import time as clock\nat = clock.time()", 1),
        (clocks, "from time import time", 1),
        (clocks, "field(default_factory=datetime.now)", 1),
        (clocks, "import time\ntime.sleep(1)\nday.today_only\nclock.now()", 0),
        (commits, "session.commit()", 1),
        (commits, "db.session.commit()", 1),
        (commits, "from .journal import commit\ncommit(texts)", 0),
        (stages_set, "case.stage = 1", 1),
        (stages_set, "case.stage, x = 1, 2", 1),
        (stages_set, "case.stage += 1", 1),
        (stages_set, "setattr(case, 'stage', 1)", 1),
        (stages_set, "object.__setattr__(case, 'stage', 1)", 1),
        (stages_set, "stage = case.stage\nclass Case:\n    stage: str = ''", 0),
    ],
)
def test_the_rules_see_what_they_are_about(finder, source, found):
    assert len(finder(ast.parse(source))) == found
