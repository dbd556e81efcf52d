"""Templates of contracts: dated rows of a data file that an operator corrects without code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from anfu.core.datafiles import locate, read_toml


@dataclass(frozen=True, slots=True)
class Clause:
    """A heading with its paragraphs, and where the text comes from."""

    title: str
    paragraphs: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """The fixed clauses of one kind of contract from a day on; `code` goes into the version that was confirmed."""

    name: str
    kinds: tuple[str, ...]  # empty: for every kind that has none of its own
    valid_from: date
    title: str
    note: str
    clauses: tuple[Clause, ...]

    @property
    def code(self) -> str:
        """entrust/2026-01-01."""
        return f"{self.name}/{self.valid_from}"

    def plain(self) -> dict[str, Any]:
        """As it goes into a version: the words themselves, so that a later edit of the file changes no contract."""
        clauses = [{"title": each.title, "paragraphs": list(each.paragraphs)} for each in self.clauses]
        return {"code": self.code, "title": self.title, "clauses": clauses}


def template_for(kinds: Sequence[str], *, on: date) -> Template:
    """For one kind its own, for several the general one; KeyError where none was in force that day."""
    fitting = [each for each in templates() if each.valid_from <= on]
    own = [each for each in fitting if len(kinds) == 1 and kinds[0] in each.kinds]
    general = [each for each in fitting if not each.kinds]
    found = max(own or general, key=lambda each: each.valid_from, default=None)
    if found is None:
        raise KeyError(f"no template on {on}")
    return found


def templates() -> tuple[Template, ...]:
    """All of them, as shipped or as the operator corrected them."""
    return _read(locate("engagements", "contract_templates.toml"))


@cache
def _read(path: Path) -> tuple[Template, ...]:
    found = read_toml(path)
    shared = tuple(_clause(row) for row in found["shared"])
    return tuple(_template(row, shared) for row in found["template"])


def _template(row: dict[str, Any], shared: tuple[Clause, ...]) -> Template:
    own = tuple(_clause(each) for each in row.get("clause", ()))
    return Template(
        row["name"], tuple(row.get("kinds", ())), row["valid_from"], row["title"], row["note"], own + shared
    )


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(row["title"], tuple(row["paragraphs"]), row.get("source", ""))
