"""What an institution may do, as bits: one for each kind of service and each line of business that licences name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from anfu.providers.kinds import ServiceKind
from anfu.providers.rules.catalogue import Catalogue, Service
from anfu.providers.rules.scope import ProviderFacts, decide
from anfu.registry.industry import industries


@dataclass(frozen=True, slots=True)
class Slot:
    """A kind of service for enterprises of one line ("set:code"; "" outside them all); `example` is an industry of it.

    `licence`: the credential that is asked for there, "" where none is. `by_line`: other lines ask for something else.
    """

    service: str
    line: str
    example: str
    licence: str
    by_line: bool

    @property
    def licensed(self) -> bool:
        """Whether a licence is asked for."""
        return bool(self.licence)


def slots(known: Catalogue, on: date) -> tuple[Slot, ...]:
    """All that can be told apart on that day; a slot's place is its bit."""
    found: list[Slot] = []
    for kind in ServiceKind.values:
        service = known.service(kind, on)
        found += _of(service, known) if service else ()
    return tuple(found)


def _of(service: Service, known: Catalogue) -> list[Slot]:
    inside = [line for line in known.lines if service.lines and line.set == service.lines]
    licence, by_line = service.licence, bool(service.lines)
    found = [
        Slot(service.kind, f"{line.set}:{line.code}", line.industries[0], licence, by_line) for line in inside
    ]
    outside = licence if service.outside != "free" else ""
    return [*found, Slot(service.kind, "", _elsewhere(service.lines, known), outside, by_line)]


def _elsewhere(name: str, known: Catalogue) -> str:
    """An industry outside all lines of the set."""
    codes = sorted(code for code in industries().names if len(code) == 4)
    return next((code for code in codes if known.line_of(name, code) is None), codes[0])


def held(
    facts: ProviderFacts, all_slots: tuple[Slot, ...], known: Catalogue, floors: Mapping[str, int], on: date
) -> int:
    """The slots in which this institution may serve that day, by the one rule that answers it (`providers.rules.scope`)."""
    licences = {"", *(licence.credential for licence in facts.licences)}
    mask = 0
    for bit, slot in enumerate(all_slots):
        # Without it the rule says no; asking it for each of these slots would be most of the work.
        if slot.licence in licences:
            example = slot.example if slot.by_line else facts.trade or slot.example
            mask |= decide(facts, slot.service, example, known, floors, on=on).may << bit
    return mask


@dataclass(frozen=True, slots=True)
class Wanted:
    """The slots that a search asks for, apart by whether a licence is asked there: without one, a trade stays in its trade."""

    licensed: int
    free: int


def wanted(
    all_slots: tuple[Slot, ...], known: Catalogue, on: date, *,
    services: Collection[str] = (), lines: Collection[str] = (), industry: str | None = None,
) -> Wanted:  # fmt: skip
    """The slots of these kinds and lines; with an industry only those that an enterprise of it needs ("": not known)."""
    masks = {True: 0, False: 0}
    for bit, slot in enumerate(all_slots):
        fits = (not services or slot.service in services) and (not lines or slot.line in lines)
        if fits and (industry is None or slot.line == _line_for(slot.service, industry, known, on)):
            masks[slot.licensed] |= 1 << bit
    return Wanted(masks[True], masks[False])


def _line_for(kind: str, industry: str, known: Catalogue, on: date) -> str | None:
    """The line of that industry; None where the rule gives no answer without knowing the industry."""
    service = known.service(kind, on)
    if service is None or (service.lines and service.outside == "free" and not industry):
        return None
    line = known.line_of(service.lines, industry) if service.lines else None
    return f"{line.set}:{line.code}" if line else ""


def services_of(mask: int, all_slots: tuple[Slot, ...]) -> dict[str, list[str]]:
    """Kind of service -> the lines in which it may be given; "" is outside them all."""
    found: dict[str, list[str]] = {}
    for bit, slot in enumerate(all_slots):
        if mask >> bit & 1:
            found.setdefault(slot.service, []).append(slot.line)
    return found
