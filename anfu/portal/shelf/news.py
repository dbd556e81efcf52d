"""What has happened since, as the ledger tells it: every change of an institution leaves an entry that names it."""

from collections.abc import Mapping
from functools import reduce

from django.db.models import Q

from anfu.core.models import LedgerEntry, LedgerStream

Lengths = Mapping[str, int]
NAMING = ("provider", "enterprise")
# Verbs that change many institutions, or what all of them are asked for, without naming one.
SWEEPING = ("providers.", "core.parameter", "registry.roster", "demo.")
MOST = 500


def lengths() -> dict[str, int]:
    """How long each stream of the ledger is now."""
    return dict(LedgerStream.objects.values_list("code", "length"))


def since(then: Lengths, now: Lengths) -> set[str] | None:
    """The credit codes of which something was entered meanwhile; None where it may concern everybody."""
    grown = {code: then.get(code, 0) for code, length in now.items() if length != then.get(code, 0)}
    if any(now[code] < length for code, length in grown.items()) or not set(then) <= set(now):
        return None  # another database
    if sum(now[code] - length for code, length in grown.items()) > MOST:
        return None
    return _codes(grown)


def _codes(grown: Lengths) -> set[str] | None:
    if not grown:
        return set()
    newer = reduce(Q.__or__, (Q(stream=code, seq__gt=length) for code, length in grown.items()))
    found = set()
    for verb, subject in LedgerEntry.objects.filter(newer).values_list("verb", "subject"):
        kind, _, code = subject.partition(":")
        if kind in NAMING:
            found.add(code)
        elif verb.startswith(SWEEPING):
            return None
    return found
