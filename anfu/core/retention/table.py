"""What is kept for a time: its rows, from when it is counted, and what is done with those past it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from anfu.core import clock, ledger, parameters
from anfu.core.actor import platform

# One batch keeps other writers of SQLite waiting for well under a second.
STEP = 1000
VERB = "core.retention_cleared"


class Held(NamedTuple):
    """How many there are now, and the time of the oldest (None where there is none)."""

    many: int
    oldest: datetime | None


class Kind(Protocol):
    """A kind of record. `since`: from when its time runs; `ending`: what becomes of it; both as words."""

    code: str
    label: str
    since: str
    ending: str

    def held(self) -> Held:
        """What is there."""
        ...

    def clear(self, before: datetime) -> int:
        """End what is older; how many. Safe to repeat, and beside itself."""
        ...


def removed(rows: QuerySet[Any]) -> int:
    """Take the rows away, with what hangs on them; how many of them there were."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


@dataclass(slots=True)
class Rows:
    """A kind that is rows of a table: `rows` gives those to which the period applies, `at` is their time."""

    code: str
    label: str
    since: str
    rows: Callable[[], QuerySet[Any]]
    at: str
    ending: str = "删除"
    end: Callable[[QuerySet[Any]], int] = removed

    def held(self) -> Held:
        """Counted in one query."""
        return Held(**self.rows().aggregate(many=Count("pk"), oldest=Min(self.at)))

    def clear(self, before: datetime) -> int:
        """Batch by batch, each in a transaction with its ledger entry."""
        past, done = self.rows().filter(**{f"{self.at}__lt": before}), 0
        while keys := list(past.values_list("pk", flat=True)[:STEP]):
            if not (ended := self._end(past, keys, before)):
                break
            done += ended
        return done

    @transaction.atomic
    def _end(self, past: QuerySet[Any], keys: list[Any], before: datetime) -> int:
        # Locked and looked at again: somebody may just have taken one up anew.
        still = list(past.filter(pk__in=keys).select_for_update().values_list("pk", flat=True))
        if ended := self.end(self.rows().filter(pk__in=still)):
            enter(self, ended, before)
        return ended


def enter(kind: Kind, ended: int, before: datetime) -> None:
    """The ledger says what went, and by which limit."""
    after = {"rows": ended, "before": before.isoformat(), "ending": kind.ending}
    ledger.record(VERB, f"retention:{kind.code}", actor=platform(), on=clock.today(), after=after)


_kinds: dict[str, Kind] = {}


def register(*given: Kind) -> None:
    """Put kinds on the table; each needs its parameter. The same code twice replaces."""
    _kinds.update({kind.code: kind for kind in given})


def kinds() -> list[Kind]:
    """All kinds, in the order in which they are cleared."""
    return list(_kinds.values())


def period(kind: Kind, on: date) -> int:
    """How many days it is kept, by the parameter in force on that day."""
    return parameters.value(f"retention.{kind.code}", on=on)
