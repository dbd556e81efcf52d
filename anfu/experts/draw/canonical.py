"""One writing for one content, so that it has one hash."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> bytes:
    """Names in order, no spaces, UTF-8; only texts, whole numbers, lists and mappings (no fractions)."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()
