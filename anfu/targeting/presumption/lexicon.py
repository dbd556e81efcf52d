"""The words: read from the data files for a day, and laid out as arrays that the engine looks up by word number."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from . import trie
from .tables import Csr, Grounds, Industries, ground_rules, industry_rules
from .vocabulary import ACTIVITY, GROUNDS, NEGATION

DATA = Path(__file__).resolve().parents[1] / "data"
INDUSTRY_TABLE = Path(__file__).resolve().parents[2] / "registry" / "data" / "gbt4754_2017.csv"
Flags = npt.NDArray[np.int64]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the engine knows. Arrays `x[word]` say what part a word plays; 0: none. Rules are places in `rules`."""

    words: tuple[str, ...]
    rules: tuple[str, ...]
    length: npt.NDArray[np.int64]
    trie: trie.Trie
    grounds: Grounds
    industries: Industries
    counter_of: Flags
    counter_rule: Flags
    concept: Flags
    negation: Flags
    negation_rule: Flags
    activity: Flags
    sector_of: dict[str, str | None]
    section_of: dict[str, str]
    codes: tuple[str, ...]


def load_lexicon(on: date | None = None, folder: Path = DATA) -> Lexicon:
    """The lexicon in force on a day (without a day: every row), from the CSV files of `folder`.

    Raises ValueError naming file and rule when a row is not understood.
    """
    return _load(on, folder)


@lru_cache(maxsize=8)
def _load(on: date | None, folder: Path) -> Lexicon:
    tables = {name: _rows(folder / f"{name}.csv", on) for name in _FILES}
    words = tuple(sorted({w for name in _FILES if name in _WORDED for row in tables[name] for w in split(row["terms"])}))
    number = {word: n for n, word in enumerate(words)}
    concepts = {name: 1 << n for n, name in enumerate(sorted({r["concept"] for r in tables["presumption_concepts"]}))}
    codes = _industry_codes()
    rules = ("", *sorted({row["rule"] for name in _WORDED for row in tables[name]}))
    place = {rule: n for n, rule in enumerate(rules)}
    negators = tables["presumption_negators"]
    return Lexicon(
        words=words,
        rules=rules,
        length=np.array([len(w) for w in words], np.int64),
        trie=trie.build(words),
        grounds=ground_rules(tables["presumption_grounds"], tables["presumption_ground_classes"], number, concepts, codes, place),
        industries=industry_rules(tables["presumption_industries"], number, codes, place),
        counter_of=_flags(tables["presumption_counters"], number, _ground_mask),
        counter_rule=_flags(tables["presumption_counters"], number, lambda row: place[row["rule"]], last=True),
        concept=_flags(tables["presumption_concepts"], number, lambda row: concepts[row["concept"]]),
        negation=_flags(negators, number, lambda row: NEGATION[row["kind"]]),
        negation_rule=_flags(negators, number, lambda row: place[row["rule"]], last=True),
        activity=_flags(tables["presumption_activities"], number, lambda row: ACTIVITY[row["activity"]]),
        sector_of={row["prefix"]: row["sector"] or None for row in tables["sectors"]},
        section_of=_sections(),
        codes=codes,
    )


_WORDED = ("presumption_grounds", "presumption_counters", "presumption_concepts", "presumption_negators",
           "presumption_activities", "presumption_industries")  # fmt: skip
_FILES = (*_WORDED, "presumption_ground_classes", "sectors")


def split(terms: str) -> list[str]:
    """The words of a cell: 抛光、打磨."""
    return [term.strip() for term in terms.split("、") if term.strip()]


def _rows(path: Path, on: date | None) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name}:{line}: wrong number of cells")
        row.setdefault("rule", f"{path.stem}:{line}")
    return [row for row in rows if on is None or date.fromisoformat(row["valid_from"]) <= on]


def _flags(
    rows: Iterable[Row], number: dict[str, int], value: Callable[[Row], int], last: bool = False
) -> Flags:
    flags = np.zeros(len(number), np.int64)
    for row in rows:
        try:
            flag = value(row)
        except KeyError as error:
            raise ValueError(f"{row['rule']}: unknown word {error}") from error
        for term in split(row["terms"]):
            flags[number[term]] = flag if last else flags[number[term]] | flag
    return flags


def _ground_mask(row: Row) -> int:
    return sum(1 << GROUNDS.index(ground) for ground in row["grounds"].split("|"))


def _industry_codes() -> tuple[str, ...]:
    with INDUSTRY_TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(file) if row["level"] != "1")


def _sections() -> dict[str, str]:
    with INDUSTRY_TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["parent"] for row in csv.DictReader(file) if row["level"] == "2"}


__all__ = ["DATA", "GROUNDS", "Csr", "Lexicon", "load_lexicon", "split"]
