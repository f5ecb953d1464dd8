"""Puts a changed function in the place of the one that runs, wherever it is held: by a guard, a property, another module."""

import ast
import gc
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.changes import Mutant
from workflows.engine.declare import Step, Workflow

LOCALS = ".<locals>"


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
    compiled = compile(mutant.tree(), str(path), "exec", dont_inherit=True)
    changed = {(each.co_qualname, each.co_firstlineno): each for each in codes(compiled)}
    if not live:
        raise LookupError(f"{path.name}: {mutant.function} is not running")
    for function in live:
        function.__code__ = changed[function.__code__.co_qualname, function.__code__.co_firstlineno]
    forget()


def running() -> dict[tuple[str, str], list[FunctionType]]:
    """Every live function by its file and its qualified name, several where a name was used again."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            found.setdefault((each.__code__.co_filename, each.__qualname__), []).append(each)
    return found


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
