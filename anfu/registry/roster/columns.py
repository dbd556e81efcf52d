"""Which header of a file is which field. The answer is shown, may be edited, and the caller remembers it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from anfu.registry.datafiles import DATA, read_toml

How = Literal["exact", "normalised", "synonym", "person", ""]
HEADERS = DATA / "headers.toml"

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_MARKS = re.compile(r"[\s*:：、,，./\\_\-—#()\[\]【】\"'“”]+")
_UNIT = re.compile(r"(亿|千万|百万|万|千)?(美元|港元|日元|欧元|元)|(亿|千万|百万|万)(?=\W*$)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `field` is None where it is not imported; `note` tells why or what was assumed.

    `unit` is the money unit that the header names (`万元`), or empty.
    """

    index: int
    header: str
    field: str | None
    how: How
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of a roster file as people know it."""

    field: str
    label: str
    synonyms: tuple[str, ...]


@cache
def field_names(path: Path = HEADERS) -> tuple[FieldName, ...]:
    """All fields of a roster file in the order in which pages show them."""
    return tuple(
        FieldName(field, entry["label"], tuple(entry["synonyms"])) for field, entry in read_toml(path).items()
    )


def labels(path: Path = HEADERS) -> dict[str, str]:
    """Field of the file -> its Chinese name."""
    return {entry.field: entry.label for entry in field_names(path)}


def match_columns(headers: Sequence[str], remembered: Mapping[str, str | None] | None = None) -> list[Column]:
    """Recognises each header. `remembered` (header -> field or None) is what a person chose before; it wins.

    Two headers for one field: the first counts, the other is not imported and its note says so.
    """
    remembered = remembered or {}
    columns = [_match(index, header, remembered) for index, header in enumerate(headers)]
    return _first_of_each(columns)


def edit_columns(columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
    """The mapping after a person's changes (index -> field or None). ValueError for an unknown field."""
    unknown = {field for field in choice.values() if field is not None} - labels().keys()
    if unknown:
        raise ValueError(f"没有这样的字段：{'、'.join(sorted(unknown))}")
    edited = [
        replace(column, field=choice[column.index], how="person", note="")
        if column.index in choice
        else column
        for column in columns
    ]
    chosen_first = sorted(edited, key=lambda column: (column.how != "person", column.index))
    return sorted(_first_of_each(chosen_first), key=lambda column: column.index)


def count_known(cells: Sequence[str]) -> int:
    """How many fields these cells name: finds the header among title lines."""
    return len({field for cell in cells if (field := _lookup(cell)[0])})


def missing_columns(columns: Iterable[Column]) -> list[str]:
    """Labels of the fields without which no row can be taken."""
    found = {column.field for column in columns}
    return [label for field, label in labels().items() if field == "uscc" and field not in found]


def simplify(header: str) -> str:
    """A header without brackets and what stands in them, blanks, marks and width."""
    text = unicodedata.normalize("NFKC", header)
    outside = _MARKS.sub("", _BRACKETS.sub("", text))
    return (outside or _MARKS.sub("", text)).lower()


def money_unit(header: str) -> str:
    """`注册资金（万元）` -> `万元`; empty where the header names none."""
    match = _UNIT.search(unicodedata.normalize("NFKC", header))
    return match[0] if match else ""


def _match(index: int, header: str, remembered: Mapping[str, str | None]) -> Column:
    if header in remembered:
        return Column(index, header, remembered[header], "person", money_unit(header))
    field, how = _lookup(header)
    return Column(index, header, field, how, money_unit(header) if field else "")


def _lookup(header: str) -> tuple[str | None, How]:
    exact, normalised, synonyms = _tables()
    if field := exact.get(header.strip()):
        return field, "exact"
    plain = simplify(header)
    if field := normalised.get(plain):
        return field, "normalised"
    if field := synonyms.get(plain):
        return field, "synonym"
    return None, ""


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    names = field_names()
    exact = {entry.label: entry.field for entry in names}
    normalised = {simplify(entry.label): entry.field for entry in names}
    synonyms = {simplify(word): entry.field for entry in names for word in entry.synonyms}
    return exact, normalised, synonyms


def _first_of_each(columns: Iterable[Column]) -> list[Column]:
    taken: dict[str, str] = {}
    result = []
    for column in columns:
        if column.field is not None and column.field in taken:
            note = f"与“{taken[column.field]}”是同一字段，先出现的算，这一列不导入"
            column = replace(column, field=None, note=note)
        elif column.field is not None:
            taken[column.field] = column.header
        result.append(column)
    return result
