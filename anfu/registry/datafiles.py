"""The registry's data files, as shipped; a caller with corrected files passes their paths instead."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

DATA = Path(__file__).resolve().parent / "data"


def read_csv(path: Path) -> pl.DataFrame:
    """All columns as text; an empty cell is an empty string."""
    return pl.read_csv(path, infer_schema=False).fill_null("")


@cache
def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, read once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
