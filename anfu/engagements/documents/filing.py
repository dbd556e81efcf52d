"""Which contracts the law asks to file with the county: dated rows of a data file."""

from collections.abc import Iterable
from datetime import date

from anfu.core.datafiles import locate, read_toml


def basis_of(kinds: Iterable[str], *, on: date) -> str:
    """By what rule one of these kinds is filed as of that day; "" where none is."""
    rows = read_toml(locate("engagements", "filing.toml"))["kind"]
    wanted = set(kinds)
    found = [row["basis"] for row in rows if row["kind"] in wanted and row["valid_from"] <= on]
    return str(found[-1]) if found else ""
