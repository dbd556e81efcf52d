"""Whom and what an operation is about; what is not there for this reader is a 404."""

from typing import Any

from django.http import Http404, HttpRequest

from anfu.core.actor import ENTERPRISE
from anfu.market.models import Choice, Demand, Member


def one(rows: Any, key: int) -> Any:
    """That row of these, or 404."""
    found = rows.filter(pk=key).first() if 0 < key < 2**63 else None
    if found is None:
        raise Http404
    return found


def member(request: HttpRequest, demand_id: int) -> Member:
    """The own enterprise's part in a demand that one may see."""
    actor = request.actor  # type: ignore[attr-defined]
    one(Demand.objects.visible_to(actor), demand_id)
    rows = Member.objects.visible_to(actor).filter(demand=demand_id, enterprise__in=actor.own(ENTERPRISE))
    found: Member | None = rows.select_related(
        "demand__closing_entry__rows", "enterprise__organisation"
    ).first()
    if found is None:
        raise Http404
    return found


def choices(request: HttpRequest) -> Any:
    """The choices that one may see, with the names."""
    rows = Choice.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return rows.select_related("enterprise__organisation", "version__offer__provider__organisation")


def own(request: HttpRequest, kind: str) -> frozenset[int]:
    """The keys of one's own organisations of that kind."""
    found: frozenset[int] = request.actor.own(kind)  # type: ignore[attr-defined]
    return found


def who(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and on which day."""
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
