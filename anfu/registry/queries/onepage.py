"""What one enterprise's page shows of the registry: facts with source and day, the course of its versions, its entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from anfu.core.actor import Actor
from anfu.core.ledger import digest
from anfu.core.ledger.queries import of_subject
from anfu.core.models import LedgerEntry
from anfu.registry import labels, masking
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.queries.differences import Difference, differences, facts_in_words
from anfu.registry.roster.fields import FACTS

ENTRIES = 200


class Fact(NamedTuple):
    """One fact in words, since when it is so and who says so; "" where it is not known."""

    field: str
    label: str
    value: str
    since: date | None
    source: str


class Step(NamedTuple):
    """A version and what it changed; the first one changed nothing."""

    version: EnterpriseVersion
    changes: list[Difference]


@dataclass(frozen=True, slots=True)
class Entries:
    """The ledger entries about one enterprise: how many (up to `ENTRIES`), and whether each fits its own code."""

    rows: list[LedgerEntry]
    intact: bool


def versions_until(enterprise: Enterprise, on: date) -> list[EnterpriseVersion]:
    """Its versions that began by that day, in order, as known now."""
    rows = EnterpriseVersion.objects.filter(enterprise=enterprise, retracted_at=None, valid_from__lte=on)
    return list(rows.select_related("recorded_by").order_by("valid_from"))


def facts(versions: Sequence[EnterpriseVersion]) -> list[Fact]:
    """The facts of the last version, persons masked, each with the version that said it first without a break."""
    if not versions:
        return []
    now = versions[-1]
    said = {name: _first_to_say(versions, name) for name in FACTS}
    words = facts_in_words(now)
    return [
        Fact(
            name,
            labels.field(name),
            masking.field(name, words[name]),
            said[name].valid_from if words[name] else None,
            said[name].source if words[name] else "",
        )
        for name in FACTS
    ]


def course(versions: Sequence[EnterpriseVersion]) -> list[Step]:
    """Every version with what it changed, persons masked, newest first."""
    first = [Step(versions[0], [])] if versions else []
    steps = first + [
        Step(new, [each.masked() for each in differences(old, new)]) for old, new in pairwise(versions)
    ]
    return steps[::-1]


def entries(enterprise: Enterprise, actor: Actor) -> Entries:
    """What the ledger holds about it, as far as the actor may read it."""
    rows = list(of_subject(actor, f"enterprise:{enterprise.organisation.uscc}")[:ENTRIES])
    return Entries(rows, all(digest(row.previous, row.body) == row.digest for row in rows))


def who(entry: LedgerEntry) -> str:
    """Who made an entry."""
    actor: dict[str, Any] = json.loads(entry.body)["actor"]
    return f"{actor['office']} {actor['name']}".strip()


def _first_to_say(versions: Sequence[EnterpriseVersion], name: str) -> EnterpriseVersion:
    found = versions[-1]
    for version in reversed(versions):
        if getattr(version, name) != getattr(found, name):
            break
        found = version
    return found
