"""What is wrong with a row, told so that the person can mend it."""

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

PROBLEM_SCHEMA = pl.Schema(
    {
        "row": pl.Int64,
        "field": pl.String,
        "value": pl.String,
        "code": pl.String,
        "message": pl.String,
        "fix": pl.String,
    }
)


class Problem(NamedTuple):
    """One cell (or, with an empty field, one row) that could not be taken as it stands."""

    row: int
    field: str
    value: str
    code: str
    message: str
    fix: str


def problem_frame(problems: Iterable[Problem] = ()) -> pl.DataFrame:
    """Problems as a frame of `PROBLEM_SCHEMA`."""
    return pl.DataFrame(list(problems), schema=PROBLEM_SCHEMA, orient="row")
