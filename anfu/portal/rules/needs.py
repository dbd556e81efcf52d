"""Which kinds of service a class of key objects calls for: dated rows of a data file, each with clause and source."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from anfu.core.datafiles import locate
from anfu.providers.kinds import ServiceKind


@dataclass(frozen=True, slots=True)
class Rule:
    """From a day on, whoever belongs to `group` (a class, a ground, or "programme") is advised these services."""

    group: str
    valid_from: date
    services: tuple[str, ...]
    clause: str
    source: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One reason why an enterprise is a key object: its group, the words for it, and whether somebody confirmed it."""

    group: str
    label: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """Why one kind of service is called for."""

    label: str
    confirmed: bool
    clause: str
    source: str


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of service with all that calls for it; confirmed as soon as one reason is."""

    service: str
    because: tuple[Basis, ...]

    @property
    def confirmed(self) -> bool:
        """Whether it stands on something that is no presumption."""
        return any(basis.confirmed for basis in self.because)


def rules_on(on: date) -> dict[str, Rule]:
    """The newest row of each group that is in force that day."""
    found: dict[str, Rule] = {}
    for rule in sorted(_read(locate("portal", "needs.toml"))[1], key=lambda each: each.valid_from):
        if rule.valid_from <= on:
            found[rule.group] = rule
    return found


def note() -> str:
    """What the data file says of itself."""
    return _read(locate("portal", "needs.toml"))[0]


def needs(memberships: Iterable[Membership], on: date) -> tuple[Need, ...]:
    """The kinds of service that these memberships call for that day, in the order of the catalogue."""
    rules = rules_on(on)
    found: dict[str, list[Basis]] = {}
    for each in memberships:
        rule = rules.get(each.group)
        for service in rule.services if rule else ():
            basis = Basis(each.label, each.confirmed, rule.clause, rule.source)  # type: ignore[union-attr]
            if basis not in found.setdefault(service, []):
                found[service].append(basis)
    return tuple(Need(kind, tuple(found[kind])) for kind in ServiceKind.values if kind in found)


@cache
def _read(path: Path) -> tuple[str, tuple[Rule, ...]]:
    told = tomllib.loads(path.read_text("utf-8"))
    rows = (Rule(**row | {"services": tuple(row["services"])}) for row in told["rule"])
    return told["note"], tuple(rows)
