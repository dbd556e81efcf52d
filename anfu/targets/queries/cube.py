"""Reading the cube: figures as of a day or a row of days, by any of its sides."""

from collections.abc import Collection, Iterable
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
    on: date, actor: Actor, groups: Iterable[str], filters: Filters = NO_FILTER
) -> dict[str, dict[str, Figure]]:
    """group -> division -> figure as of a day, in one query."""
    return _nested(_rows(actor, groups, filters).until(on).summed("group", "division"), "division")


def by_side(on: date, actor: Actor, group: str, side: str, filters: Filters = NO_FILTER) -> dict[str, Figure]:
    """One group's figures by sector or size_class."""
    rows = filters.narrow(Cell.objects.visible_to(actor).filter(group=GROUPS[group].bit))
    return {row[side]: _figure(row) for row in rows.until(on).summed(side)}


def by_day(
    days: Collection[date], actor: Actor, groups: Iterable[str], filters: Filters = NO_FILTER
) -> dict[str, list[Figure]]:
    """group -> figures as of each of these days (all but the last are month ends), in three queries."""
    codes = list(groups)
    rows = _rows(actor, codes, filters)
    ordered = sorted(days)
    first = _start(rows, ordered[0])
    months = _months(rows, ordered[0], ordered[-1])
    found: dict[str, list[Figure]] = {}
    for code in codes:
        bit, figure = GROUPS[code].bit, first.get(GROUPS[code].bit, Figure())
        found[code] = []
        for day in ordered:
            figure += months.pop((bit, day.replace(day=1)), Figure()) if day != ordered[0] else Figure()
            found[code].append(figure)
    return found


def _start(rows: SumsQuerySet, on: date) -> dict[int, Figure]:
    """bit -> figure as of the first day of a series."""
    return {row["group"]: _figure(row) for row in rows.until(on).summed("group")}


def _months(rows: SumsQuerySet, first: date, last: date) -> dict[tuple[int, date], Figure]:
    """What each month after the first day's brought, the last one only up to the last day."""
    begun = last.replace(day=1)
    whole = rows.filter(grain="M", day__gt=first, day__lt=begun).summed("group", "day")
    parts = rows.filter(grain="D", day__gte=begun, day__lte=last).summed("group")
    found = {(row["group"], row["day"]): _figure(row) for row in whole}
    return found | {(row["group"], begun): _figure(row) for row in parts}


def _rows(actor: Actor, groups: Iterable[str], filters: Filters) -> SumsQuerySet:
    rows = (Cell if filters.needs_cells else Total).objects.visible_to(actor)
    narrowed: SumsQuerySet = filters.narrow(rows.filter(group__in=[GROUPS[code].bit for code in groups]))
    return narrowed


def _nested(rows: Iterable[dict[str, Any]], side: str) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for row in rows:
        found.setdefault(BY_BIT[row["group"]].code, {})[row[side]] = _figure(row)
    return found


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(*(row[f"sum_{name}"] or 0 for name in MEASURES))
