"""Work that always waits in numbers (presumptions, places, duplicates): counted when asked, never a row each.

A room registers how it counts; the desk asks all of them. The number is the number of rows behind `href`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from anfu.core.actor import Actor

# Counts stop here: beyond that the exact number changes nothing for who has to begin.
CAP = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of work for an actor's whole territory. `count` beyond CAP means "more than CAP"."""

    kind: str
    icon: str
    title: str
    href: str
    verb: str
    detail: str = ""
    count: int = 0
    due_on: date | None = None  # when the first of them falls due


Provider = Callable[[Actor, date], Standing | None]
_providers: dict[str, tuple[str, Provider]] = {}


def register(kind: str, permission: str, provider: Provider) -> None:
    """Offer a line to those who hold the permission; the same kind again replaces."""
    _providers[kind] = (permission, provider)


def standing_for(actor: Actor, on: date) -> list[Standing]:
    """The lines of which something waits for this actor, in the order of registration."""
    asked = [provider for permission, provider in _providers.values() if actor.may(permission)]
    return [line for provider in asked if (line := provider(actor, on)) is not None]


def some(number: int) -> str:
    """The number in words: 1,000 多 beyond the cap."""
    return f"{CAP:,} 多" if number > CAP else f"{number:,}"
