"""The figures follow a change: spans of the enterprises concerned anew, their difference into the sums."""

from collections.abc import Collection

import polars as pl
from django.db import transaction

from anfu.core import bulk
from anfu.registry.models import Enterprise
from anfu.targets import cells
from anfu.targets.actions import sums
from anfu.targets.queries import facts
from anfu.targets.spans import SPANS, spans

CHUNK = 50_000


@transaction.atomic
def refresh(enterprise_ids: Collection[int]) -> int:
    """Make spans and sums of these enterprises true again; returns how many spans came or went.

    Belongs into the transaction of the change. Two writers on one enterprise wait for each other.
    """
    ids = sorted(set(enterprise_ids))
    return sum(_refresh(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def _refresh(ids: list[int]) -> int:
    bulk.lock(Enterprise._meta.db_table, "organisation_id", ids)
    come, gone = replace_spans(ids)
    sums.add(cells.changes(come, gone))
    return come.height + gone.height


def replace_spans(ids: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write the spans that changed; returns those that came and those that went."""
    wanted = spans(facts.versions(ids), facts.classes(ids), facts.services(ids))
    stored = facts.stored_spans(ids)
    keys = list(SPANS)
    come = wanted.join(stored, on=keys, how="anti", nulls_equal=True)
    gone = stored.join(wanted, on=keys, how="anti", nulls_equal=True)
    bulk.delete("targets_span", gone["id"].to_list())
    bulk.insert_frame("targets_span", come)
    return come, gone.select(keys)
