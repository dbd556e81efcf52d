#!/usr/bin/env python3
"""Checks an export of the ledger with checkpoints that you keep yourself. One file, Python's own library only.

    python anfu_verify.py export.jsonl --checkpoints FOLDER --key FOLDER/key
    python anfu_verify.py --receipt receipt.json --key FOLDER/key

FOLDER holds `checkpoints.txt` and, so that a bad entry is named exactly, `leaves.bin`, as the trust page offers them.
Says how far all is well, or the first bad entry and why. Exit code 0: well, 1: not well, 2: cannot be checked.
Formats: RFC 9162 Merkle trees, C2SP signed notes and checkpoints, Ed25519 (RFC 8032).
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

GENESIS = "0" * 64


class Bad(Exception):
    """Something that was to be checked is not so; the text says what."""


# Ed25519, RFC 8032 section 6, in extended coordinates.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, t, z, y = f - e, h - g, h + g, f + e
    return (x * t % P, z * y % P, t * z % P, x * y % P)


def _both(s: int, base: Point, k: int, point: Point) -> bytes:
    """s times base plus k times point, in one walk over the bits; as it is written in a signature."""
    sums, result = {1: base, 2: point, 3: _add(base, point)}, (0, 1, 1, 0)
    for bit in reversed(range(max(s.bit_length(), k.bit_length()))):
        result = _add(result, result)
        if chosen := (s >> bit & 1) + 2 * (k >> bit & 1):
            result = _add(result, sums[chosen])
    inverse = pow(result[2], P - 2, P)
    x, y = result[0] * inverse % P, result[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _point(data: bytes) -> Point:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise Bad("不是曲线上的点")
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(4096)
def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature is the key's, over this message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    try:
        x, y, z, t = _point(public)
    except Bad:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return s < Q and _both(s, BASE, k, (P - x, y, z, P - t)) == signature[:32]


# Merkle trees, RFC 9162 section 2.
def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The right edge of a growing tree: enough to append and to give the root."""

    def __init__(self) -> None:
        self.size, self.edge = 0, list[bytes]()

    def append(self, leaf: bytes) -> None:
        """Add one leaf's hash."""
        self.edge.append(leaf)
        self.size += 1
        size = self.size
        while size % 2 == 0:
            right = self.edge.pop()
            self.edge[-1] = node_hash(self.edge[-1], right)
            size //= 2

    def root(self) -> bytes:
        """The root at this size; a tree without leaves has none here."""
        if not self.edge:
            raise Bad("空树没有根")
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def _digests(*all_of: bytes) -> None:
    if any(len(each) != 32 for each in all_of):
        raise Bad("摘要不是 32 字节")


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Bad unless the proof leads from the leaf at `index` (from 0) to the root of the tree of `size` leaves."""
    _digests(leaf, root, *proof)
    if not 0 <= index < size:
        raise Bad("位置不在树里")
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise Bad("证明太长")
        if at % 2 or at == last:
            found = node_hash(step, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise Bad("证明不通向这个根")


def check_consistency(
    first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes], start: int = 0
) -> None:
    """Bad unless the tree of `second` leaves begins with the tree of `first`; with `start`, holds [start, first)."""
    _digests(old, new, *proof)
    if not 0 <= start < first <= second or start % (1 << (first - start - 1).bit_length()):
        raise Bad("大小不对：空树不能证明任何事")
    fn, sn, tn = start, first - 1, second - 1
    while fn != sn and (sn == tn or sn % 2):
        fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
    steps = list(proof)
    if fn != sn and not steps:
        raise Bad("证明太短")
    fr = sr = old if fn == sn else steps.pop(0)
    for step in steps:
        if tn == 0:
            raise Bad("证明太长")
        if sn % 2 or sn == tn:
            fr, sr = node_hash(step, fr) if fn < sn else fr, node_hash(step, sr)
            while sn % 2 == 0:
                fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
    if tn or fr != old or sr != new:
        raise Bad("后一棵树不是由前一棵长成的")


# Signed notes.
@dataclass(frozen=True)
class Checkpoint:
    """How many entries the ledger had and the root over them, as signed."""

    origin: str
    size: int
    root: bytes
    time: int | None  # seconds since 1970


@dataclass(frozen=True)
class Key:
    """A verifier key, as in C2SP signed-note: name+id+key."""

    name: str
    id: bytes
    public: bytes


def read_key(text: str) -> Key:
    """`name+12345678+base64`; Bad where the id is not the key's."""
    try:
        name, hexed, coded = text.strip().split("+", 2)
        data, key_id = base64.b64decode(coded, validate=True), bytes.fromhex(hexed)
    except ValueError:
        raise Bad("公钥读不了：要写成 名称+编号+公钥") from None
    if data[:1] != b"\x01" or hashlib.sha256(name.encode() + b"\n" + data).digest()[:4] != key_id:
        raise Bad("公钥的编号与公钥不符")
    return Key(name, key_id, data[1:])


def open_checkpoint(note: str, key: Key) -> Checkpoint:
    """The checkpoint in a signed note; Bad unless this key signed it."""
    text, _, below = note.partition("\n\n")
    lines = text.split("\n")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise Bad("检查点读不了") from None
    for line in below.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        raw = base64.b64decode(coded) if dash == "—" and name == key.name else b""
        if raw[:4] == key.id and signed(key.public, text.encode() + b"\n", raw[4:]):
            break
    else:
        raise Bad(f"大小为 {size} 的检查点不是这把钥匙签的")
    if lines[0] != key.name or str(size) != lines[1] or size < 1 or len(root) != 32:
        raise Bad("检查点的来源、大小或根不对")
    times = [int(line[5:]) for line in lines[3:] if line.startswith("time ") and line[5:].isdigit()]
    return Checkpoint(lines[0], size, root, times[0] if times else None)


def open_checkpoints(text: str, key: Key) -> dict[int, Checkpoint]:
    """All checkpoints of a file, by size; Bad where one is not signed or two of one size differ (split view)."""
    found: dict[int, Checkpoint] = {}
    for block in text.replace("\r\n", "\n").strip("\n").split("\n\n\n") if text.strip() else []:
        point = open_checkpoint(block.strip("\n") + "\n", key)
        if found.setdefault(point.size, point).root != point.root:
            raise Bad(f"大小为 {point.size} 的检查点有两个不同的根：台账给不同的人看了不同的样子")
    return found


# The export.
def leaf_data(stream: str, seq: int, digest: str) -> bytes:
    """What a leaf of the tree stands for: one entry, by its place and digest."""
    return f"anfu-ledger-v1\n{stream}\n{seq}\n{digest}\n".encode()


@dataclass(frozen=True)
class Verdict:
    """`ok_to` entries are well; `bad_at` is the place (from 0) of the first bad one, `bad_to` where only a range is known."""

    ok_to: int
    reason: str = ""
    bad_at: int | None = None
    bad_to: int | None = None
    uncovered: int = 0


def check(lines: Iterable[str], points: dict[int, Checkpoint], leaves: bytes = b"") -> Verdict:
    """Read an export once, entry by entry, against the chain, the leaves and every checkpoint."""
    sizes = sorted(points)
    newest = sizes[-1] if sizes else 0
    _check_leaves(points, leaves)
    tree, heads, good, loose = Tree(), dict[str, tuple[int, str]](), 0, 0
    for place, line in enumerate(lines):
        # Without the leaf hashes only what a checkpoint has confirmed is known to be well.
        first, last = (place, None) if leaves or place >= newest else (good, place)
        try:
            leaf = _entry(json.loads(line), place if place < newest else None, heads)
        except (Bad, ValueError, KeyError, TypeError) as why:
            return Verdict(first, str(why) if isinstance(why, Bad) else "这一行读不了", first, last)
        if place >= newest:
            loose += 1
            continue
        if leaves and leaf != leaves[place * 32 : place * 32 + 32]:
            return Verdict(place, "与公布的摘要不符", place)
        tree.append(leaf)
        if tree.size in points and tree.root() != points[tree.size].root:
            return Verdict(first, "与检查点的根不符", first, last)
        good = tree.size if tree.size in points else good
    if tree.size < newest:
        first, last = (tree.size, None) if leaves else (good, tree.size)
        cut = f"只到这里，而检查点说台账有 {newest} 条：被截断，或退回到了旧的备份"
        return Verdict(first, cut, first, last)
    return Verdict(good, uncovered=loose)


def _check_leaves(points: dict[int, Checkpoint], leaves: bytes) -> None:
    tree = Tree()
    for place in range(0, max(points, default=0) * 32 if leaves else 0, 32):
        tree.append(leaves[place : place + 32])
        if tree.size in points and tree.root() != points[tree.size].root:
            raise Bad(f"leaves.bin 与大小为 {tree.size} 的检查点不符：两者不是同一本账")


def _entry(entry: dict[str, object], place: int | None, heads: dict[str, tuple[int, str]]) -> bytes:
    """The entry's leaf hash; Bad where it does not follow from the one before it in its stream."""
    stream, seq, digest = entry["stream"], entry["seq"], entry["digest"]
    if not (isinstance(stream, str) and type(seq) is int and isinstance(digest, str)):
        raise Bad("这一行读不了")
    if place is not None and entry["index"] != place:
        raise Bad(f"这里应是第 {place} 个位置，写的是 {entry['index']}：有缺、有多或换了次序")
    before = heads.get(stream, (0, GENESIS))
    heads[stream] = (seq, digest)
    if seq != before[0] + 1:
        raise Bad(f"台账 {stream} 的上一条是第 {before[0]} 条，这里却是第 {seq} 条")
    if "body" in entry:
        body, told = str(entry["body"]), json.loads(str(entry["body"]))
        if entry["previous"] != before[1]:
            raise Bad("与上一条接不上")
        if hashlib.sha256(f"{before[1]}\n{body}".encode()).hexdigest() != digest:
            raise Bad("内容与校验码不符")
        if (told["stream"], told["seq"]) != (stream, seq):
            raise Bad("内容里写的不是这个位置")
    return leaf_hash(leaf_data(stream, seq, digest))


def check_receipt(receipt: dict[str, object], key: Key) -> Checkpoint:
    """The checkpoint that covers a receipt's entry; Bad where the proof does not hold."""
    entry, proof = dict(receipt["entry"]), dict(receipt["proof"])  # type: ignore[call-overload]
    point = open_checkpoint(str(proof["checkpoint"]), key)
    body = entry.get("body")
    if (
        body is not None
        and hashlib.sha256(f"{entry['previous']}\n{body}".encode()).hexdigest() != entry["digest"]
    ):
        raise Bad("内容与校验码不符")
    leaf = leaf_hash(leaf_data(entry["stream"], entry["seq"], entry["digest"]))
    path = [base64.b64decode(step) for step in proof["path"]]
    check_inclusion(int(proof["index"]), point.size, leaf, path, point.root)
    return point


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if line.strip())


def _run(given: argparse.Namespace) -> int:
    key = read_key(given.key.read_text("utf-8"))
    if given.receipt:
        point = check_receipt(json.loads(given.receipt.read_text("utf-8")), key)
        print(f"ok：这一条在大小为 {point.size} 的检查点里。")
        return 0
    folder: Path = given.checkpoints
    notes = folder / "checkpoints.txt" if folder.is_dir() else folder
    leaves = notes.with_name("leaves.bin")
    points = open_checkpoints(notes.read_text("utf-8"), key)
    found = check(_lines(given.export), points, leaves.read_bytes() if leaves.exists() else b"")
    if found.bad_at is None:
        rest = f"；其后 {found.uncovered} 条还没有检查点，只核了前后相接" if found.uncovered else ""
        print(f"ok to {found.ok_to}：前 {found.ok_to} 条与全部 {len(points)} 个检查点相符{rest}。")
        return 0
    last = f" 到 {found.bad_to}" if found.bad_to not in (None, found.bad_at) else ""
    print(f"bad at {found.bad_at}{last}：{found.reason}。（位置从 0 数起；前 {found.ok_to} 条无误）")
    return 1


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("export", type=Path, nargs="?", help="export.jsonl")
    parser.add_argument("--checkpoints", type=Path, help="checkpoints.txt, or the folder that holds it")
    parser.add_argument("--key", type=Path, required=True, help="the public key, one line")
    parser.add_argument("--receipt", type=Path, help="check one receipt instead of an export")
    given = parser.parse_args()
    if not given.receipt and not (given.export and given.checkpoints):
        parser.error("give export.jsonl and --checkpoints, or --receipt")
    try:
        sys.exit(_run(given))
    except Bad as why:
        print(f"bad：{why}。")
        sys.exit(1)
    except (OSError, ValueError, KeyError) as why:
        print(f"读不了：{why}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
