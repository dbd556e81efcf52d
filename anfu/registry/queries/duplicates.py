"""What the pages of duplicates read, and where a merged enterprise is to be found."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, Q

from anfu.core.actor import Actor
from anfu.core.models import Job
from anfu.registry import divisions, masking
from anfu.registry.models import DuplicatePair, DuplicateState, Enterprise, EnterpriseVersion
from anfu.registry.roster import words
from anfu.registry.roster.fields import FACTS

# Public registration facts: all that an officer of another county is shown.
REGISTERED = frozenset({"name", "established_on", "org_type", "division", "town", "address", "status"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of two enterprises side by side, in words; "" where it is not known, persons masked."""

    label: str
    first: str
    second: str
    differs: bool


def final(enterprise: Enterprise) -> Enterprise:
    """The enterprise that stands for this one today: itself, or the one it was merged into, however often."""
    while enterprise.merged_into is not None:
        enterprise = enterprise.merged_into
    return enterprise


def place_of(enterprise: Enterprise) -> str:
    """The division that answers for it, or in whose queue it waits; "" for neither."""
    return enterprise.division or enterprise.waiting_at


def place_label(enterprise: Enterprise) -> str:
    """永康市; 未落位 where nobody answers for it."""
    return divisions.label(place_of(enterprise))


def can_decide(actor: Actor, both: Collection[Enterprise]) -> bool:
    """Whether both lie in the actor's territory."""
    return all(actor.covers(place_of(each)) for each in both)


def who_decides(both: Collection[Enterprise]) -> str:
    """Who can, as a part of a sentence."""
    places = sorted({place_of(each) for each in both})
    if len(places) == 1 and places[0]:
        return f"{divisions.label(places[0])}的县级监管员"
    return f"两家分属{'和'.join(divisions.label(place) for place in places)}，市级监管员"


def counts(actor: Actor) -> dict[str, int]:
    """State -> number of pairs that the actor sees."""
    seen = DuplicatePair.objects.visible_to(actor)
    waiting = Q(state=DuplicateState.OPEN, first__merged_into=None, second__merged_into=None)
    return seen.aggregate(
        open=Count("pk", filter=waiting),
        merged=Count("pk", filter=Q(state=DuplicateState.MERGED)),
        distinct=Count("pk", filter=Q(state=DuplicateState.DISTINCT)),
    )


def last_search() -> Job | None:
    """The latest search, waiting, under way or done."""
    return Job.objects.filter(kind="registry.find_duplicates").order_by("-id").first()


def latest_versions(enterprises: Collection[int]) -> dict[int, EnterpriseVersion]:
    """Enterprise -> its facts in force, or the last known where it has none in force any more."""
    rows = EnterpriseVersion.objects.filter(enterprise__in=enterprises).select_related("recorded_by")
    best: dict[int, EnterpriseVersion] = {}
    for row in sorted(rows, key=lambda v: (v.retracted_at is None, v.valid_to is None, v.valid_from, v.pk)):
        best[row.enterprise_id] = row
    return best


def field_label(field: str) -> str:
    """The name of one of FACTS."""
    return str(EnterpriseVersion._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def facts_of(version: EnterpriseVersion | None, fields: Collection[str] = FACTS) -> dict[str, str]:
    """Field -> its value in words, for these of FACTS; empty for no version."""
    return {name: words.shown(name, _text(getattr(version, name))) for name in fields} if version else {}


def side_by_side(
    first: EnterpriseVersion | None, second: EnterpriseVersion | None, fields: Collection[str]
) -> list[Fact]:
    """The facts that at least one of them has: those that differ before those that do not."""
    one, other = facts_of(first, fields), facts_of(second, fields)
    rows = [_fact(name, one.get(name, ""), other.get(name, "")) for name in fields]
    return sorted((row for row in rows if row.first or row.second), key=lambda row: not row.differs)


def _fact(name: str, one: str, other: str) -> Fact:
    # Two persons may look alike under the mask, so what differs is asked of the full values.
    return Fact(field_label(name), masking.field(name, one), masking.field(name, other), one != other)


def fields_for(actor: Actor, both: Collection[Enterprise]) -> list[str]:
    """The facts of both that the actor may see together."""
    return [name for name in FACTS if can_decide(actor, both) or name in REGISTERED]


def recorded_about(enterprises: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """Enterprise -> (room, number of rows) of what other rooms hold about it; one query for each kind of row."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for model, field in _rows_elsewhere():
        rows = model._base_manager.filter(**{f"{field}__in": enterprises}).order_by()
        room = str(apps.get_app_config(model._meta.app_label).verbose_name)
        for key, how_many in rows.values_list(f"{field}_id").annotate(n=Count("pk")):
            found[key][room] += how_many
    return {key: sorted(rooms.items()) for key, rooms in found.items()}


def _rows_elsewhere() -> Iterator[tuple[type[Model], str]]:
    for relation in Enterprise._meta.related_objects:
        model: Any = relation.related_model
        if getattr(model, "audited", False) and model._meta.app_label != "registry":
            yield model, relation.field.name


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
