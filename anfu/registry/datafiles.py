"""The registry's data files, as shipped; a caller with corrected files passes their paths instead."""

from pathlib import Path

import polars as pl

from anfu.core.datafiles import read_toml

__all__ = ["DATA", "read_csv", "read_toml"]
DATA = Path(__file__).resolve().parent / "data"


def read_csv(path: Path) -> pl.DataFrame:
    """All columns as text; an empty cell is an empty string."""
    return pl.read_csv(path, infer_schema=False).fill_null("")
