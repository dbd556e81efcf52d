"""Precision and recall of presumption against labels made by hand.

`python -m anfu.targeting.presumption.quality --roster FILE --labels FILE` prints the table of
docs/presumption.md.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from .frame import presume_all
from .lexicon import Lexicon, load_lexicon
from .vocabulary import GROUNDS

HEADERS = {"企业名称": "name", "统一社会信用代码": "uscc", "经营范围": "scope"}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one ground in one split."""

    hits: int
    presumed: int
    labelled: int

    @property
    def precision(self) -> float | None:
        """Share of the presumed that the label has; None when nothing was presumed."""
        return self.hits / self.presumed if self.presumed else None

    @property
    def recall(self) -> float | None:
        """Share of the labelled that was presumed; None when nothing is labelled."""
        return self.hits / self.labelled if self.labelled else None


def read_roster(path: Path) -> pl.DataFrame:
    """uscc, name and scope of a roster file with the usual Chinese headers (csv, UTF-8)."""
    return pl.read_csv(path, infer_schema=False).rename(HEADERS).select("uscc", "name", "scope")


def judged(roster: pl.DataFrame, labels: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The labelled rows with what is presumed: `presumed` grounds, `section_p`, `industry_p`, `sector_p`."""
    rows = labels.join(roster, on="uscc", how="left", maintain_order="left").with_row_index("row")
    presumed = presume_all(rows.select("uscc", "name", "scope"), lexicon)
    grounds = (
        presumed.grounds.filter("likelier")
        .group_by("row")
        .agg(pl.col("ground").cast(pl.String).alias("presumed"))
    )
    industries = presumed.industries.select("row", "section", "industry", "sector")
    return (
        rows.with_columns(pl.col("grounds").fill_null("").str.split("|"), pl.col("sector").replace("", None))
        .join(grounds, on="row", how="left")
        .join(industries, on="row", suffix="_p")
        .with_columns(pl.col("presumed").fill_null([]))
        .sort("row")
    )


def score(rows: pl.DataFrame, ground: str) -> Score:
    """How well one ground is presumed."""
    labelled, presumed = pl.col("grounds").list.contains(ground), pl.col("presumed").list.contains(ground)
    (counts,) = rows.select(
        (labelled & presumed).sum().alias("h"), presumed.sum().alias("p"), labelled.sum().alias("l")
    ).rows()
    return Score(*counts)


def accuracy(rows: pl.DataFrame) -> dict[str, float]:
    """Share of rows whose section, sector, division and group (where labelled so finely) are the label's."""
    same = {
        "section": pl.col("section").eq_missing(pl.col("section_p")),
        "sector": pl.col("sector").eq_missing(pl.col("sector_p")),
        "division": pl.col("industry").str.head(2).eq_missing(pl.col("industry_p").str.head(2)),
    }
    fine = rows.filter(pl.col("industry").str.len_chars() > 2)
    group = fine.select(
        pl.col("industry").str.head(3).eq_missing(pl.col("industry_p").str.head(3)).mean()
    ).item()
    return {name: rows.select(expr.mean()).item() for name, expr in same.items()} | {"group": group}


def report(rows: pl.DataFrame) -> Iterable[str]:
    """The quality table, in Markdown."""
    yield "| ground | dev: cases, precision, recall | test: cases, precision, recall |"
    yield "|---|---|---|"
    splits = [rows.filter(pl.col("split") == split) for split in ("dev", "test")]
    for ground in GROUNDS:
        yield f"| {ground} | " + " | ".join(_cell(score(split, ground)) for split in splits) + " |"
    for name in accuracy(rows):
        yield f"| {name} accuracy | " + " | ".join(f"{accuracy(split)[name]:.2f}" for split in splits) + " |"
    yield f"| enterprises | {len(splits[0])} | {len(splits[1])} |"


def _cell(result: Score) -> str:
    return f"{result.labelled}, {_share(result.precision)}, {_share(result.recall)}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def main() -> None:
    """Print the report of a roster and its labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roster", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    given = parser.parse_args()
    labels = pl.read_csv(given.labels, infer_schema=False)
    print("\n".join(report(judged(read_roster(given.roster), labels, load_lexicon()))))


if __name__ == "__main__":
    main()
