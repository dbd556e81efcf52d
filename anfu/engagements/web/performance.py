"""The part on an institution's page: what it did, counted from its contracts and never typed."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from anfu.engagements.models import Engagement
from anfu.engagements.queries.engagements import firms_served


def performance(request: HttpRequest, provider: Any, on: date) -> dict[str, Any] | None:
    """As of a day, of the contracts that the reader may see; nothing for readers without the permission."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("engagements.view"):
        return None
    begun = Engagement.objects.visible_to(actor).begun_on(on).filter(provider=provider.pk)
    now = Q(valid_to=None) | Q(valid_to__gt=on)
    return begun.aggregate(
        contracts=Count("pk"),
        running=Count("pk", filter=now),
        ended_early=Count("pk", filter=~Q(ended_reason="")),
        **firms_served(on),
    ) | {"own": actor.kind == "provider"}
