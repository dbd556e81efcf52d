"""A filter as SQL conditions over a version `v`; every value is a parameter."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from anfu.registry import facets
from anfu.registry.industry import industries
from anfu.registry.queries.filter import Filter, Source


class Condition(NamedTuple):
    """A piece of SQL and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def joined(conditions: Iterable[Condition]) -> Condition:
    """All of them together."""
    found = list(conditions)
    return Condition(
        " AND ".join(each.sql for each in found) or "1 = 1",
        tuple(value for each in found for value in each.parameters),
    )


def packed(chosen: Filter, column: str) -> list[Condition]:
    """What the packed number in `column` must be like."""
    found = [_one_of(name, values, column) for name, values in chosen.packed.items() if values]
    if chosen.counts_people:
        bands = facets.bands_between(chosen.employees_min, chosen.employees_max)
        found.append(_codes("band", bands, column))
    return found


def plain(chosen: Filter) -> list[Condition]:
    """What stands in columns of its own: town, industry, number of employees."""
    found = []
    if chosen.towns:
        found.append(Condition(f"v.town IN ({_marks(chosen.towns)})", chosen.towns))
    if chosen.industries:
        found.append(_industry(chosen.industries))
    if chosen.employees_min is not None:
        found.append(Condition("v.employees >= %s", (chosen.employees_min,)))
    if chosen.employees_max is not None:
        found.append(Condition("v.employees <= %s", (chosen.employees_max,)))
    return found


def said(words: Iterable[str]) -> list[Condition]:
    """Every word stands in the name or in the address."""
    likes = [f"%{_escaped(word.lower())}%" for word in words]
    like = "LIKE %s ESCAPE '!'"
    return [Condition(f"(LOWER(v.name) {like} OR LOWER(v.address) {like})", (word, word)) for word in likes]


def known_to(source: Source) -> Condition:
    """The other room knows the enterprise."""
    return Condition(
        f"EXISTS (SELECT 1 FROM {source.table} WHERE {source.table}.enterprise_id = v.enterprise_id"  # noqa: S608  # nosec B608
        f" AND {source.where})",
        source.parameters,
    )


def _one_of(name: str, values: Sequence[str], column: str) -> Condition:
    codes = [code for value in values if (code := facets.code_of(name, value)) is not None]
    if name == "division":
        return _ranges(codes, column)
    return _codes(name, codes, column)


def _ranges(codes: Sequence[int], column: str) -> Condition:
    """Divisions are the highest bits: one range of the index, within it those chosen."""
    if not codes:
        return Condition("1 = 0")
    shift = facets.parts()["division"].shift
    bounds = (min(codes) << shift, (max(codes) + 1) << shift)
    within = Condition(f"{column} >= %s AND {column} < %s", bounds)
    return within if len(codes) == 1 else joined([within, _codes("division", codes, column)])


def _codes(name: str, codes: Sequence[int], column: str) -> Condition:
    part = facets.parts()[name]
    if not codes:
        return Condition("1 = 0")
    return Condition(f"(({column} >> {part.shift}) & {part.mask}) IN ({_marks(codes)})", tuple(codes))


def _industry(codes: Sequence[str]) -> Condition:
    """Codes of any level stand for all below them, each looked up by itself: ranges would leave the index."""
    below = sorted(code for code in industries().names if code.startswith(tuple(codes)))
    return Condition(f"v.industry IN ({_marks(below)})", tuple(below)) if below else Condition("1 = 0")


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
