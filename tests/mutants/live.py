"""Puts a changed function in the place of the one that runs, wherever it is held: by a guard, a property, another module."""

import ast
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from tests.mutants.changes import Mutant, functions
from workflows.engine.declare import Step, Workflow

LOCALS = ".<locals>"
WATCH = "_reached_"


class Where(NamedTuple):
    """A statement: its file, its function, and its line; what is nested goes by the function around it. Line 0 is the function."""

    path: str
    function: str
    line: int = 0


def outer(code: CodeType) -> str:
    """The qualified name of the function that code belongs to, nested or not."""
    return code.co_qualname.partition(LOCALS)[0]


def codes(code: CodeType) -> Iterator[CodeType]:
    """Every code object inside a module's, at any depth."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from codes(inner)


def put_in(path: Path, mutant: Mutant, live: Sequence[FunctionType]) -> None:
    """Makes the live functions, which are those of that name, run the changed code; raises LookupError when there is none."""
    if not live:
        raise LookupError(f"{path.name}: {mutant.function} is not running")
    run_instead(path, mutant.tree(), live)
    forget()


def run_instead(path: Path, tree: ast.Module, live: Sequence[FunctionType]) -> None:
    """Makes live functions of a file run what the tree says."""
    compiled = compile(tree, str(path), "exec", dont_inherit=True)
    changed = {(each.co_qualname, each.co_firstlineno): each for each in codes(compiled)}
    for function in live:
        function.__code__ = changed[function.__code__.co_qualname, function.__code__.co_firstlineno]


def running() -> dict[tuple[str, str], list[FunctionType]]:
    """Every live function by where it stands: several where a name was used again, or where one made others."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            found.setdefault((each.__code__.co_filename, outer(each.__code__)), []).append(each)
    return found


class Saying(ast.NodeTransformer):
    """Makes every statement of a function say that it is reached, under its line, and the function itself under 0."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = str(path), name

    def visit(self, node: ast.AST) -> Any:
        """The node with what says it before it."""
        self.generic_visit(node)
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, self.said(0))
        return [self.said(node.lineno), node] if isinstance(node, ast.stmt) else node

    def said(self, line: int) -> ast.stmt:
        """The statement that says so."""
        return ast.parse(f"{WATCH}({(self.path, self.name, line)!r})").body[0]


def watch(path: Path, live: Mapping[tuple[str, str], Sequence[FunctionType]], reached: Callable[[Where], None]) -> None:
    """Makes what runs of a file say what of it is reached."""
    tree = ast.parse(source_of(path))
    for name, function in functions(tree):
        Saying(path, name).visit(function)
    for name, _ in functions(tree):
        found = live.get((str(path), name), ())
        run_instead(path, tree, found)
        for each in found:
            each.__globals__[WATCH] = reached
    forget()


def forget() -> None:
    """Empties what functions remember of earlier answers."""
    for module in [each for name, each in sys.modules.items() if name.startswith("workflows")]:
        for value in list(vars(module).values()):
            clear = getattr(value, "cache_clear", None)
            if clear is not None:
                clear()


def without(flow: Workflow, step: Step, rule: Any) -> None:
    """Takes a guard or a window off a step."""
    flow.steps[step.name] = replace(
        step,
        guards=tuple(each for each in step.guards if each is not rule),
        windows=tuple(each for each in step.windows if each is not rule),
    )


def source_of(path: Path) -> str:
    """The text of a file, checked to be what runs."""
    text = path.read_text(encoding="utf-8")
    ast.parse(text)
    return text
