"""What a contract on this platform says, as the parties write it down; the same object in forms, API and the market."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from anfu.engagements.models import Mode


@dataclass(frozen=True, slots=True)
class Payment:
    """One part of the price, in fen, and by when; no day: on completion."""

    label: str
    fen: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deliverables:
    """What is owed over the whole period, but visits, which are owed each month."""

    visits_per_month: int = 0
    training_hours: int = 0
    reports: int = 0
    drills: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """Who serves whom with what, where, when, and for how much. `last_day` is the last day served; money in fen.

    `staff`: keys of the provider's `Employment` rows. `payer_uscc` is empty where the enterprise pays itself.
    `overlap_reason` says why a second contract on the same service in the same days is wanted.
    """

    enterprise_uscc: str
    provider_uscc: str
    kinds: tuple[str, ...]
    scope: str
    valid_from: date
    last_day: date
    price_fen: int
    provider_name: str = ""
    payer_uscc: str = ""
    mode: str = Mode.ENTERPRISE.value
    places: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()
    deliverables: Deliverables = Deliverables()
    liability: str = ""
    renewal: str = ""
    staff: tuple[int, ...] = ()
    overlap_reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values: dates as ISO texts, money as integers."""
        made: dict[str, Any] = _adapter.dump_python(self, mode="json")
        return made

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Terms":
        """The same object from what `as_json` made; ValueError where it is not that."""
        return _adapter.validate_python(plain)

    @property
    def months(self) -> int:
        """How many months are begun; a day more than a month is two."""
        days = (self.last_day - self.valid_from).days + 1
        return max(1, -(-days // 31))


_adapter: TypeAdapter[Terms] = TypeAdapter(Terms)


@dataclass(frozen=True, slots=True)
class Ending:
    """An early end: the last day served, what the provider keeps of the price in all (fen), and why."""

    last_day: date
    settlement_fen: int
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        made: dict[str, Any] = _endings.dump_python(self, mode="json")
        return made

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Ending":
        """The same object from what `as_json` made."""
        return _endings.validate_python(plain)


_endings: TypeAdapter[Ending] = TypeAdapter(Ending)
