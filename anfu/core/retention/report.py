"""The report: each kind, how long it is kept, how much there is, and what the last round did."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anfu.core import clock, parameters
from anfu.core.models import RetentionRun
from anfu.core.retention.table import Held, Kind, kinds


@dataclass(frozen=True, slots=True)
class Line:
    """One kind. `late`: the oldest has outlived its days by more than the two in which a round comes."""

    kind: Kind
    parameter: str
    days: int
    clause: str
    held: Held
    last: RetentionRun | None

    @property
    def late(self) -> bool:
        """Whether what should be gone is there."""
        latest = clock.now() - timedelta(days=self.days + 2)
        return self.oldest is not None and self.oldest < latest.date()

    @property
    def oldest(self) -> date | None:
        """The day of the oldest."""
        at = self.held.oldest
        return at.date() if isinstance(at, datetime) else at


def lines(on: date) -> list[Line]:
    """All kinds, in the order of the rounds; one query each, and two for all."""
    values, told = parameters.table(on=on), parameters.definitions()
    last = _last_runs()
    found = []
    for kind in kinds():
        name = f"retention.{kind.code}"
        held, days = kind.held(), values[name, ""]
        found.append(Line(kind, name, days, told[name].clause, held, last.get(kind.code)))
    return found


def _last_runs() -> dict[str, RetentionRun]:
    since = clock.now() - timedelta(days=60)
    return {run.code: run for run in RetentionRun.objects.filter(at__gte=since).order_by("at", "pk")}
