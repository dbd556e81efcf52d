"""Everything that the coverage page and the desk say about one place on one day, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from anfu.core.actor import Actor
from anfu.targets import days, figures
from anfu.targets.figures import Figure
from anfu.targets.groups import GROUPS, HIGH_RISK, INDUSTRIAL
from anfu.targets.queries import cube
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.wanted import Wanted, wanted

TARGETED = (HIGH_RISK, INDUSTRIAL)
TREND_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Figures by group and division on one day."""

    on: date
    found: dict[str, dict[str, Figure]]

    def figure(self, group: str, division: str = "") -> Figure:
        """One place's figure; empty: the city's."""
        of_group = self.found.get(group, {})
        return of_group.get(division, Figure()) if division else figures.total(list(of_group.values()))


@dataclass(frozen=True, slots=True)
class Overview:
    """Now, at the end of last month and FORECAST_DAYS ago, with the targets in force now."""

    now: Snapshot
    month: Snapshot
    past: Snapshot
    targets: Wanted

    @property
    def on(self) -> date:
        """The day that all is about."""
        return self.now.on

    def reached_on(self, group: str, division: str = "") -> date | None:
        """When the group's target is reached at the progress of the last FORECAST_DAYS."""
        target = self.targets.of_group(group, division)
        if target is None:
            return None
        return figures.reached_on(
            self.now.figure(group, division), self.past.figure(group, division), target, self.on
        )


def overview(on: date, actor: Actor, filters: Filters, groups: Iterable[str] = tuple(GROUPS)) -> Overview:
    """The figures of all divisions (of one sector or size, where `filters` says so)."""
    anywhere = Filters(sector=filters.sector, size_class=filters.size_class)

    def snapshot(day: date, wanted_groups: Iterable[str]) -> Snapshot:
        return Snapshot(day, cube.by_division(day, actor, tuple(wanted_groups), anywhere))

    return Overview(
        now=snapshot(on, groups),
        month=snapshot(days.last_month_end(on), TARGETED),
        past=snapshot(on - timedelta(figures.FORECAST_DAYS), TARGETED),
        targets=wanted(on),
    )


def trend(on: date, actor: Actor, filters: Filters) -> tuple[list[date], dict[str, list[Figure]]]:
    """The last TREND_MONTHS month ends, the day itself last, with the figures of both targeted groups."""
    ends = days.month_ends(on, TREND_MONTHS)
    return ends, cube.by_day(ends, actor, TARGETED, filters)
