"""Proofs out of the tiles (RFC 9162 section 2.1): that an entry is in, and that one tree grew into another."""

from pathlib import Path

from anfu.core.ledger import tiles
from anfu.core.ledger.anfu_verify import node_hash


def root(folder: Path, size: int) -> bytes:
    """The root of the first `size` leaves (at least one)."""
    return _range(folder, 0, size)


def inclusion(folder: Path, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves; ValueError outside it."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    return _path(folder, index, 0, size)


def consistency(folder: Path, first: int, second: int) -> list[bytes]:
    """The hashes that show that the tree of `second` leaves begins with that of `first`; ValueError for an empty one."""
    if not 0 < first <= second:
        raise ValueError("sizes must be at least 1, the first not above the second")
    return _subproof(folder, first, 0, second, known=True)


def _range(folder: Path, start: int, end: int) -> bytes:
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return tiles.node(folder, level, start >> level)
    middle = start + _split(count)
    return node_hash(_range(folder, start, middle), _range(folder, middle, end))


def _path(folder: Path, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(folder, index, start, middle), _range(folder, middle, end)]
    return [*_path(folder, index, middle, end), _range(folder, start, middle)]


def _subproof(folder: Path, first: int, start: int, end: int, *, known: bool) -> list[bytes]:
    if first == end:
        return [] if known else [_range(folder, start, end)]
    middle = start + _split(end - start)
    if first <= middle:
        return [*_subproof(folder, first, start, middle, known=known), _range(folder, middle, end)]
    return [*_subproof(folder, first, middle, end, known=False), _range(folder, start, middle)]


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1
