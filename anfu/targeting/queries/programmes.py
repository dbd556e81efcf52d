"""Whom a programme hits: the conditions as a filter of the versions, agreeing with the pure matcher."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from anfu.core.actor import Actor
from anfu.registry.models import EnterpriseVersion
from anfu.targeting.models import Finding, FindingState, Programme
from anfu.targeting.programmes.conditions import Condition, read


def matching(
    versions: QuerySet[EnterpriseVersion], conditions: Iterable[Condition], division: str, *, on: date
) -> QuerySet[EnterpriseVersion]:
    """Those versions whose facts, and whose grounds confirmed on the day, meet all conditions."""
    chosen = versions.filter(division=division) if division else versions
    for number, condition in enumerate(conditions):
        chosen = _narrowed(chosen, condition, f"condition_{number}", on)
    return chosen


def ever_hit(programme: Programme) -> QuerySet[EnterpriseVersion, int]:
    """Keys of the enterprises that any of their versions would put into the programme, grounds aside."""
    facts = [c for c in read(programme.conditions) if c.field != "ground"]
    versions = EnterpriseVersion.objects.filter(retracted_at=None)
    found = matching(versions, facts, programme.division, on=programme.valid_from)
    return found.values_list("enterprise_id", flat=True).order_by("enterprise_id").distinct()


def _narrowed(
    chosen: QuerySet[EnterpriseVersion], condition: Condition, name: str, on: date
) -> QuerySet[EnterpriseVersion]:
    field, wanted = condition.field, condition.value
    words = wanted if isinstance(wanted, tuple) else ()
    match condition.comparison:
        case "in" if field == "ground":
            return chosen.filter(Exists(_confirmed(words, on)))
        case "in":
            return chosen.filter(**{f"{field}__in": words})
        case "is":
            return chosen.filter(**{field: wanted})
        case "starts_with":
            return chosen.filter(_any(Q(**{f"{field}__startswith": word}) for word in words))
        case "contains":
            return _containing(chosen, field, words, name)
        case "at_least":
            return chosen.filter(**{f"{field}__gte": wanted})
        case _:
            return chosen.filter(**{f"{field}__lte": wanted})


def _containing(
    chosen: QuerySet[EnterpriseVersion], field: str, words: tuple[str, ...], name: str
) -> QuerySet[EnterpriseVersion]:
    # LIKE ignores case on SQLite and not on PostgreSQL; the place of a word is the same on both.
    places = {f"{name}_{n}": StrIndex(F(field), Value(word)) for n, word in enumerate(words)}
    return chosen.alias(**places).filter(_any(Q(**{f"{place}__gt": 0}) for place in places))


def _confirmed(grounds: tuple[str, ...], on: date) -> QuerySet[Finding]:
    rows = Finding.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return rows.filter(enterprise=OuterRef("enterprise"), subject__in=grounds, state=FindingState.CONFIRMED)


def _any(parts: Iterable[Q]) -> Q:
    whole = Q()
    for part in parts:
        whole |= part
    return whole


def visible_hits(
    actor: Actor, conditions: Iterable[Condition], division: str, *, on: date
) -> QuerySet[EnterpriseVersion]:
    """The facts of the day of the actor's enterprises that meet the conditions."""
    return matching(EnterpriseVersion.objects.visible_to(actor).as_of(on), conditions, division, on=on)
