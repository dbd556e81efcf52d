"""The part on an enterprise's own page that leads from why it needs a service to asking for one."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from anfu.core.actor import ENTERPRISE, Actor
from anfu.market.lifecycle import DEMAND_IT
from anfu.registry.models import Enterprise


def need(request: HttpRequest, enterprise: Enterprise, on: date) -> dict[str, Any] | None:
    """For its own people who may place demands, today; nobody is sent to an institution."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = enterprise.pk in actor.own(ENTERPRISE) and actor.may(DEMAND_IT)
    return {} if mine and on == request.today else None  # type: ignore[attr-defined]
