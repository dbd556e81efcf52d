"""What the rules look at: one enterprise on one day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from anfu.targeting.programmes.conditions import ProgrammeTerms


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The registry's facts in force that day. None and "" mean not known, never zero or no."""

    name: str = ""
    scope: str = ""
    address: str = ""
    address_key: str = ""
    division: str = ""
    town: str = ""
    industry: str = ""
    section: str = ""
    sector: str = ""
    size_class: str = ""
    size_provisional: bool = False
    employees: int | None = None
    status: str = "active"
    above_scale: bool | None = None
    hazard_level: str = ""
    hazard_scheme: str = ""
    safety_officers: int | None = None
    has_safety_rules: bool | None = None
    has_training_records: bool | None = None
    regulators: str = ""
    source: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class GroundFact:
    """One ground of class 1: presumed, or confirmed by a person over a period."""

    subject: str
    state: str  # presumed, confirmed
    valid_from: date | None = None
    valid_to: date | None = None
    rule: str = ""
    strength: str = ""
    words: tuple[str, ...] = ()
    decided_name: str = ""
    decided_on: date | None = None
    reason: str = ""
    finding_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListingFact:
    """One supervised listing (挂牌督办)."""

    level: str  # Chinese label
    number: str
    listed_on: date
    due_on: date | None = None
    delisted_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class AccidentFact:
    """One accident."""

    happened_on: date
    deaths: int = 0
    injuries: int = 0
    description: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters in force that day for the enterprise's division; None: not yet set."""

    small_firm_employees: int | None = None
    small_firm_inclusive: int | None = None
    class3_heavier_counts: int | None = None
    accident_years: int | None = None
    shared_address_firms: int | None = None


TERMS = tuple(Terms.__slots__)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules know of one enterprise on a day. `neighbours`: firms in business at its address."""

    version: VersionFacts | None = None
    grounds: tuple[GroundFact, ...] = ()
    listings: tuple[ListingFact, ...] = ()
    accidents: tuple[AccidentFact, ...] = ()
    neighbours: int | None = None
    programmes: tuple[ProgrammeTerms, ...] = ()

    def confirmed(self, on: date) -> frozenset[str]:
        """The grounds confirmed for that day."""
        return frozenset(g.subject for g in self.grounds if g.state == "confirmed" and holds(g, on))

    def value(self, name: str) -> Any:
        """A registry fact, None where it is not known."""
        found = getattr(self.version, name) if self.version else None
        return None if found == "" else found


def holds(ground: GroundFact, on: date) -> bool:
    """Whether a confirmed ground is in force that day (its last day is the one before `valid_to`)."""
    begun = ground.valid_from is not None and ground.valid_from <= on
    return begun and (ground.valid_to is None or on < ground.valid_to)
