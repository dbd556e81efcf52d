"""Reading the cube: figures as of a day or a row of days, by any of its sides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.targets.figures import Figure
from anfu.targets.groups import BY_BIT, GROUPS
from anfu.targets.models import Cell, Total
from anfu.targets.queries.sums import MEASURES, SumsQuerySet


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows figures and rows alike; empty = everything."""

    division: str = ""
    sector: str | None = None  # "" are those outside the eight sectors
    size_class: str | None = None  # "" are those of unknown size

    @property
    def needs_cells(self) -> bool:
        """Whether the totals cannot answer."""
        return self.sector is not None or self.size_class is not None

    def narrow(self, rows: Any) -> Any:
        """Rows of totals, cells or spans within these filters."""
        chosen = {"division": self.division or None, "sector": self.sector, "size_class": self.size_class}
        return rows.filter(**{name: value for name, value in chosen.items() if value is not None})


NO_FILTER = Filters()


def by_division(
    on: date, actor: Actor, groups: Collection[str], filters: Filters = NO_FILTER
) -> dict[str, dict[str, Figure]]:
    """group -> division -> figure as of a day, in one query."""
    rows = _rows(actor, filters).until(on, _bits(groups)).summed("group", "division")
    found: dict[str, dict[str, Figure]] = {code: {} for code in groups}
    for row in rows:
        found[BY_BIT[row["group"]].code][row["division"]] = _figure(row)
    return found


def by_side(on: date, actor: Actor, group: str, side: str, filters: Filters = NO_FILTER) -> dict[str, Figure]:
    """One group's figures by sector or size_class."""
    rows = filters.narrow(Cell.objects.visible_to(actor)).until(on, _bits([group]))
    return {row[side]: _figure(row) for row in rows.summed(side)}


def by_day(
    days: Collection[date], actor: Actor, groups: Collection[str], filters: Filters = NO_FILTER
) -> dict[str, list[Figure]]:
    """group -> figures as of each of these days (all but the last are month ends), in three queries."""
    ordered, rows = sorted(days), _rows(actor, filters)
    first = rows.until(ordered[0], _bits(groups)).summed("group")
    start = {row["group"]: _figure(row) for row in first}
    months = _months(rows.filter(group__in=_bits(groups)), ordered[0], ordered[-1])
    found: dict[str, list[Figure]] = {}
    for code in groups:
        bit = GROUPS[code].bit
        found[code] = [start.get(bit, Figure())]
        for day in ordered[1:]:
            found[code].append(found[code][-1] + months.get((bit, day.replace(day=1)), Figure()))
    return found


def _months(rows: SumsQuerySet, first: date, last: date) -> dict[tuple[int, date], Figure]:
    """What each month after the first day's brought, the last one only up to the last day."""
    begun = last.replace(day=1)
    whole = rows.filter(grain="M", day__gt=first, day__lt=begun).summed("group", "day")
    parts = rows.filter(grain="D", day__gte=begun, day__lte=last).summed("group")
    found = {(row["group"], row["day"]): _figure(row) for row in whole}
    return found | {(row["group"], begun): _figure(row) for row in parts}


def _rows(actor: Actor, filters: Filters) -> SumsQuerySet:
    rows: SumsQuerySet = filters.narrow((Cell if filters.needs_cells else Total).objects.visible_to(actor))
    return rows


def _bits(groups: Collection[str]) -> list[int]:
    return [GROUPS[code].bit for code in groups]


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(*(row[f"sum_{name}"] or 0 for name in MEASURES))
