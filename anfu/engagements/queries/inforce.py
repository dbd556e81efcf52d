"""All relations in force on a day, read as columns, for work that goes over every one of them."""

import json
from datetime import date
from typing import NamedTuple

import polars as pl
from django.db.models import Count, Q

from anfu.core import bulk
from anfu.engagements.models import NamedStaff


class Relation(NamedTuple):
    """A relation by its keys, and the kinds of service in it."""

    engagement: int
    enterprise: int
    provider: int
    kinds: tuple[str, ...]


def relations_on(on: date) -> list[Relation]:
    """Those that hold on that day, in one query."""
    sql = (
        "SELECT id, enterprise_id, provider_id, CAST(kinds AS TEXT) FROM engagements_engagement"
        " WHERE retracted_at IS NULL AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
    )
    columns = {"id": pl.Int64, "enterprise": pl.Int64, "provider": pl.Int64, "kinds": pl.String}
    kinds: dict[str, tuple[str, ...]] = {}
    found = []
    for key, enterprise, provider, text in bulk.read(sql, [on, on], columns).iter_rows():
        if text not in kinds:
            kinds[text] = tuple(json.loads(text))
        found.append(Relation(key, enterprise, provider, kinds[text]))
    return found


def left_people(on: date) -> dict[int, int]:
    """Engagement -> how many of the people that its contract names no longer work for the provider that day."""
    gone = Q(employment__valid_to__lte=on) | Q(employment__retracted_at__isnull=False)
    rows = NamedStaff.objects.filter(gone, version__engagement__retracted_at=None)
    counted = rows.filter(version__engagement__isnull=False).values_list("version__engagement")
    return dict(counted.annotate(number=Count("pk")))
