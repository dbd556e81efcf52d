"""The real roster, where it stands beside the repository: every row is told, and placed or waiting."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from anfu.core.intake.problems import problem_frame
from anfu.core.intake.reading import open_table
from anfu.registry.roster.columns import count_known, match_columns
from anfu.registry.roster.hashing import facts_hash
from anfu.registry.roster.in_file import Seen
from anfu.registry.roster.normalise import normalise
from anfu.registry.roster.placement import place
from anfu.registry.roster.verdict import KNOWN, Territory, judge

ROSTER = Path(__file__).resolve().parents[4] / "shared/data/enterprises/jinhua_1980_2002.csv"

pytestmark = [
    pytest.mark.roster,
    pytest.mark.skipif(not ROSTER.is_file(), reason="the real roster is not here"),
]


def no_facts(versions: list[int]) -> pl.DataFrame:
    raise AssertionError(f"nothing is known yet, but {versions} were asked for")


def test_every_row_of_the_real_roster_gets_a_verdict_and_a_place_or_a_queue() -> None:
    table = open_table(ROSTER, count_known)
    columns = match_columns(table.headers)
    assert all(column.field for column in columns)
    (chunk,) = table.chunks()
    normalised = normalise(chunk.frame, columns)
    frame = place(normalised.frame.with_columns(facts_hash(normalised.frame, normalised.given)))
    result = judge(
        frame,
        pl.concat([problem_frame(), chunk.problems, normalised.problems]),
        pl.DataFrame(schema=KNOWN),
        no_facts,
        given=normalised.given,
        on=date(2026, 1, 1),
        territory=Territory(None),
        seen=Seen(),
    )
    counted = dict(result["verdict"].value_counts().iter_rows())
    assert counted == {"created": 5759, "refused": 2}
    assert sorted(result.filter(pl.col("verdict") == "refused")["code"]) == ["bad_amount", "elsewhere"]
    share = frame["placement"].is_in(["high", "medium"]).mean()
    assert share is not None
    assert share > 0.97
    # 292 codes carry the digits 330701, which is no place: none may end there.
    assert "330701" not in set(frame["division"]) | set(frame["candidate"])
