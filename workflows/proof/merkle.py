"""The Merkle tree of RFC 9162: its root at any size, inclusion and consistency proofs, and how they are checked."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from workflows.engine.findings import N_

from .errors import BadLog, Unproven
from .hashing import LENGTH, Hash

Range = tuple[int, int]
"""The leaves from the first number up to, not including, the second."""

Nodes = Callable[[int, int], bytes]
"""The hash of a perfect subtree by its level (2 ** level leaves) and its index on that level."""

BEYOND = N_("日志只有 %(size)s 项，没有第 %(asked)s 项的状态；请核对检查点是否属于本日志")
NO_LEAF = N_("日志序号 %(index)s 不在前 %(size)s 项之内（序号从 0 起）")
BACKWARDS = N_("较早的项数 %(first)s 大于较晚的项数 %(second)s，请对调后再核对")
NOTHING = N_("空日志是任何日志的开头，无须证明；请用较早的检查点核对")
LONG = N_("证明应有 %(needed)s 个散列值，实有 %(given)s 个；请重新取得证明")
NOT_A_HASH = N_("叶或证明中有一个散列值是 %(given)s 字节，应为 %(length)s 字节；请重新取得证明")
NOT_INCLUDED = N_("日志序号 %(index)s 的收录证明与 %(size)s 项时的树根不符：内容或位置已变")
NOT_CONSISTENT = N_("%(first)s 项时的日志不是 %(second)s 项时日志的开头：日志已被改写")


class Tree:
    """What any Merkle tree can tell, wherever its hashes are kept: `hash`, `size`, and `nodes()` for one question."""

    hash: Hash
    size: int

    def nodes(self) -> Nodes:
        """A function that gives perfect subtrees, for as long as one question takes."""
        raise NotImplementedError

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves, all of them if none is given. Raises BadLog."""
        return _over(self.hash, self.nodes(), (0, self.within(size)))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that leaf `index` stands in the tree over the first `size` leaves. Raises Unproven or BadLog."""
        nodes = self.nodes()
        return [_over(self.hash, nodes, part) for part in inclusion_ranges(index, self.within(size))]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the first `first` leaves begin the first `second`. Raises Unproven or BadLog."""
        nodes = self.nodes()
        return [_over(self.hash, nodes, part) for part in consistency_ranges(first, self.within(second))]

    def leaves(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The hashes of leaves in order. Raises BadLog."""
        nodes = self.nodes()
        return (nodes(0, index) for index in range(begin, self.within(end)))

    def within(self, size: int | None) -> int:
        """`size`, or all; raises BadLog where the tree is smaller."""
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise BadLog(BEYOND, size=self.size, asked=size)
        return size


class Leaves(Tree):
    """A tree in memory, from the hashes of its leaves."""

    def __init__(self, hash: Hash, leaves: Iterable[bytes]) -> None:
        self.hash = hash
        self.levels = [list(leaves)]
        self.size = len(self.levels[0])
        while len(below := self.levels[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)
            self.levels.append([hash.node(left, right) for left, right in pairs])

    def nodes(self) -> Nodes:
        """Straight from the lists."""
        return lambda level, index: self.levels[level][index]


def perfect(part: Range) -> Iterator[tuple[int, int]]:
    """(level, index) of the perfect subtrees a range is made of, largest first; the range begins where one may."""
    begin, end = part
    size = end - begin
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, begin >> level
            begin += 1 << level


def fold(hash: Hash, peaks: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees, largest first."""
    if not peaks:
        return hash.empty
    *rest, root = peaks
    for peak in reversed(rest):
        root = hash.node(peak, root)
    return root


def _over(hash: Hash, nodes: Nodes, part: Range) -> bytes:
    return fold(hash, [nodes(*subtree) for subtree in perfect(part)])


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Which subtrees an inclusion proof names, from the leaf up (RFC 9162, 2.1.3.1). Raises Unproven."""
    if not 0 <= index < size:
        raise Unproven(NO_LEAF, index=index, size=size)
    return _beside((index, index + 1), size)


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Which subtrees a consistency proof names, from the old edge up (RFC 9162, 2.1.4.1). Raises Unproven."""
    if not 0 <= first <= second:
        raise Unproven(BACKWARDS, first=first, second=second)
    if first in (0, second):
        return []
    edge = (first & (first - 1), first)
    beside = _beside(edge, second)
    return [edge, *beside] if edge[0] else beside


def _beside(part: Range, size: int) -> list[Range]:
    """The subtrees beside the way from a subtree to the root, from below."""
    begin, end = 0, size
    found: list[Range] = []
    while (begin, end) != part:
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        if part[1] <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((begin, middle))
            begin = middle
    return found[::-1]


def check_inclusion(hash: Hash, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Whether `leaf` stands at `index` in the tree of `size` leaves with this root. Raises Unproven."""
    reached = _hash(leaf)
    for (begin, _), beside in _paired(inclusion_ranges(index, size), proof):
        reached = hash.node(reached, beside) if begin > index else hash.node(beside, reached)
    if reached != root:
        raise Unproven(NOT_INCLUDED, index=index, size=size)


def check_consistency(
    hash: Hash, first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Whether the tree of `first` leaves, at least one, begins the tree of `second`. Raises Unproven."""
    if first == 0:
        raise Unproven(NOTHING)
    paired = _paired(consistency_ranges(first, second), proof)
    old = new = paired.pop(0)[1] if first < second and first & (first - 1) else first_root
    for (begin, _), beside in paired:
        if begin >= first:
            new = hash.node(new, beside)
        else:
            old, new = hash.node(beside, old), hash.node(beside, new)
    if (old, new) != (first_root, second_root):
        raise Unproven(NOT_CONSISTENT, first=first, second=second)


def _paired(ranges: list[Range], proof: Sequence[bytes]) -> list[tuple[Range, bytes]]:
    if len(ranges) != len(proof):
        raise Unproven(LONG, needed=len(ranges), given=len(proof))
    return list(zip(ranges, map(_hash, proof), strict=True))


def _hash(given: bytes) -> bytes:
    if len(given) != LENGTH:
        raise Unproven(NOT_A_HASH, length=LENGTH, given=len(given))
    return given
