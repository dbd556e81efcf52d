"""Data that an operator may correct without code: a file in ANFU_HOME/data stands before the one shipped."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


def locate(package: str, name: str) -> Path:
    """`locate("registry", "towns.csv")`: the operator's copy where there is one, else the shipped file."""
    own = Path(settings.HOME) / "data" / package / name
    return own if own.is_file() else Path(settings.PACKAGE) / package / "data" / name


@cache
def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, read once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
