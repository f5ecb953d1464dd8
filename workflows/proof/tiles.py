"""The log as tiles of 256 hashes (C2SP tlog-tiles): appended in batches, proofs from few tiles, a full tile never rewritten.

Tile `index` of `level` holds the hashes of subtrees of 256 ** level leaves; the last of a level may be shorter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from workflows.engine.findings import N_

from .errors import BadLog
from .hashing import LENGTH, Hash
from .merkle import Nodes, Tree

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes of a full tile."""

SHORT = N_("日志图块（第 %(level)s 层第 %(index)s 块）应有 %(needed)s 个散列值，实有 %(held)s 个：请从备份恢复图块")
OTHER = N_(
    "日志图块（第 %(level)s 层第 %(index)s 块）已存的第 %(place)s 个散列值与要写入的不同：没有写入，请核对全程纪实是否被改动"
)
NOT_A_LEAF = N_("第 %(place)s 个叶散列值不是 %(length)s 字节")


class Store(Protocol):
    """Where tiles lie: a table, a folder, memory."""

    def read(self, level: int, index: int) -> bytes:
        """The hashes of a tile, one after the other; empty where there is none."""

    def write(self, level: int, index: int, tile: bytes) -> None:
        """Keeps a tile, wholly or not at all, in place of a shorter one with the same beginning."""


@dataclass(frozen=True)
class Log(Tree):
    """A log of `size` leaves in tiles. Its size is the caller's to keep: after the tiles, with the checkpoint.

    What a store holds beyond `size` is the rest of a batch that was interrupted; it is continued by the same leaves and
    refused by others. Before appending, compare `root()` with the last checkpoint.
    """

    hash: Hash
    store: Store
    size: int = 0

    def append(self, leaves: Iterable[bytes]) -> "Log":
        """The log with the hashes of more leaves; tiles are written from the leaves up. Raises BadLog."""
        hashes = list(leaves)
        grown = replace(self, size=self.size + len(hashes))
        for place, each in enumerate(hashes):
            if len(each) != LENGTH:
                raise BadLog(NOT_A_LEAF, place=place + 1, length=LENGTH)
        level, first = 0, self.size
        while hashes:
            full = [tile for tile in self._extended(level, first, hashes) if len(tile) == WIDTH * LENGTH]
            hashes = [root_of(self.hash, tile) for tile in full]
            level, first = level + 1, first >> HEIGHT
        return grown

    def _extended(self, level: int, first: int, hashes: list[bytes]) -> Iterator[bytes]:
        """Writes the tiles of a level that grow by `hashes`, and gives them."""
        index, held = divmod(first, WIDTH)
        joined = self._held(level, index, held) + b"".join(hashes)
        for begin in range(0, len(joined), WIDTH * LENGTH):
            tile = joined[begin : begin + WIDTH * LENGTH]
            self._write(level, index, tile)
            yield tile
            index += 1

    def _write(self, level: int, index: int, tile: bytes) -> None:
        held = self.store.read(level, index)
        if held.startswith(tile):
            return
        if not tile.startswith(held):
            same = next(place for place, (one, other) in enumerate(zip(held, tile, strict=False)) if one != other)
            raise BadLog(OTHER, level=level, index=index, place=same // LENGTH + 1)
        self.store.write(level, index, tile)

    def _held(self, level: int, index: int, count: int) -> bytes:
        """The first `count` hashes of a tile."""
        tile = self.store.read(level, index) if count else b""
        if len(tile) < count * LENGTH:
            raise BadLog(SHORT, level=level, index=index, needed=count, held=len(tile) // LENGTH)
        return tile[: count * LENGTH]

    def nodes(self) -> Nodes:
        """Reads each tile once a question."""
        tiles: dict[tuple[int, int], bytes] = {}

        def node(level: int, index: int) -> bytes:
            height, inside = divmod(level, HEIGHT)
            tile, begin = divmod(index << inside, WIDTH)
            if (height, tile) not in tiles:
                count = min(WIDTH, (self.size >> HEIGHT * height) - tile * WIDTH)
                tiles[height, tile] = self._held(height, tile, count)
            held, over = tiles[height, tile], kept_root if height else root_of
            return over(self.hash, held[begin * LENGTH : (begin + (1 << inside)) * LENGTH])

        return node

    def leaves(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The hashes of leaves, tile by tile. Raises BadLog."""
        last = self.within(end)
        for index in range(begin // WIDTH, -(-last // WIDTH)):
            count = min(WIDTH, last - index * WIDTH)
            yield from _cut(self._held(0, index, count))[max(begin - index * WIDTH, 0) :]


def _cut(tile: bytes) -> list[bytes]:
    return [tile[place : place + LENGTH] for place in range(0, len(tile), LENGTH)]


def root_of(hash: Hash, tile: bytes) -> bytes:
    """The hash over a perfect subtree, from the hashes of one level of it, of which there is at least one."""
    row = _cut(tile)
    while len(row) > 1:
        row = [hash.node(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


kept_root = lru_cache(1024)(root_of)
"""The same for tiles above the leaves', which every proof asks again."""
