"""The small wrong changes: to comparisons, sums, conditions, numbers, words that are compared, and answers."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from typing import Any, NamedTuple

SWAPPED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.FloorDiv: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
SAID = ("N_", "_", "Finding")
"""Calls whose words are only read by people."""


class Mutant(NamedTuple):
    """One change: in which function and line, what stood there, what stands there instead, and how the file reads then."""

    function: str
    line: int
    was: str
    now: str
    tree: Callable[[], ast.Module]


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every change to the body of every function of a file, one at a time."""
    tree = ast.parse(source)
    for name, function in functions(tree):
        for line, node in inside(function):
            for changed in changes(node):
                yield Mutant(name, line, ast.unparse(node), ast.unparse(changed), partial(swapped, tree, node, changed))


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions and methods with their qualified names; what is nested belongs to the one around it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{each.name}", each) for each in node.body if isinstance(each, ast.FunctionDef))


def inside(function: ast.FunctionDef) -> Iterator[tuple[int, ast.AST]]:
    """What of a function's body could be changed, with the line of its statement: no description, annotation, or words for people."""
    for statement in function.body[described(function) :]:
        yield from _walk(statement, statement.lineno)


def described(function: ast.FunctionDef) -> bool:
    """Whether a function begins with its description."""
    return ast.get_docstring(function) is not None


def _walk(node: ast.AST, line: int) -> Iterator[tuple[int, ast.AST]]:
    line = node.lineno if isinstance(node, ast.stmt) else line
    yield line, node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "ctx"):
            continue
        if isinstance(node, ast.Call) and name == "args" and getattr(node.func, "id", "") in SAID:
            value = value[1:]
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child, line)


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in a node's place."""
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for other in SWAPPED.get(type(op), ()):
                    yield _with(node, ops=[*ops[:place], other(), *ops[place + 1 :]])
            yield from _other_words(node)
        case ast.BinOp(op=op) if type(op) in SWAPPED:
            for other in SWAPPED[type(op)]:
                yield _with(node, op=other())
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for place in range(len(values)):
                left = [*values[:place], *values[place + 1 :]]
                yield left[0] if len(left) == 1 else _with(node, values=left)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield _with(node, value=not value)
        case ast.Constant(value=int() as value):
            yield _with(node, value=value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield _with(node, func=ast.Name(CALLED[name], ast.Load()))
        case ast.IfExp(test=test) | ast.If(test=test) if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Return(value=value) if value is not None and not is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        case ast.AugAssign():
            yield ast.Pass()
        case ast.match_case(pattern=ast.MatchValue(value=ast.Constant(value=str() as word))):
            yield _with(node, pattern=ast.MatchValue(ast.Constant(f"no {word}")))


def _other_words(node: ast.Compare) -> Iterator[ast.AST]:
    """A word that is compared becomes another one."""
    for side in (node.left, *node.comparators):
        for word in ast.walk(side):
            if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value:
                yield swapped(node, word, ast.Constant(f"no {word.value}"))


def is_nothing(node: ast.AST) -> bool:
    """Whether a node is None or False written out: to whoever asks only whether, they are the same."""
    return isinstance(node, ast.Constant) and node.value in (None, False)


def _with(node: ast.AST, **parts: object) -> ast.AST:
    """The node with other parts."""
    fields = {name: getattr(node, name, None) for name in node._fields}
    return ast.copy_location(type(node)(**{**fields, **parts}), node)


def swapped(tree: Any, old: ast.AST, new: ast.AST) -> Any:
    """A copy of the tree with one node in another's place."""
    memo = {id(old): ast.copy_location(deepcopy(new), old) if "lineno" in old._attributes else deepcopy(new)}
    return ast.fix_missing_locations(deepcopy(tree, memo))
