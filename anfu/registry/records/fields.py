"""The fields of a kind of record, as its data file names them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl

from anfu.core.datafiles import read_toml
from anfu.core.money import yuan
from anfu.registry.records.cells import credit_code, renminbi, short
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.dates import parse_date
from anfu.registry.roster.normalise.numbers import parse_count

Type = Literal["code", "text", "document", "day", "count", "money", "choice"]
FIRM = ("uscc", "enterprise_name")
_TYPES: dict[Type, Any] = {"day": pl.Date, "count": pl.Int64, "money": pl.Int64}
_YEAR = re.compile(r"[\[(【〔]\s*(\d{4})\s*[\])】〕]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is written, whether it must be there, whether it tells records of an enterprise apart.

    `longest`: characters of a text; `words`: value -> its usual spellings, the first of which pages show.
    """

    name: str
    label: str
    type: Type
    key: bool = False
    required: bool = False
    longest: int = 200
    words: Mapping[str, tuple[str, ...]] | None = None

    @property
    def dtype(self) -> Any:
        """The type of its column."""
        return _TYPES.get(self.type, pl.String)

    def parse(self, text: str, unit: str) -> Any:
        """Its value; `unit` is the unit of money that the header names. Unclear where the text is none."""
        match self.type:
            case "code":
                return credit_code(text)
            case "day":
                return parse_date(text)
            case "count":
                return parse_count(text, self.label)
            case "money":
                return renminbi(text, unit, self.label)
            case "choice":
                return self._chosen(text)
            case "document":
                return short(document_number(text), self.longest, self.label)
            case _:
                return short(text, self.longest, self.label)

    def shown(self, value: str) -> str:
        """A stored value as people read it."""
        if self.type == "money":
            return f"{yuan(int(value))} 元"
        return (self.words or {}).get(value, (value,))[0]

    def _chosen(self, text: str) -> str:
        words = self.words or {}
        for value, spellings in words.items():
            if text.strip() in spellings:
                return value
        choices = "、".join(spellings[0] for spellings in words.values())
        raise Unclear(f"bad_{self.name}", f"不认得{self.label}“{text}”", f"请填：{choices}")


@cache
def fields_of(path: Path) -> tuple[Field, ...]:
    """The fields of a data file in its order."""
    return tuple(_field(name, entry) for name, entry in read_toml(path).items())


def document_number(text: str) -> str:
    """A document's number as offices write it: 金安督[2026] 3 号 -> 金安督〔2026〕3号."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _YEAR.sub(r"〔\1〕", plain)


def _field(name: str, entry: Mapping[str, Any]) -> Field:
    words = entry.get("words")
    return Field(
        name,
        entry["label"],
        entry["type"],
        key=entry.get("key", False),
        required=entry.get("required", False) or entry.get("key", False),
        longest=entry.get("longest", 200),
        words={value: tuple(spellings) for value, spellings in words.items()} if words else None,
    )
