"""Enterprises over the API: from the same queries and actions as the pages."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from anfu.core import clock
from anfu.core.api import Body, Problem, permitted
from anfu.core.reading.counted import counted
from anfu.registry import filters, labels
from anfu.registry.actions.facts import set_facts
from anfu.registry.actions.persons import show_persons
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.queries import listing, onepage
from anfu.registry.queries.listing import Asked

router = Router(tags=["企业库"])


class Row(Schema):
    """An enterprise as a list shows it; null or empty = not known."""

    uscc: str
    name: str
    division: str
    town: str
    address: str
    industry: str
    section: str
    sector: str
    size_class: str
    size_provisional: bool
    employees: int | None
    status: str
    above_scale: bool | None
    hazard_level: str
    valid_from: date
    version: int


class Rows(Schema):
    """A page; `total` is exact unless `capped`; `sampled`: the search was too wide to look at all."""

    items: list[Row]
    after: str
    total: int
    capped: bool
    sampled: bool


class FactOut(Schema):
    """One fact in words, since when and from whom."""

    field: str
    label: str
    value: str
    since: date | None
    source: str


class Detail(Schema):
    """One enterprise on a day. `version` is what a change must name as `expected_version`."""

    uscc: str
    name: str
    version: int | None
    merged_into: str | None
    facts: list[FactOut]


class RecordedChangeOut(Schema):
    """One fact before and after."""

    field: str
    label: str
    old: str
    new: str


class VersionOut(Schema):
    """One version of the facts and what it changed."""

    version: int
    valid_from: date
    valid_to: date | None
    source: str
    changes: list[RecordedChangeOut]


class Changes(Body):
    """The facts to be changed; those not named stay. null takes a fact away."""

    name: str | None = None
    established_on: date | None = None
    org_type: str | None = None
    capital_fen: int | None = None
    capital_currency: str | None = None
    scope: str | None = None
    division: str | None = None
    town: str | None = None
    address: str | None = None
    industry: str | None = None
    employees: int | None = None
    revenue_fen: int | None = None
    status: str | None = None
    above_scale: bool | None = None
    hazard_level: str | None = None
    hazard_scheme: str | None = None
    safety_officers: int | None = None
    has_safety_rules: bool | None = None
    has_training_records: bool | None = None
    regulators: str | None = None
    principal: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None


class Edit(Body):
    """A dated change with its ground, against the version that was seen."""

    changes: Changes
    on: date
    source: str = Field(min_length=2, max_length=200)
    expected_version: int


class PersonsIn(Body):
    """Why persons are to be seen in full; kept in the ledger."""

    purpose: Literal["inspection", "emergency", "service", "correction", "complaint"]
    reason: str = Field(min_length=5, max_length=500)


class PersonOut(Schema):
    """One personal fact in full."""

    field: str
    label: str
    value: str


class Asking(Schema):
    """The list's filter, as in the address of the page; several values by repeating the name."""

    on: date | None = None
    q: str = ""
    division: list[str] = []
    town: list[str] = []
    section: list[str] = []
    industry: list[str] = []
    sector: list[str] = []
    size: list[str] = []
    status: list[str] = []
    scale: list[str] = []
    hazard: list[str] = []
    employees_min: int | None = Field(None, ge=0)
    employees_max: int | None = Field(None, ge=0)
    sort: str = ""
    after: str = ""
    limit: int = Field(50, ge=1, le=200)


class IndustryOut(Schema):
    """A class of GB/T 4754-2017."""

    code: str
    name: str


@router.get("/enterprises", response={200: Rows, 429: Problem})
@permitted("registry.view")
@counted
def enterprises(request: HttpRequest, asking: Query[Asking]) -> dict[str, Any]:
    """A page of the enterprises that fit; further facets of other rooms as on the page."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    on = clock.known_day(asking.on)
    chosen = filters.parse(request.GET, actor, on)
    _, order = filters.order_of(request.GET)
    asked = Asked(after=asking.after, size=asking.limit)
    page = listing.page(chosen, actor, on=on, today=today, order=order, asked=asked)
    return {
        "items": [_row(version) for version in page.rows],
        "after": page.after,
        "total": page.total,
        "capped": page.capped,
        "sampled": page.sampled,
    }


@router.get("/search", response={200: list[Row], 429: Problem})
@permitted("registry.view")
@counted
def search(request: HttpRequest, q: str, limit: int = 20) -> list[dict[str, Any]]:
    """Enterprises by a part of the name or address or the beginning of the code."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    query = QueryDict(mutable=True)
    query["q"] = q
    chosen = filters.parse(query, actor, today)
    size = max(1, min(limit, 200))
    page = listing.page(chosen, actor, on=today, today=today, asked=Asked(size=size))
    return [_row(version) for version in page.rows] if chosen.text else []


@router.get("/industries", response=list[IndustryOut])
@permitted("registry.view")
def industries(request: HttpRequest, q: str) -> list[dict[str, str]]:
    """Industries by the beginning of the code or a part of the name."""
    return [{"code": code, "name": name} for code, name in labels.find_industries(q)]


@router.get("/enterprises/{uscc}", response={200: Detail, 429: Problem})
@permitted("registry.view_one")
@counted
def enterprise(request: HttpRequest, uscc: str, on: date | None = None) -> dict[str, Any]:
    """One enterprise as of a day (today if none is given)."""
    return _detail(_found(request, uscc), clock.known_day(on))


@router.get("/enterprises/{uscc}/history", response={200: list[VersionOut], 429: Problem})
@permitted("registry.view_one")
@counted
def history(request: HttpRequest, uscc: str) -> list[dict[str, Any]]:
    """Every version, newest first, with what it changed."""
    today = request.today  # type: ignore[attr-defined]
    versions = onepage.versions_until(_found(request, uscc), today)
    return [
        {
            "version": step.version.pk,
            "valid_from": step.version.valid_from,
            "valid_to": step.version.valid_to,
            "source": step.version.source,
            "changes": [change._asdict() for change in step.changes],
        }
        for step in onepage.course(versions)
    ]


@router.patch("/enterprises/{uscc}", response=Detail)
@permitted("registry.edit")
def edit(request: HttpRequest, uscc: str, edit: Edit) -> dict[str, Any]:
    """Change facts from a day on; 409 with what changed meanwhile where somebody was faster."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    found = _found(request, uscc)
    changes = edit.changes.dict(exclude_unset=True)
    set_facts(
        found, changes, actor=actor, on=edit.on, source=edit.source, expected_version=edit.expected_version
    )
    return _detail(found, today)


@router.post("/enterprises/{uscc}/persons", response=list[PersonOut])
@permitted("registry.edit", shown_once=True)
def persons(request: HttpRequest, uscc: str, body: PersonsIn) -> list[dict[str, str]]:
    """Its persons in full, for a purpose; elsewhere they are masked. Counted a day and entered in the ledger."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = show_persons(_found(request, uscc), purpose=body.purpose, reason=body.reason, actor=actor)
    return [{"field": field, "label": label, "value": value} for field, label, value in rows]


def _found(request: HttpRequest, uscc: str) -> Enterprise:
    seen = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(
        seen.select_related("organisation", "merged_into__organisation"), organisation__uscc=uscc
    )


def _detail(found: Enterprise, on: date) -> dict[str, Any]:
    versions = onepage.versions_until(found, on)
    if not versions:
        raise Http404
    merged = found.merged_into.organisation.uscc if found.merged_into else None
    return {
        "uscc": found.organisation.uscc,
        "name": versions[-1].name,
        "version": versions[-1].pk if versions[-1].valid_to is None else None,
        "merged_into": merged,
        "facts": [fact._asdict() for fact in onepage.facts(versions)],
    }


def _row(version: EnterpriseVersion) -> dict[str, Any]:
    names = [name for name in Row.model_fields if name not in ("uscc", "version")]
    plain = {name: getattr(version, name) for name in names}
    return {**plain, "uscc": version.enterprise.organisation.uscc, "version": version.pk}
