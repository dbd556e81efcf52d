"""Reading the whole ledger back: every chain, every head, every file of rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from anfu.core import files
from anfu.core.ledger import checkpoint, order
from anfu.core.ledger.anfu_verify import Tree
from anfu.core.ledger.chain import GENESIS, digest
from anfu.core.ledger.tiles import HASH
from anfu.core.models import LedgerEntry, LedgerLeaf, LedgerStream


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad entry of a stream, and what is wrong with it."""

    stream: str
    seq: int
    reason: str


def verify(progress: Callable[[int], None] = lambda _: None) -> tuple[int, list[Fault]]:
    """Number of entries read, and the first fault of each stream that has one."""
    read, faults = 0, []
    codes = set(LedgerStream.objects.values_list("code", flat=True))
    codes |= set(LedgerEntry.objects.values_list("stream", flat=True).distinct())
    for code in sorted(codes):
        count, fault = _verify_stream(code, partial(_told, progress, read))
        read += count
        faults += [fault] if fault else []
    return read, faults + _verify_log()


def _verify_log() -> list[Fault]:
    """The first entry that is not the one that the published checkpoint covers at its place."""
    point = checkpoint.newest()
    if point is None:
        return []
    tree, place = Tree(), -1
    published = (checkpoint.folder() / "leaves.bin").read_bytes()
    for place, leaf in enumerate(order.leaf_hashes(0, point.size)):
        if leaf != published[place * HASH : place * HASH + HASH]:
            return [_at(place, "与公布的检查点不符")]
        tree.append(leaf)
    if tree.size < point.size:
        return [_at(place + 1, f"检查点有 {point.size} 条，数据库只有 {tree.size} 条入了树")]
    return [] if tree.root() == point.root else [_at(0, "公布的摘要与检查点的根不符")]


def _at(place: int, reason: str) -> Fault:
    leaf = LedgerLeaf.objects.filter(index=place).first()
    return Fault(leaf.stream if leaf else "", leaf.seq if leaf else 0, f"位置 {place}：{reason}")


def _told(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)


def _verify_stream(code: str, progress: Callable[[int], None]) -> tuple[int, Fault | None]:
    previous, seq = GENESIS, 0
    for entry in _entries(code):
        seq += 1
        if reason := _wrong(entry, seq, previous):
            return seq, Fault(code, seq, reason)
        previous = entry.digest
        if seq % 1000 == 0:
            progress(seq)
    head = LedgerStream.objects.filter(code=code).first()
    if head is None or (head.length, head.head) != (seq, previous):
        return seq, Fault(code, seq, f"台账头记着 {head.length if head else 0} 条，读到 {seq} 条")
    return seq, None


def _entries(code: str) -> Iterator[LedgerEntry]:
    return LedgerEntry.objects.filter(stream=code).select_related("rows").order_by("seq").iterator(2000)


def _wrong(entry: LedgerEntry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"缺第 {seq} 条"
    if entry.previous != previous:
        return "与上一条接不上"
    if digest(previous, entry.body) != entry.digest:
        return "内容与校验码不符"
    expected = f'"seq":{seq},"stream":"{entry.stream}","subject"'
    if expected not in entry.body or f'"verb":"{entry.verb}"' not in entry.body:
        return "列与内容不符"
    if entry.rows and not files.intact(entry.rows):
        return f"行文件 {entry.rows.sha256[:12]} 不在或被改动"
    return ""
