"""Work that is done later is done as the person who asked for it was then."""

from dataclasses import fields
from typing import Any

from anfu.core.actor import Actor

_SETS = {"permissions", "divisions", "towns", "organisations"}


def to_json(actor: Actor) -> dict[str, Any]:
    """The actor as arguments of a job hold it."""
    return {
        field.name: sorted(value) if field.name in _SETS else value
        for field in fields(actor)
        for value in [getattr(actor, field.name)]
    }


def from_json(stored: dict[str, Any]) -> Actor:
    """The actor again."""
    values: dict[str, Any] = {k: frozenset(v) if k in _SETS else v for k, v in stored.items()}
    return Actor(**values)
