"""Rows of this room as the API tells them."""

from datetime import date
from typing import Any

from ninja import Schema

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.periods import last_day
from anfu.core.personal import masked
from anfu.providers.api import schemas
from anfu.providers.models import Branch, Employment, Price, Provider, Qualification, Spell
from anfu.providers.queries.capacity import capacity_on
from anfu.providers.queries.serving import facts_on
from anfu.providers.web.papers import people


def line(each: Provider) -> dict[str, Any]:
    """An institution in a list."""
    own = {"uscc": each.organisation.uscc, "name": each.organisation.name}
    return own | {name: getattr(each, name) for name in ("kind", "division", "state")}


def provider(found: Provider, actor: Actor, on: date) -> dict[str, Any]:
    """All of one institution as of today."""
    names = (
        "address",
        "business_scope",
        "trade",
        "phone",
        "website",
        "accepted_on",
        "publicity_until",
        "note",
    )
    of: dict[str, Any] = {"provider": found}
    return line(found) | {name: getattr(found, name) for name in names} | {
        "staff": facts_on([found.pk], on=on)[found.pk].staff.get("staff", 0),
        "capacity_days": capacity_on(found, on),
        "spells": [plain(s, schemas.ProviderSpellOut) for s in Spell.objects.visible_to(actor).begun_on(on).filter(**of)],
        "qualifications": [
            plain(q, schemas.QualificationOut)
            for q in Qualification.objects.visible_to(actor).standing().filter(**of).order_by("pk")
        ],
        "branches": [
            plain(b, schemas.ProviderBranchOut)
            for b in Branch.objects.visible_to(actor).standing().filter(**of).order_by("pk")
        ],
        "prices": [
            plain(p, schemas.ProviderPriceOut)
            for p in Price.objects.visible_to(actor).in_force_on(on).filter(**of).order_by("pk")
        ],
        "version": edition_of(found),
    }  # fmt: skip


def staff(found: Provider, actor: Actor, on: date) -> list[dict[str, Any]]:
    """Who works there today, with certificates."""
    return [
        employment(row["found"])
        | {"certificates": [plain(c["found"], schemas.CertificateOut) for c in row["certificates"]]}
        for row in people(found, actor, on)
    ]


def employment(each: Employment) -> dict[str, Any]:
    """Somebody who works there."""
    names = ("full_time", "position", "valid_from")
    return {name: getattr(each, name) for name in names} | {
        "id": each.pk,
        "name": masked("providers.Professional", "name", each.professional.name),
        "last_day": last_day(each.valid_to),
        "version": edition_of(each),
    }


def plain(row: Any, out: type[Schema]) -> dict[str, Any]:
    """The fields that the schema names, with the last day, the edition, and what is personal masked."""
    names = set(out.model_fields) - {"id", "last_day", "version"}
    told = {name: getattr(row, name) for name in names}
    if out is schemas.CertificateOut:
        told["number"] = masked("providers.Certificate", "number", row.number)
    if "version" in out.model_fields:
        told["version"] = edition_of(row)
    return told | {"id": row.pk, "last_day": last_day(row.valid_to) if hasattr(row, "valid_to") else None}
