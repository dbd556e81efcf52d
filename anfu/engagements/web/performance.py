"""The part on an institution's page: what it did, counted from its contracts and never typed."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from anfu.engagements.models import Engagement


def performance(request: HttpRequest, provider: Any, on: date) -> dict[str, Any] | None:
    """As of a day, of the contracts that the reader may see; nothing for readers without the permission."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("engagements.view"):
        return None
    begun = Engagement.objects.visible_to(actor).valid().filter(provider=provider.pk, valid_from__lte=on)
    now = Q(valid_to=None) | Q(valid_to__gt=on)
    return begun.aggregate(
        contracts=Count("pk"),
        running=Count("pk", filter=now),
        enterprises=Count("enterprise", distinct=True),
        served_now=Count("enterprise", filter=now, distinct=True),
        ended_early=Count("pk", filter=~Q(ended_reason="")),
    ) | {"own": actor.kind == "provider"}
