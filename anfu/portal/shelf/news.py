"""What has happened since, as the ledger tells it: every change of an institution leaves an entry that names it."""

from collections.abc import Mapping
from functools import reduce

from django.db.models import Q

from anfu.core.models import Intake, LedgerEntry, LedgerStream
from anfu.registry.models import Organisation

Heads = Mapping[str, tuple[int, str]]  # stream of the ledger -> its length, and the digest of its last entry
NAMING = ("provider", "enterprise")
# Verbs that change many institutions, or what all of them are asked for, without naming one.
SWEEPING = ("providers.", "core.parameter", "registry.roster", "demo.")
MOST = 5_000


def heads() -> dict[str, tuple[int, str]]:
    """How each stream of the ledger stands now."""
    return {
        code: (length, head)
        for code, length, head in LedgerStream.objects.values_list("code", "length", "head")
    }


def still_there(then: Heads) -> bool:
    """Whether this database's ledger ever stood so; another's, or one put back from a backup, did not."""
    last = [Q(stream=code, seq=length, digest=head) for code, (length, head) in then.items() if length]
    return bool(last) and LedgerEntry.objects.filter(reduce(Q.__or__, last)).count() == len(last)


def since(then: Heads, now: Heads) -> set[str] | None:
    """The credit codes of which something was entered meanwhile; None where it may concern everybody."""
    grown = _grown(then, now)
    return None if grown is None else _codes(grown)


def changed(then: Heads, now: Heads, elsewhere: tuple[str, ...]) -> bool:
    """Whether anything was entered meanwhile but what has one of these verbs' beginnings."""
    grown = _grown(then, now)
    if grown is None:
        return True
    others = LedgerEntry.objects.filter(_newer(grown)) if grown else LedgerEntry.objects.none()
    return any(not verb.startswith(elsewhere) for verb in others.values_list("verb", flat=True))


def _grown(then: Heads, now: Heads) -> dict[str, int] | None:
    """Stream -> its length then, where it has grown; None where it is another database, or too much to read."""
    before = {code: then.get(code, (0, ""))[0] for code in now}
    grown = {code: before[code] for code, (length, _) in now.items() if length != before[code]}
    if any(now[code][0] < length for code, length in grown.items()) or not set(then) <= set(now):
        return None
    if sum(now[code][0] - length for code, length in grown.items()) > MOST:
        return None
    return grown


def _newer(grown: Mapping[str, int]) -> Q:
    return reduce(Q.__or__, (Q(stream=code, seq__gt=length) for code, length in grown.items()))


def _codes(grown: Mapping[str, int]) -> set[str] | None:
    if not grown:
        return set()
    found: set[str] = set()
    intakes: set[int] = set()
    for verb, subject in LedgerEntry.objects.filter(_newer(grown)).values_list("verb", "subject"):
        kind, _, code = subject.partition(":")
        if kind in NAMING:
            found.add(code)
        elif verb.startswith("providers.") and kind == "intake":
            intakes.add(int(code))
        elif verb.startswith(SWEEPING):
            return None
    own = _whose(intakes) if intakes else set()
    return None if own is None else found | own


def _whose(intakes: set[int]) -> set[str] | None:
    """The institutions whose own imports these are; None where one is not an institution's."""
    rows = Intake.objects.filter(pk__in=intakes).values_list("organisation_id", flat=True)
    owners = [key for key in rows if key is not None]
    if len(owners) < len(intakes):
        return None
    return set(Organisation.objects.filter(pk__in=owners).values_list("uscc", flat=True))
