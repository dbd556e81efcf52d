from collections.abc import Callable
from typing import NamedTuple


class Case(NamedTuple):
    """One file. `verdict`: refused, taken (harmless, or made so), or either (only must not fall)."""

    name: str
    make: Callable[[], bytes]
    verdict: str = "refused"
    # What no longer stands in the kept bytes.
    gone: bytes = b""


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes with a hundredth of them changed, the sign at the beginning left."""
    from random import Random

    dice, held = Random(seed), bytearray(data)
    for _ in range(max(3, len(held) // 100)):
        held[dice.randrange(8, len(held))] = dice.randrange(256)
    return bytes(held)
