"""What other tables know about enterprises, whatever room they belong to; what only waits for a decision is not counted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel, Model, Q, Subquery

from anfu.registry.models import DuplicatePair, Enterprise, EnterpriseVersion
from anfu.registry.models.duplicate import DuplicateState

_OWN = (EnterpriseVersion,)


def built_on(enterprises: Sequence[int]) -> dict[int, set[str]]:
    """Enterprise -> the names of the rooms that hold recorded facts about it; only those that have any."""
    return related_to(list(enterprises), len(enterprises)) if enterprises else {}


def related_to(enterprises: list[int] | Subquery, limit: int) -> dict[int, set[str]]:
    """The same over a list or a subquery of keys, at most `limit` of each kind."""
    found: dict[int, set[str]] = defaultdict(set)
    for model, field in _referring():
        rows = model._base_manager.filter(_counts(model), **{f"{field}__in": enterprises})
        for key in rows.values_list(f"{field}_id", flat=True).distinct()[:limit]:
            found[key].add(str(apps.get_app_config(model._meta.app_label).verbose_name))
    return dict(found)


def _referring() -> Iterator[tuple[type[Model], str]]:
    """Audited tables with a key of an enterprise, and that key's name."""
    for relation in Enterprise._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model: Any = relation.related_model
        if getattr(model, "audited", False) and model not in _OWN:
            yield model, relation.field.name


def _counts(model: type[Model]) -> Q:
    names = {field.name for field in model._meta.get_fields()}
    if model is DuplicatePair:
        return ~Q(state=DuplicateState.OPEN)
    decided = Q(decided_at__isnull=False) if "decided_at" in names else Q()
    return decided & (Q(retracted_at=None) if "retracted_at" in names else Q())
