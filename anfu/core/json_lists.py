"""Rows whose JSON list of codes holds one of some, on both databases."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

Rows = TypeVar("Rows", bound=QuerySet)


def holding(rows: Rows, field: str, codes: Iterable[str], otherwise: Q | None = None) -> Rows:
    """Those of which the list in `field` holds one of the codes, or for which `otherwise` is so."""
    wanted = otherwise or Q()
    for code in codes:
        wanted |= Q(**{f"{field}_text__contains": f'"{code}"'})
    return rows.annotate(**{f"{field}_text": Cast(field, TextField())}).filter(wanted)
