"""How well presumption does on real scopes that were labelled by hand; docs/presumption.md shows the figures.

The roster may not be shipped, so the labels hold credit codes only and the test needs the roster beside the repository.
"""

from pathlib import Path

import polars as pl
import pytest

from anfu.targeting.presumption import GROUNDS, load_lexicon
from anfu.targeting.presumption.quality import accuracy, judged, read_roster, score

HERE = Path(__file__).resolve()
ROSTER = HERE.parents[3] / "shared" / "data" / "enterprises" / "jinhua_1980_2002.csv"
LABELS = HERE.with_name("labels.csv")
ENOUGH_CASES, FLOOR = 10, 0.85
ACCURACY = {"section": 0.94, "sector": 0.90, "division": 0.80, "group": 0.80}

pytestmark = pytest.mark.roster


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    if not ROSTER.exists():
        pytest.skip(f"the real roster is not at {ROSTER.name} beside the repository")
    return judged(read_roster(ROSTER), pl.read_csv(LABELS, infer_schema=False), load_lexicon())


def test_there_are_enough_labels_and_every_one_has_its_enterprise(rows: pl.DataFrame) -> None:
    assert len(rows) >= 320 and rows["uscc"].n_unique() == len(rows)
    assert rows["name"].null_count() == 0
    held_out = rows.filter(pl.col("split") == "test")
    assert 0.28 <= len(held_out) / len(rows) <= 0.40


@pytest.mark.parametrize("ground", [g for g in GROUNDS if g != "major_hazard_installation"])
def test_each_ground_is_found_and_seldom_wrongly(rows: pl.DataFrame, ground: str) -> None:
    result = score(rows, ground)
    assert result.labelled >= ENOUGH_CASES
    assert (result.precision or 0) >= FLOOR and (result.recall or 0) >= FLOOR


def test_held_out_rows_do_nearly_as_well(rows: pl.DataFrame) -> None:
    held_out = rows.filter(pl.col("split") == "test")
    results = [score(held_out, ground) for ground in GROUNDS]
    hits = sum(result.hits for result in results)
    assert hits / sum(result.presumed for result in results) >= 0.90
    assert hits / sum(result.labelled for result in results) >= 0.90


@pytest.mark.parametrize(("split", "measure"), [(s, m) for s in ("dev", "test") for m in ACCURACY])
def test_industry_is_mostly_right(rows: pl.DataFrame, split: str, measure: str) -> None:
    assert accuracy(rows.filter(pl.col("split") == split))[measure] >= ACCURACY[measure]
