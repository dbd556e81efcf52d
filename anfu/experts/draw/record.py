"""The public record of one draw, as anybody can download, keep and recompute it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from anfu.experts.draw.answers import Answer, replay
from anfu.experts.draw.canonical import canonical, sha256
from anfu.experts.draw.choosing import select
from anfu.experts.draw.commitment import commitment_hash
from anfu.experts.draw.sources import seed_of

FORMAT = "anfu-draw-record-1"


def public_record(
    commit: Mapping[str, Any],
    *,
    sources: list[dict[str, Any]] | None = None,
    drawn_at: str = "",
    answers: Iterable[Answer] = (),
    salts: Iterable[Mapping[str, str]] = (),
    closed_at: str = "",
    cancelled: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What is known so far: without `sources` only the commitment; `salts` ({hash, salt, code}) once it is closed."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "commit": dict(commit),
        "commit_hash": commitment_hash(commit),
        "sources": sources,
        "drawn_at": drawn_at,
        "closed_at": closed_at,
        "cancelled": dict(cancelled) if cancelled else None,
        "salts": sorted((dict(row) for row in salts), key=lambda row: row["hash"]),
    }
    record |= _drawn(commit, record["commit_hash"], sources, list(answers))
    return record | {"digest": sha256(canonical(record))}


def _drawn(
    commit: Mapping[str, Any], commit_hash: str, sources: list[dict[str, Any]] | None, answers: list[Answer]
) -> dict[str, Any]:
    if sources is None:
        return {"seed": "", "seats": {}, "alternates": {}, "answers": [], "panel": {}}
    seed = seed_of(commit_hash, sources)
    selection = select(commit, seed)
    return {
        "seed": seed.hex(),
        "seats": selection.seats,
        "alternates": selection.alternates,
        "answers": [asdict(each) for each in answers],
        "panel": replay(selection, answers).panel,
    }


def written(record: Mapping[str, Any]) -> str:
    """The record as its file says it; a file that says it otherwise was changed by somebody."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
