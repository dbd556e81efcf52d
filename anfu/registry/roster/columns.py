"""The headers of rosters."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from anfu.core.intake.columns import Column, Headers, headers_of, money_unit
from anfu.registry.datafiles import DATA, read_toml

HEADERS = DATA / "headers.toml"
__all__ = [
    "Column",
    "count_known",
    "edit_columns",
    "labels",
    "match_columns",
    "missing_columns",
    "money_unit",
]


@cache
def headers(path: Path = HEADERS) -> Headers:
    """All fields of a roster file."""
    return headers_of(read_toml(path))


def labels(path: Path = HEADERS) -> dict[str, str]:
    """Field of the file -> its Chinese name."""
    return headers(path).labels()


def match_columns(cells: Sequence[str], remembered: Mapping[str, str | None] | None = None) -> list[Column]:
    """Recognises each header; what a person chose before wins."""
    return headers().match(cells, remembered or {})


def edit_columns(columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
    """The mapping after a person's changes (index -> field or None). ValueError for an unknown field."""
    return headers().edit(columns, choice)


def count_known(cells: Sequence[str]) -> int:
    """How many fields these cells name."""
    return headers().count_known(cells)


def missing_columns(columns: Iterable[Column]) -> list[str]:
    """Labels of the fields without which no row can be taken."""
    return headers().missing(columns, ["uscc"])
