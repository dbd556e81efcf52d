"""Coverage as of a day, by one side of the cube at a time (一(二))."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from anfu.core.actor import Actor
from anfu.registry.places import places
from anfu.targets import figures, labels
from anfu.targets.figures import Figure
from anfu.targets.groups import CLASSES, GROUND_CODES, GROUPS, HIGH_RISK
from anfu.targets.queries import cube, towns
from anfu.targets.queries.cube import NO_FILTER, Filters
from anfu.targets.queries.wanted import Wanted, wanted


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a coverage table: its subject, its figure, and the target where one is set."""

    code: str
    label: str
    figure: Figure
    target_bp: int | None = None

    @property
    def gap(self) -> int | None:
        """How many more firms reach the target."""
        if self.target_bp is None:
            return None
        return figures.gap(self.figure.covered, self.figure.in_scope, self.target_bp)


def coverage(
    on: date, actor: Actor, by: str = "division", group: str = HIGH_RISK, filters: Filters = NO_FILTER
) -> list[Row]:
    """The table by division, town, class, ground, sector or size_class. KeyError for any other side.

    By class and by ground each row is a group of its own; by the other sides all rows are about `group`.
    """
    return SIDES[by](on, actor, group, filters, wanted(on))


def _by_division(on: date, actor: Actor, group: str, filters: Filters, targets: Wanted) -> list[Row]:
    found = cube.by_division(on, actor, [group], filters)[group]
    return [
        Row(place.code, place.name, found.get(place.code, Figure()), targets.of_group(group, place.code))
        for place in places().values()
        if not filters.division or filters.division == place.code
    ]


def _by_town(on: date, actor: Actor, group: str, filters: Filters, targets: Wanted) -> list[Row]:
    found = towns.by_town(on, actor, group, filters)
    target = targets.of_group(group, filters.division)
    names = labels.town_names()
    return [Row(code, names.get(code, "镇街未知"), found[code], target) for code in sorted(found)]


def _of_groups(codes: list[str]) -> Callable[[date, Actor, str, Filters, Wanted], list[Row]]:
    def rows(on: date, actor: Actor, group: str, filters: Filters, targets: Wanted) -> list[Row]:
        return group_rows(cube.by_division(on, actor, codes, filters), codes, filters.division, targets)

    return rows


def group_rows(
    found: dict[str, dict[str, Figure]], codes: list[str], division: str, targets: Wanted
) -> list[Row]:
    """One row for each group from figures by division."""
    return [
        Row(
            code,
            GROUPS[code].label,
            figures.total(list(found[code].values())),
            targets.of_group(code, division),
        )
        for code in codes
    ]


def _of_side(side: str, words: dict[str, str]) -> Callable[[date, Actor, str, Filters, Wanted], list[Row]]:
    def rows(on: date, actor: Actor, group: str, filters: Filters, targets: Wanted) -> list[Row]:
        found = cube.by_side(on, actor, group, side, filters)
        target = targets.of_group(group, filters.division)
        return [Row(code, label, found[code], target) for code, label in words.items() if code in found]

    return rows


SIDES: dict[str, Callable[[date, Actor, str, Filters, Wanted], list[Row]]] = {
    "division": _by_division,
    "town": _by_town,
    "class": _of_groups(["all", "industrial", "industry_unknown", "idle", "key_object", *CLASSES]),
    "ground": _of_groups(GROUND_CODES),
    "sector": _of_side("sector", labels.SECTORS),
    "size_class": _of_side("size_class", labels.SIZES),
}
