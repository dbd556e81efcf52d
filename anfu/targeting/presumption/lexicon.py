"""The words: read from the data files for a day, laid out as arrays that are looked up by word number."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from . import trie
from .tables import Grounds, Industries, ground_rules, industry_rules
from .vocabulary import (
    ACTIVITY,
    COUNTERS,
    DONE,
    GROUNDS,
    IS_VERB,
    MAKER_NAME,
    NAMES_CONCEPT,
    NAMES_FIRM,
    NAMES_GOODS,
    NEGATES,
    NEGATION,
    NO_VERB,
    ON_PAPER,
    PAPER,
    TELLS_GROUND,
    TELLS_INDUSTRY,
    TRADER_GOODS,
    TRADER_NAME,
)

DATA = Path(__file__).resolve().parents[1] / "data"
INDUSTRY_TABLE = Path(__file__).resolve().parents[2] / "registry" / "data" / "gbt4754_2017.csv"
Flags = npt.NDArray[np.int64]
Row = dict[str, str]


class Labels(NamedTuple):
    """Texts by their numbers; the last entry of the last three, at the place -1, is for no code: null."""

    word: pl.Series
    rule: pl.Series
    section: pl.Series
    industry: pl.Series
    sector: pl.Series


@dataclass(frozen=True)
class Lexicon:
    """What the engine knows. `x[word]` says what part a word plays, 0: none; rules: places in `rules`."""

    words: tuple[str, ...]
    rules: tuple[str, ...]
    length: npt.NDArray[np.int32]
    trie: trie.Trie
    grounds: Grounds
    industries: Industries
    counter_of: Flags
    counter_rule: Flags
    concept: Flags
    concept_of_item: int
    negation: Flags
    negation_rule: Flags
    activity: Flags
    sectors: tuple[str | None, ...]
    section_of: dict[str, str]
    codes: tuple[str, ...]

    @cached_property
    def labels(self) -> Labels:
        """Words, rules and what codes stand for, as columns to look up."""
        sections = [*(self.section_of[code[:2]] for code in self.codes), None]
        return Labels(
            word=pl.Series(self.words, dtype=pl.String),
            rule=pl.Series(self.rules, dtype=pl.String),
            section=pl.Series(sections, dtype=pl.String),
            industry=pl.Series([*self.codes, None], dtype=pl.String),
            sector=pl.Series([*self.sectors, None], dtype=pl.String),
        )

    @cached_property
    def part(self) -> npt.NDArray[np.uint16]:
        """The parts that each word plays, as bits of vocabulary: one look tells which tables know a word."""
        part = np.zeros(len(self.words), np.uint16)
        for bit, mask in (
            (NEGATES, self.negation != 0),
            (NAMES_CONCEPT, self.concept != 0),
            (IS_VERB, self.activity & (DONE | NO_VERB) != 0),
            (NAMES_FIRM, self.activity & (MAKER_NAME | TRADER_NAME) != 0),
            (NAMES_GOODS, self.activity & TRADER_GOODS != 0),
            (ON_PAPER, self.activity & PAPER != 0),
            (COUNTERS, self.counter_of != 0),
            (TELLS_INDUSTRY, np.diff(self.industries.of_word.start) > 0),
            (TELLS_GROUND, np.diff(self.grounds.of_word.start) > 0),
        ):
            part[mask] |= bit
        return part

    @cached_property
    def division(self) -> Flags:
        """Each code's division, as its place among the divisions that rules speak for, in order."""
        spoken = np.unique(np.concatenate([self.industries.code, self.industries.trade]))
        divisions = np.array([int(code[:2]) for code in self.codes])
        return np.searchsorted(np.unique(divisions[spoken[spoken >= 0]]), divisions)

    @cached_property
    def group(self) -> Flags:
        """Each code's group within its division, 0: none."""
        return np.array([int(code[2:3] or 0) for code in self.codes])

    @cached_property
    def section(self) -> npt.NDArray[np.uint8]:
        """Each code's section letter as a character number; for the place -1 (no code) 0."""
        return np.array([*(ord(self.section_of[code[:2]]) for code in self.codes), 0], np.uint8)


def load_lexicon(on: date | None = None, folder: Path = DATA) -> Lexicon:
    """The lexicon in force on a day (without a day: every row), from the CSV files of `folder`.

    Raises ValueError naming file and rule when a row is not understood.
    """
    return _load(on, folder)


@lru_cache(maxsize=8)
def _load(on: date | None, folder: Path) -> Lexicon:
    tables = {name: _rows(folder / f"{name}.csv", on) for name in _FILES}
    words = tuple(
        sorted({w for name in _FILES if name in _WORDED for row in tables[name] for w in split(row["terms"])})
    )
    if not words:
        raise ValueError(f"no words are in force on {on}")
    number = {word: n for n, word in enumerate(words)}
    concepts = {
        name: 1 << n for n, name in enumerate(sorted({r["concept"] for r in tables["presumption_concepts"]}))
    }
    codes = _industry_codes()
    rules = ("", *sorted({row["rule"] for name in _WORDED for row in tables[name]}))
    place = {rule: n for n, rule in enumerate(rules)}
    negators = tables["presumption_negators"]
    return Lexicon(
        words=words,
        rules=rules,
        length=np.array([len(w) for w in words], np.int32),
        trie=trie.build(words),
        grounds=ground_rules(
            tables["presumption_grounds"],
            tables["presumption_ground_classes"],
            number,
            concepts,
            codes,
            place,
        ),
        industries=industry_rules(tables["presumption_industries"], number, codes, place),
        counter_of=_flags(tables["presumption_counters"], number, _ground_mask),
        counter_rule=_flags(
            tables["presumption_counters"], number, lambda row: place[row["rule"]], last=True
        ),
        concept=_flags(tables["presumption_concepts"], number, lambda row: concepts[row["concept"]]),
        concept_of_item=sum(
            {concepts[r["concept"]] for r in tables["presumption_concepts"] if r["reach"] == "item"}
        ),
        negation=_flags(negators, number, lambda row: NEGATION[row["kind"]]),
        negation_rule=_flags(negators, number, lambda row: place[row["rule"]], last=True),
        activity=_flags(tables["presumption_activities"], number, lambda row: ACTIVITY[row["activity"]]),
        sectors=tuple(sector_of(code, tables["sectors"]) for code in codes),
        section_of=_sections(),
        codes=codes,
    )


_WORDED = (
    "presumption_grounds",
    "presumption_counters",
    "presumption_concepts",
    "presumption_negators",
    "presumption_activities",
    "presumption_industries",
)
_FILES = (*_WORDED, "presumption_ground_classes", "sectors")


def sector_of(code: str, rows: Iterable[Row]) -> str | None:
    """The 工贸 sector of an industry code: its longest prefix among the rows decides; None: not 工贸."""
    sectors = {row["prefix"]: row["sector"] or None for row in rows}
    return next((sectors[code[:n]] for n in range(len(code), 0, -1) if code[:n] in sectors), None)


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


__all__ = ["DATA", "GROUNDS", "Lexicon", "load_lexicon", "split"]
