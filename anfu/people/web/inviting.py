"""邀请企业: the button on an enterprise's page, for who may invite its owner."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from anfu.core.web import panels
from anfu.people.granting import Place, grantable, why_not
from anfu.people.models import Party
from anfu.people.roles import Kind, Role
from anfu.registry.models import Enterprise


def register() -> None:
    """Put the button beside the others of the page."""
    panels.register("enterprise", panels.Panel("people/invite_button.html", button, "actions"))


def button(request: HttpRequest, enterprise: Enterprise, on: date) -> dict[str, Any] | None:
    """Nothing to show for others, for another day than today, and for one that was merged into another."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    if Role.ENTERPRISE_OWNER not in grantable(actor) or on != today or enterprise.merged_into_id:
        return None
    party = Party(kind=Kind.ENTERPRISE, organisation=enterprise.organisation)
    return None if why_not(actor, Role.ENTERPRISE_OWNER, party, Place()) else {"enterprise": enterprise}
