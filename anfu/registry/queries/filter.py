"""What a reader asks a list of enterprises for, within what they may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from anfu.core.actor import Actor
from anfu.registry import facets


class Source(NamedTuple):
    """Enterprises that another room knows: the rows of `table` (with enterprise_id) where `where` holds."""

    table: str
    where: str
    parameters: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Chosen values by facet; an empty tuple narrows nothing. Codes as they stand in the database."""

    divisions: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()  # of any level; a code holds all below it
    sectors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    employees_min: int | None = None
    employees_max: int | None = None
    text: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def packed(self) -> dict[str, tuple[str, ...]]:
        """The facets that the packed number answers, by their name there."""
        return {
            "division": self.divisions,
            "section": self.sections,
            "sector": self.sectors,
            "size": self.sizes,
            "status": self.statuses,
            "scale": self.scales,
            "hazard": self.hazards,
        }

    @property
    def counts_people(self) -> bool:
        """Whether the number of employees narrows the list."""
        return self.employees_min is not None or self.employees_max is not None

    @property
    def few_people(self) -> tuple[int, int] | None:
        """Bounds that lie within one band: then the number of employees itself is the narrowest way in."""
        low, high = self.employees_min, self.employees_max
        if low is None or high is None or len(facets.bands_between(low, high)) != 1:
            return None
        return low, high

    @property
    def places(self) -> tuple[str, ...]:
        """Towns where some are chosen, else divisions."""
        return self.towns or self.divisions


class Nothing(Exception):
    """The filter lies outside what the actor may see: the list is empty."""


def within(chosen: Filter, actor: Actor) -> Filter:
    """The filter narrowed to the actor's territory. Raises Nothing where nothing is left."""
    if actor.whole_city:
        return chosen
    if actor.divisions:
        return replace(chosen, divisions=_meet(chosen.divisions, actor.divisions))
    if actor.towns:
        return replace(chosen, towns=_meet(chosen.towns, actor.towns))
    raise Nothing


def _meet(chosen: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
    left = tuple(sorted(set(chosen) & set(own) if chosen else own))
    if not left:
        raise Nothing
    return left


@dataclass(frozen=True, slots=True)
class Order:
    """A column of a version and a direction; equal ones by enterprise, in the same direction."""

    column: str = "facets"
    falling: bool = False


TERRITORY = Order()
