"""The form that is hashed. Another program can recompute a chain from these three lines and the stored bodies."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, UTF-8 as it is; floats are refused, since they have many spellings."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(previous: str, body: str) -> str:
    """SHA-256 over the previous entry's digest, a line feed and the body, in hex."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError("a ledger entry holds no float: write the number as an integer or a text")
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
