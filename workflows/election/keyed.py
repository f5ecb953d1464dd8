"""Two counts of one round, keyed by two people: the numbers by their names, and in which they differ."""

from typing import Any

KEYERS = 2


def differing(one: Any, other: Any) -> tuple[str, ...]:
    """The fields in which two counts differ: `collected`, `votes.12.against`, `write_ins.7`."""
    first, second = flat(one), flat(other)
    return tuple(sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name)))


def flat(count: Any) -> dict[str, int]:
    """The numbers of a count by the names under which they are compared."""
    found = {name: count.known(name) for name in ("issued", "collected", "void", "blank")}
    for row in count.votes:
        found |= {f"votes.{row.person}.{name}": getattr(row, name) for name in ("in_favour", "against", "abstain")}
    return found | {f"write_ins.{row.person}": row.in_favour for row in count.write_ins}
