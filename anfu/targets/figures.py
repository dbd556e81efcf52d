"""What a figure is, and the plain arithmetic on it: rates, gaps, forecasts. Nothing here reads a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FULL = 10_000  # basis points
FORECAST_DAYS = 90
FORECAST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of enterprises as of a day. `lapsed`: not covered now, but once."""

    in_scope: int = 0
    covered: int = 0
    newly: int = 0
    lapsed: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(
            self.in_scope + other.in_scope,
            self.covered + other.covered,
            self.newly + other.newly,
            self.lapsed + other.lapsed,
        )

    @property
    def uncovered(self) -> int:
        """Those in scope without a relation in force."""
        return self.in_scope - self.covered

    @property
    def never(self) -> int:
        """Those in scope that never had a relation up to that day."""
        return self.uncovered - self.lapsed

    @property
    def rate(self) -> Fraction | None:
        """Share covered; None where nobody is in scope: missing is not zero."""
        return Fraction(self.covered, self.in_scope) if self.in_scope else None

    @property
    def newly_rate(self) -> Fraction | None:
        """Share newly covered since the last day of the year before."""
        return Fraction(self.newly, self.in_scope) if self.in_scope else None

    @property
    def rate_bp(self) -> int | None:
        """`rate` in basis points, cut off: 99.99 % never shows as reached."""
        return basis_points(self.rate)

    @property
    def newly_bp(self) -> int | None:
        """`newly_rate` in basis points, cut off."""
        return basis_points(self.newly_rate)


def basis_points(rate: Fraction | None) -> int | None:
    """A ratio in whole basis points, cut off."""
    return None if rate is None else int(rate * FULL)


def percent(bp: int | None) -> str | None:
    """Basis points as a percentage with one decimal, cut off: 9999 -> `99.9`."""
    return None if bp is None else f"{bp // 100}.{bp % 100 // 10}"


def gap(count: int, in_scope: int, target_bp: int) -> int:
    """How many more firms reach the target; 0 where it is reached."""
    wanted = -(-in_scope * target_bp // FULL)  # rounded up
    return max(wanted - count, 0)


def total(figures: list[Figure]) -> Figure:
    """The sum of several figures."""
    return sum(figures, Figure())


def change(now: Figure, before: Figure) -> Fraction | None:
    """The change of the rate between two days; None where one of them has none."""
    return None if now.rate is None or before.rate is None else now.rate - before.rate


def expected(now: Figure, before: Figure, days: int) -> Fraction | None:
    """The rate in so many days if the progress of the last FORECAST_DAYS goes on; None without progress."""
    progress = change(now, before)
    if now.rate is None or progress is None or progress <= 0:
        return None
    return min(now.rate + progress * days / FORECAST_DAYS, Fraction(1))


def reached_on(now: Figure, before: Figure, target_bp: int, on: date) -> date | None:
    """When the target is reached if the progress of the last FORECAST_DAYS goes on.

    `before` is the figure FORECAST_DAYS earlier. `on` itself where it is reached; None without progress or
    beyond FORECAST_YEARS.
    """
    if now.rate is None:
        return None
    missing = Fraction(target_bp, FULL) - now.rate
    if missing <= 0:
        return on
    progress = change(now, before)
    if progress is None or progress <= 0:
        return None
    days = -(-missing * FORECAST_DAYS // progress)
    return on + timedelta(int(days)) if days <= 366 * FORECAST_YEARS else None
