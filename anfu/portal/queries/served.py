"""What institutions do now, computed from service relations: numbers only, never whom they serve."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count

from anfu.engagements.models import Engagement
from anfu.portal.shelf.card import Card


def served(on: date, keys: Collection[int] | None = None) -> dict[int, int]:
    """Provider -> how many enterprises it serves that day; one without a relation is left out. Of these keys, or of all."""
    rows = Engagement.objects.in_force_on(on).exclude(provider=None)
    rows = rows if keys is None else rows.filter(provider__in=keys)
    firms = rows.values("provider").order_by().annotate(firms=Count("enterprise", distinct=True))
    return dict(firms.values_list("provider", "firms"))


def load(card: Card, firms: Mapping[int, int]) -> float | None:
    """Enterprises for each full-time person; None where nobody is known to work there."""
    staff = card.staff.get("staff", 0)
    return firms.get(card.pk, 0) / staff if staff else None
