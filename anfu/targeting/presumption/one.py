"""Presumption of one enterprise, on the very path of the frames."""

from dataclasses import dataclass

import polars as pl

from .frame import presume_all
from .lexicon import Lexicon, load_lexicon


@dataclass(frozen=True, slots=True)
class Span:
    """A word that counts (matched) or is struck out (excluded), by character places in the original text."""

    field: str
    start: int
    end: int
    text: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class GroundPresumption:
    """One ground; `strength` is None when every word of it is struck out."""

    ground: str
    strength: str | None
    likelier: bool
    rule: str
    subtype: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Presumption:
    """All that is presumed of one enterprise; `spans` speak for the industry."""

    grounds: tuple[GroundPresumption, ...]
    section: str | None
    industry: str | None
    sector: str | None
    spans: tuple[Span, ...]

    @property
    def likelier(self) -> tuple[str, ...]:
        """The codes of the grounds that are likelier than not."""
        return tuple(ground.ground for ground in self.grounds if ground.likelier)


def presume_one(
    name: str, scope: str, industry: str | None = None, lexicon: Lexicon | None = None
) -> Presumption:
    """What is presumed from a name, a scope and, as a fact, an industry code."""
    row = {"uscc": [None], "name": [name], "scope": [scope], "industry": [industry]}
    frame = pl.DataFrame(row, schema=dict.fromkeys(row, pl.String))
    presumed = presume_all(frame, lexicon or load_lexicon())
    (found,) = presumed.industries.to_dicts()
    return Presumption(
        tuple(_ground(row) for row in presumed.grounds.to_dicts()),
        found["section"],
        found["industry"],
        found["sector"],
        tuple(Span(**span) for span in found["evidence"]),
    )


def _ground(row: dict[str, object]) -> GroundPresumption:
    fields = ("ground", "strength", "likelier", "rule", "subtype")
    spans = tuple(Span(**span) for span in row["evidence"])  # type: ignore[attr-defined]
    return GroundPresumption(**{field: row[field] for field in fields}, evidence=spans)  # type: ignore[arg-type]
