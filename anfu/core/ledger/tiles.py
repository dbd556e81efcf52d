"""The tree's hashes as files (C2SP tlog-tiles): each tile holds up to 256 hashes of one level, 8 levels apart.

`tile/0/x001/067` holds leaf hashes, `tile/1/...` the roots of full tiles below. A proof reads a few of them.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from anfu.core.ledger.anfu_verify import node_hash

WIDTH, HEIGHT, HASH = 256, 8, 32


def name(level: int, number: int, width: int = WIDTH) -> str:
    """The address of a tile below the log's own; a partial one says how many hashes it holds."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def write(folder: Path, old: int, leaves: Sequence[bytes]) -> None:
    """Add leaf hashes to the tiles of a tree that had `old` leaves; writing the same again changes nothing."""
    level, new = 0, old + len(leaves)
    hashes = list(leaves)
    while new:
        _write_level(folder, level, old, hashes)
        first = old // WIDTH
        kept = _read(folder, level, first, old % WIDTH) if old % WIDTH else []
        hashes = [subtree(chunk) for chunk in _full(kept + hashes)]
        level, old, new = level + 1, first, new // WIDTH


def _write_level(folder: Path, level: int, old: int, hashes: Sequence[bytes]) -> None:
    at, rest = old, list(hashes)
    while rest:
        number, filled = divmod(at, WIDTH)
        kept = _read(folder, level, number, filled) if filled else []
        held = kept + rest[: WIDTH - filled]
        _put(folder / name(level, number, len(held)), b"".join(held))
        if len(held) == WIDTH:
            shutil.rmtree(folder / f"{name(level, number)}.p", ignore_errors=True)
        rest, at = rest[WIDTH - filled :], at + len(held) - filled


def _full(hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(hashes) - WIDTH + 1, WIDTH):
        yield hashes[start : start + WIDTH]


def subtree(hashes: Sequence[bytes]) -> bytes:
    """The root of a whole subtree: as many hashes as a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def _put(path: Path, data: bytes) -> None:
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _read(folder: Path, level: int, number: int, wanted: int) -> list[bytes]:
    """At least `wanted` first hashes of a tile: the full one, or the smallest partial one that is wide enough."""
    whole = folder / name(level, number)
    if not whole.exists():
        partial = whole.with_name(whole.name + ".p")
        widths = [int(each.name) for each in partial.glob("*") if each.name.isdigit()]
        enough = [width for width in widths if width >= wanted]
        if not enough and not whole.exists():
            raise FileNotFoundError(2, "tile", str(whole))
        whole = partial / str(min(enough)) if enough else whole
    data = whole.read_bytes()
    return [data[i : i + HASH] for i in range(0, wanted * HASH, HASH)]


def node(folder: Path, level: int, index: int) -> bytes:
    """The hash of the whole subtree of 2**level leaves that is `index`-th from the left."""
    row, up = divmod(level, HEIGHT)
    first = index << up
    count = 1 << up
    number, at = divmod(first, WIDTH)
    return subtree(_read(folder, row, number, at + count)[at : at + count])
