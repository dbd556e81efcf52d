"""Random cases of each way to bend the ledger, and what the verifier must say."""

import random
from collections.abc import Iterator

from anfu.core.ledger.anfu_verify import Bad, Verdict, check, open_checkpoints, read_key
from anfu.core.tests import tampering
from anfu.core.tests.tampering import STREAMS, Held, Tamper, held

CASES = 200


def made(draw: random.Random) -> Held:
    """A true ledger of 8 to 39 entries with up to four checkpoints."""
    count = draw.randrange(8, 40)
    facts = [(draw.choice(STREAMS), draw.randrange(1000)) for _ in range(count)]
    return held(facts, sorted({count, *draw.sample(range(1, count), 3)}))


LEDGERS = [made(random.Random(n)) for n in range(20)]


def cases(way: Tamper, count: int = CASES) -> Iterator[tuple[Held, int]]:
    """Bent ledgers, each with the entry at which it was bent; the same ones each time."""
    draw = random.Random(way.__name__)
    for n in range(count):
        kept = LEDGERS[n % len(LEDGERS)]
        at = draw.randrange(len(kept.entries))
        yield way(kept, at, draw), at


def verdict(kept: Held, *, leaves: bool = True) -> Verdict | str:
    """What the verifier says, in words where the checkpoints themselves are refused."""
    try:
        points = open_checkpoints(kept.checkpoints, read_key(kept.key))
        return check(kept.lines, points, kept.leaves if leaves else b"")
    except Bad as why:
        return str(why)


def found_rightly(way: Tamper, bent: Held, at: int) -> bool:
    """Whether it is found, and the first bad entry named (or the bad checkpoint, where that is what was bent)."""
    found = verdict(bent)
    if isinstance(found, str):
        said = {"other_key": "不是这把钥匙签的", "split_view": "两个不同的根"}.get(way.__name__)
        return said is not None and said in found
    first = first_difference(bent, at)
    return (found.bad_at, found.ok_to) == (first, first)


def first_difference(bent: Held, at: int) -> int:
    """Where the bent export first differs from what the leaves say: swaps may lie before `at`."""
    whole = tampering.leaves_of(bent.entries)
    kept = [bent.leaves[i : i + 32] for i in range(0, len(bent.leaves), 32)]
    differing = [n for n, (a, b) in enumerate(zip(whole, kept, strict=False)) if a != b]
    indexes = [n for n, entry in enumerate(bent.entries) if entry["index"] != n]
    return min([at, *differing, *indexes])
