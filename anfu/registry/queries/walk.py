"""The ways through the versions, each over an index that holds all it asks: which one is cheap depends on what
is known to be rare. None of them counts or sorts more than the readers' page needs, save few rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from anfu.core import bulk
from anfu.registry.queries import conditions
from anfu.registry.queries.conditions import Condition, joined
from anfu.registry.queries.filter import Filter, Order

VERSION = "registry_enterpriseversion"
# The same as the column, from what every index holds.
HEADCOUNT = "COALESCE(v.employees, -1) AS headcount"
# All of them stand in the indexes: no row of the table is touched before the page is known.
COLUMNS = f"v.facets, v.enterprise_id, {HEADCOUNT}"
# Indexes that begin with the packed facets: read range by range, in the order of the combinations.
SETS = ("version_by_facets", "version_ended")
MANY_TOWNS = 20


@dataclass(frozen=True, slots=True)
class _Day:
    condition: Condition
    still: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list: the value it is sorted by, and its enterprise."""

    value: int
    enterprise: int


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through the versions of a day that fit a filter.

    `ids`: only these enterprises (few); `words`: compared with names and addresses; `by_headcount`: along the
    number of employees (many fit, none is rare).
    """

    chosen: Filter
    on: date
    today: date
    order: Order
    ids: Sequence[int] | None = None
    words: tuple[str, ...] = ()
    by_headcount: bool = False

    def select(self, start: Place | None, backwards: bool, limit: int) -> tuple[str, list[Any]]:
        """The statement for up to `limit` rows (COLUMNS) beyond `start`, and its parameters."""
        falling = self.order.falling != backwards
        enough = limit if self.order.column == "facets" else None
        arms = joined_arms([self._arm(day, start, falling, enough) for day in self._days()])
        way = "DESC" if falling else "ASC"
        ordered = f"{arms.sql} ORDER BY {self.order.column} {way}, enterprise_id {way} LIMIT %s"
        return ordered, [*arms.parameters, limit]

    def count(self, limit: int) -> int:
        """How many rows there are, counted up to `limit`."""
        arms = joined_arms([self._arm(day, None, False, limit) for day in self._days()])
        sql = f"SELECT count(*) FROM ({arms.sql} LIMIT %s) AS counted"  # noqa: S608  # nosec B608
        with connection.cursor() as cursor:
            cursor.execute(sql, [*arms.parameters, limit])
            return int(cursor.fetchone()[0])

    def _days(self) -> list[_Day]:
        """Versions in force on the day: those that still are, and for a past day those that ended since."""
        still = Condition("v.valid_to IS NULL AND v.retracted_at IS NULL")
        if self.on >= self.today:
            return [_Day(still, still=True)]
        on = self.on.isoformat()
        begun = Condition(f"{still.sql} AND v.valid_from <= %s", (on,))
        ended = "v.valid_to IS NOT NULL AND v.retracted_at IS NULL AND v.valid_from <= %s AND v.valid_to > %s"
        return [_Day(begun, still=True), _Day(Condition(ended, (on, on)), still=False)]

    def _arm(self, day: _Day, start: Place | None, falling: bool, enough: int | None) -> Condition:
        texts = conditions.said(self.words)
        known = [conditions.known_to(source) for source in self.chosen.sources]
        beyond = self._beyond(start, falling)
        rest = [day.condition, *conditions.plain(self.chosen), *texts, *known, *beyond]
        index = self._index(day)
        if index in SETS:
            return self._sets(index, rest, start, falling, enough)
        both = joined([*self._driver(index), *conditions.packed(self.chosen, "v.facets"), *rest])
        columns = COLUMNS.replace(HEADCOUNT, "v.headcount") if self.by_headcount else COLUMNS
        sql = f"SELECT {columns} FROM {_hinted(index)} WHERE {both.sql}"  # noqa: S608  # nosec B608
        return Condition(sql, both.parameters)

    def _index(self, day: _Day) -> str:
        if self.ids is not None:
            return "version_one_in_force" if day.still else "version_one_a_day"
        if not day.still:
            return "version_ended"
        if self.by_headcount:
            return "version_by_headcount"
        if 0 < len(self.chosen.towns) <= MANY_TOWNS:
            return "version_by_town"
        if self.chosen.industries:
            return "version_by_industry"
        return "version_by_headcount" if self.chosen.few_people else "version_by_facets"

    def _driver(self, index: str) -> list[Condition]:
        if index == "version_by_headcount" and self.chosen.few_people:
            return [Condition("v.headcount BETWEEN %s AND %s", self.chosen.few_people)]
        if self.ids is None:
            return []
        sql, parameter = bulk.among("v.enterprise_id", self.ids)
        return [Condition(sql, (parameter,))]

    def _sets(
        self, index: str, rest: list[Condition], start: Place | None, falling: bool, enough: int | None
    ) -> Condition:
        """The combinations that fit, in order, and for each its range of the index; the first `enough` rows."""
        fitting = conditions.packed(self.chosen, "s.packed")
        if start is not None and self.order.column == "facets":
            fitting.append(Condition(f"s.packed {'<=' if falling else '>='} %s", (start.value,)))
        outer, inner = joined(fitting), joined(rest)
        columns = COLUMNS.replace("v.facets", "s.packed AS facets")
        if connection.vendor == "postgresql":
            return _lateral(columns, outer, inner, "DESC" if falling else "ASC", enough)
        sql = (
            f"SELECT {columns} FROM registry_facetset s CROSS JOIN {_hinted(index)}"  # noqa: S608  # nosec B608
            f" WHERE {outer.sql} AND v.facets = s.packed AND {inner.sql}"
        )
        return Condition(sql, outer.parameters + inner.parameters)

    def _beyond(self, start: Place | None, falling: bool) -> list[Condition]:
        if start is None:
            return []
        step, column = "<" if falling else ">", self.order.column
        sql = f"v.{column} {step}= %s AND (v.{column} {step} %s OR v.enterprise_id {step} %s)"
        return [Condition(sql, (start.value, start.value, start.enterprise))]


def joined_arms(arms: list[Condition]) -> Condition:
    """The rows of all of them."""
    parameters = tuple(value for arm in arms for value in arm.parameters)
    if connection.vendor == "postgresql":
        union = " UNION ALL ".join(f"({arm.sql})" for arm in arms)
        return Condition(f"SELECT * FROM ({union}) AS u", parameters)  # noqa: S608  # nosec B608
    return Condition(" UNION ALL ".join(arm.sql for arm in arms), parameters)


def _lateral(columns: str, outer: Condition, inner: Condition, way: str, enough: int | None) -> Condition:
    """For PostgreSQL: one descent into the index for each combination, and no further than `enough` rows.

    An ordered subquery with OFFSET stays one, and a lateral join goes through it in its order. Without the limit
    inside, the planner would sort all rows that fit whenever it takes them for few.
    """
    stop = "" if enough is None else f" LIMIT {int(enough)}"
    sql = (
        f"SELECT {columns} FROM (SELECT s.packed FROM registry_facetset s WHERE {outer.sql}"  # noqa: S608  # nosec B608
        f" ORDER BY s.packed {way} OFFSET 0) s CROSS JOIN LATERAL (SELECT v.* FROM {VERSION} v"
        f" WHERE v.facets = s.packed AND {inner.sql} ORDER BY v.enterprise_id {way}{stop}) v{stop}"
    )
    return Condition(sql, outer.parameters + inner.parameters)


def _hinted(index: str) -> str:
    """The versions, on SQLite over this index: without statistics it would often scan another one."""
    return f"{VERSION} v INDEXED BY {index}" if connection.vendor == "sqlite" else f"{VERSION} v"
