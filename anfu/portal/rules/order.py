"""In which order institutions stand where nobody asked for another: by chance, anew each day, for everybody to recompute."""

import hashlib
from datetime import date

ALGORITHM = "anfu-directory-1"


def recipe(on: date, seed: str) -> str:
    """What is hashed before an institution's credit code: the algorithm's name, the day, and what was published before it."""
    return f"{ALGORITHM}|{on.isoformat()}|{seed}|"


def rank(uscc: str, on: date, seed: str) -> int:
    """The place of one institution on that day: the first 64 bits of a SHA-256; smaller stands nearer to the top."""
    return int.from_bytes(hashlib.sha256((recipe(on, seed) + uscc).encode()).digest()[:8], "big")
