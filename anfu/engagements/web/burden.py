"""The part on an institution's page: what its contracts take of its people's time, as of a day."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from anfu.core import parameters
from anfu.core.actor import Actor
from anfu.core.personal import masked
from anfu.engagements.queries.load import contracts_of, provider_load, staff_loads
from anfu.engagements.queries.taken import Taken, taken_on
from anfu.engagements.rules.load import days
from anfu.providers.models import Employment


def burden(request: HttpRequest, provider: Any, on: date) -> dict[str, Any] | None:
    """Of all its contracts: its people are the same in every county. Nothing for readers without the permission."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("engagements.view"):
        return None
    load, table = provider_load(provider.pk, on), parameters.table(on=on)
    return {
        "on": on, "taken": days(load.taken), "there": days(load.there or 0), "percent": load.percent,
        "unstated": taken_on(on, [provider.pk]).get(provider.pk, Taken()).unstated,
        "people": _people(provider.pk, actor, on),
        "warn": table["engagements.load_warn_percent", ""], "refuse": table["engagements.load_refuse_percent", ""],
    }  # fmt: skip


def _people(provider: int, actor: Actor, on: date) -> list[dict[str, Any]]:
    """Those whom contracts in force name, the busiest first."""
    number = contracts_of(provider, on)
    loads = staff_loads(number, on)
    rows = Employment.objects.visible_to(actor).filter(pk__in=number).select_related("professional")
    found = [
        {
            "name": masked("providers.Professional", "name", each.professional.name),
            "position": each.position, "contracts": number[each.pk], "taken": days(loads[each.pk].taken),
            "there": days(loads[each.pk].there or 0), "percent": loads[each.pk].percent, "pk": each.pk,
        }
        for each in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-(row["percent"] or 0), row["pk"]))
