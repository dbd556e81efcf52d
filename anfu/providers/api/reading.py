"""What is read of institutions."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from pydantic import Field

from anfu.core import clock
from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.core.reading.depth import far_enough
from anfu.providers.api import schemas, shown
from anfu.providers.api.router import router
from anfu.providers.kinds import ProviderKind, ServiceKind
from anfu.providers.models import Provider, State
from anfu.providers.queries.providers import organisation_of
from anfu.providers.queries.serving import may_serve
from anfu.providers.views.common import found_or_404
from anfu.registry.models import Enterprise
from anfu.registry.roster.uscc import clean

LIMIT = 200
Key = Annotated[int, Field(ge=0, lt=2**63)]  # what a key of a row can be


@router.get("/providers", response={200: schemas.ProviderPage, 429: Problem}, summary="机构备案")
@permitted("providers.review")
@counted
def providers(
    request: HttpRequest,
    state: State | None = None,
    kind: ProviderKind | None = None,
    after: Key = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """Those of the office's territory, by key."""
    rows = Provider.objects.visible_to(request.actor).select_related("organisation")  # type: ignore[attr-defined]
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    size = max(1, min(limit, LIMIT))
    if after and not (state or kind):
        far_enough(lambda most: rows.filter(pk__lte=after)[:most].count(), size=size)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    page = found[:size]
    return {"rows": [shown.line(each) for each in page], "after": page[-1].pk if len(found) > size else None}


@router.get("/providers/{uscc}", response=schemas.ProviderOut, summary="一家机构")
@permitted("providers.view")
def provider(request: HttpRequest, uscc: str) -> dict[str, Any]:
    """One's own, or one of the office's territory, as of today."""
    return shown.provider(found_or_404(request, uscc), request.actor, request.today)  # type: ignore[attr-defined]


@router.get("/providers/{uscc}/staff", response=list[schemas.EmploymentOut], summary="机构人员")
@permitted("providers.view")
def staff(request: HttpRequest, uscc: str) -> list[dict[str, Any]]:
    """Who works there today."""
    return shown.staff(found_or_404(request, uscc), request.actor, request.today)  # type: ignore[attr-defined]


@router.get("/may-serve", response={200: schemas.ServingOut, 404: Problem}, summary="能不能为企业做这项服务")
@permitted("registry.view_one")
def serving(
    request: HttpRequest, provider: str, kind: ServiceKind, enterprise: str, on: date | None = None
) -> dict[str, Any]:
    """Yes, or no with the missing credential and its clause; both by their credit codes."""
    day = clock.known_day(on)
    firms = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    firm = firms.filter(organisation__uscc=clean(enterprise)).first()
    institution = organisation_of(provider)
    if firm is None or institution is None:
        raise Http404
    decision = may_serve(institution, kind, firm, on=day)
    names = schemas.ServingReasonOut.model_fields
    reasons = [{name: getattr(reason, name) for name in names} for reason in decision.reasons]
    return {"may": decision.may, "on": day, "reasons": reasons}
