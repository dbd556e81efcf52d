"""One way to turn a column of text into values: each different text is understood once."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import polars as pl

T = TypeVar("T")


class Unclear(Exception):
    """A cell that cannot be understood: why (code and sentence) and what to write instead."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix


class Understood(NamedTuple):
    """`values` beside the rows; `faults` (FAULT_SCHEMA), one for each different text that failed."""

    values: pl.Series
    faults: pl.DataFrame


FAULT_SCHEMA = pl.Schema({"text": pl.String, "code": pl.String, "message": pl.String, "fix": pl.String})


def understand(
    texts: pl.Series, parse: Callable[[str], Any], dtype: pl.DataType | type[pl.DataType]
) -> Understood:
    """Null stays null; a text that `parse` calls Unclear becomes null and is told in `faults`."""
    different = texts.drop_nulls().unique().to_list()
    values: list[Any] = []
    faults: list[tuple[str, str, str, str]] = []
    for text in different:
        try:
            values.append(parse(text))
        except Unclear as error:
            values.append(None)
            faults.append((text, error.code, error.message, error.fix))
    table = pl.DataFrame(
        {"text": pl.Series(different, dtype=pl.String), "value": pl.Series(values, dtype=dtype)}
    )
    joined = texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    return Understood(joined["value"], pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row"))
