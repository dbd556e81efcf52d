"""The part on an enterprise's page: who serves it."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from anfu.engagements.models import Engagement
from anfu.engagements.web.rows import lines

SHOWN = 20


def services(request: HttpRequest, enterprise: Any, on: date) -> dict[str, Any] | None:
    """Its relations, newest first, as of a day; nothing for readers without the permission."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("engagements.view"):
        return None
    standing = Engagement.objects.visible_to(actor).valid().filter(enterprise=enterprise, valid_from__lte=on)
    rows = standing.select_related("enterprise__organisation", "provider").order_by("-valid_from")
    may_record = actor.may("engagements.record") and on == request.today  # type: ignore[attr-defined]
    return {"services": lines(rows[:SHOWN], on), "may_record": may_record, "enterprise": enterprise}
