"""From the named sources to the seed. The public number comes last, so whoever reveals before it cannot react (T09)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from anfu.experts.draw.canonical import canonical, sha256
from anfu.experts.draw.commitment import ALGORITHM


def nonce_hash(nonce: str) -> str:
    """What a supervisor hands in before the commitment."""
    return sha256(nonce.encode())


def settled(
    commit: Mapping[str, Any], nonces: Mapping[str, str | None], publics: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each source in committed order with its value; a nonce that was not revealed is replaced by its own hash.

    ValueError where a nonce does not have its hash, or a public number is missing.
    """
    found = []
    for source in commit["sources"]:
        name = source["name"]
        if source["kind"] == "public":
            if not publics.get(name):
                raise ValueError(f"no value of {name}")
            found.append({"name": name, "revealed": True, "value": publics[name]})
            continue
        nonce = nonces.get(name)
        if nonce is not None and nonce_hash(nonce) != source["said"]:
            raise ValueError(f"not the nonce of {name}")
        found.append({"name": name, "revealed": nonce is not None, "value": nonce or source["said"]})
    return found


def seed_of(commit_hash: str, sources: list[dict[str, Any]]) -> bytes:
    """SHA-256("anfu-draw-1" ‖ commit hash ‖ canonical sources)."""
    return hashlib.sha256(ALGORITHM.encode() + bytes.fromhex(commit_hash) + canonical(sources)).digest()
