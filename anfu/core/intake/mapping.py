"""Which column of the file is which field: recognised, changed by a person, remembered for the office."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anfu.core import files
from anfu.core.actor import Actor
from anfu.core.intake.columns import Column
from anfu.core.intake.kinds import IntakeKind, kind_of
from anfu.core.intake.reading import Table, open_table
from anfu.core.models import Intake, RememberedMapping

SAMPLE = 3


def open_file(kind: IntakeKind, path: Path) -> Table:
    """The file as a table; UnreadableFile with its reason where it is none.

    Files from the web have passed the narrower limits of `core.uploads` before.
    """
    return open_table(path, recognise=kind.count_known)


def open_intake(intake: Intake) -> Table:
    """The import's own file."""
    return open_file(kind_of(intake.kind), files.path(intake.kept_file()))


def recognise(kind: IntakeKind, table: Table, actor: Actor) -> dict[str, Any]:
    """The mapping as `Intake.mapping` holds it: columns, where the file keeps them, and whether it was remembered."""
    known = _remembered(kind, table.headers, actor.office)
    columns = kind.match(table.headers, known or {})
    return {
        "columns": to_json(columns),
        "sheet": table.sheet,
        "encoding": table.encoding,
        "header_row": table.header_row + 1,
        "remembered": known is not None,
        "sample": table.sample(SAMPLE).drop("row").rows(),
    }


def columns_of(intake: Intake) -> list[Column]:
    """The columns as they are matched now."""
    return [Column(**stored) for stored in intake.mapping["columns"]]


def to_json(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The columns as stored."""
    return [asdict(column) for column in columns]


def remember(kind: IntakeKind, columns: Sequence[Column], office: str) -> None:
    """Keep this mapping for the next file of the office with the same headers."""
    RememberedMapping.objects.update_or_create(
        kind=kind.code,
        office=office,
        headers=_digest([column.header for column in columns]),
        defaults={"mapping": {column.header: column.field for column in columns}},
    )


def _remembered(kind: IntakeKind, headers: Sequence[str], office: str) -> Mapping[str, str | None] | None:
    kept = RememberedMapping.objects.filter(kind=kind.code, office=office, headers=_digest(headers)).first()
    return kept.mapping if kept else None


def _digest(headers: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()
