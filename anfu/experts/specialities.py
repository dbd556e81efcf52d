"""Specialities and industries in which experts are filed; the operator may replace the list of specialities."""

from functools import cache

from anfu.core.datafiles import locate, read_toml
from anfu.registry.industry import industries


def specialities() -> dict[str, str]:
    """Code -> label, in the order of the file."""
    found: dict[str, str] = read_toml(locate("experts", "specialities.toml"))["specialities"]
    return found


def labels(codes: list[str]) -> str:
    """化工安全、电气安全."""
    known = specialities()
    return "、".join(known.get(code, code) for code in codes)


@cache
def sections() -> dict[str, str]:
    """Sections of GB/T 4754 by their letters."""
    return {code: name for code, name in industries().names.items() if len(code) == 1}
