"""GB/T 4754-2017: codes, names, sections, and the eight sectors of 工贸. Clauses 一(二), 二(一)2."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from anfu.registry.datafiles import DATA, read_csv

INDUSTRIAL_SECTIONS = frozenset("BCD")


@dataclass(frozen=True)
class Industries:
    """The classification in memory: `names` by code, `sections` by code, `sectors` by code ('' = none)."""

    names: dict[str, str]
    sections: dict[str, str]
    sectors: dict[str, str]
    codes_by_name: dict[str, str]

    def section_of(self, code: str) -> str | None:
        """The section's letter, for a code of any level."""
        return self.sections.get(code)

    def sector_of(self, code: str) -> str | None:
        """One of the eight sectors, or None where the industry is outside them."""
        return self.sectors.get(code) or None

    def is_industrial(self, code: str) -> bool:
        """Whether the code lies in section B, C or D: the denominator of 一(二)."""
        return self.sections.get(code) in INDUSTRIAL_SECTIONS

    def is_gongmao(self, code: str) -> bool:
        """Whether the code belongs to one of the eight sectors."""
        return bool(self.sectors.get(code))

    def code_of_name(self, name: str) -> str | None:
        """The most specific code of that exact name."""
        return self.codes_by_name.get(_plain(name))

    def containing(self, part: str) -> str | None:
        """Some name that contains the part, for a hint."""
        return next((name for name in self.names.values() if part in name), None) if len(part) > 1 else None


@cache
def industries(table: Path = DATA / "gbt4754_2017.csv", sectors: Path = DATA / "sectors.csv") -> Industries:
    """Reads the two files once."""
    frame = read_csv(table)
    names = dict(frame.select("code", "name").iter_rows())
    parents = dict(frame.select("code", "parent").iter_rows())
    rules = dict(read_csv(sectors).select("code", "sector").iter_rows())
    by_length = sorted(names, key=len)
    return Industries(
        names=names,
        sections={code: _section(code, parents) for code in names},
        sectors={code: _longest(code, rules) for code in names},
        codes_by_name={_plain(names[code]): code for code in by_length},
    )


def section_expr(code: pl.Expr) -> pl.Expr:
    """`Industries.section_of` over a column; null where the code is null or unknown."""
    return code.replace_strict(industries().sections, default=None, return_dtype=pl.String)


def sector_expr(code: pl.Expr) -> pl.Expr:
    """`Industries.sector_of` over a column; null outside the eight sectors."""
    inside = {key: sector for key, sector in industries().sectors.items() if sector}
    return code.replace_strict(inside, default=None, return_dtype=pl.String)


def is_industrial_expr(code: pl.Expr) -> pl.Expr:
    """`Industries.is_industrial` over a column; null where the industry is not known."""
    return section_expr(code).is_in(sorted(INDUSTRIAL_SECTIONS))


def is_gongmao_expr(code: pl.Expr) -> pl.Expr:
    """`Industries.is_gongmao` over a column; null where the industry is not known."""
    return pl.when(code.is_not_null()).then(sector_expr(code).is_not_null())


def _section(code: str, parents: dict[str, str]) -> str:
    while parents[code]:
        code = parents[code]
    return code


def _longest(code: str, rules: dict[str, str]) -> str:
    # A section's letter is no prefix of its divisions, and no rule is given for whole sections.
    return next((rules[code[:size]] for size in range(len(code), 1, -1) if code[:size] in rules), "")


def _plain(name: str) -> str:
    return name.replace("（", "(").replace("）", ")").replace(",", "、").replace("，", "、")
