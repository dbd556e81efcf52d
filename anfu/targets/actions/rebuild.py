"""All spans and sums anew from the facts: after a change of rules, and for whoever doubts a figure."""

from typing import Any

from django.db import connection, transaction

from anfu.core.actor import Actor
from anfu.core.jobs import Progress, enqueue, job
from anfu.core.models import Job
from anfu.registry.models import Enterprise
from anfu.targets import cells
from anfu.targets.actions import sums
from anfu.targets.actions.refresh import CHUNK, refresh, replace_spans
from anfu.targets.models import Cell, Span, Total
from anfu.targets.queries import facts
from anfu.targets.spans import SPANS

KIND = "targets.rebuild"


def start_rebuild(actor: Actor) -> Job:
    """Queue a rebuild, once: one that already waits is enough."""
    waiting = Job.objects.filter(kind=KIND, state="queued").first()
    return waiting or enqueue(KIND, {}, actor=actor)


@job(KIND)
def rebuild(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Spans first, then the sums, division by division; the figures stay readable meanwhile."""
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    empty = not Span.objects.exists()
    total = len(ids)
    for start in range(0, total, CHUNK):
        part = ids[start : start + CHUNK]
        if empty:
            with transaction.atomic():
                replace_spans(part)
        else:
            refresh(part)
        progress(min(start + CHUNK, total), total, "逐家计算")
    places = sorted(set(Span.objects.values_list("division", flat=True).distinct()) | set(_summed()))
    for place in places:
        _sum_up(place)
        progress(total, total, f"汇总 {place}")
    return {"enterprises": total, "spans": Span.objects.count(), "cells": Cell.objects.count()}


def _summed() -> list[str]:
    return list(Total.objects.values_list("division", flat=True).distinct())


@transaction.atomic
def _sum_up(division: str) -> None:
    """One division's sums from its spans; writers wait, so that no change is lost or counted twice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE targets_total, targets_cell IN SHARE ROW EXCLUSIVE MODE")
    else:
        Total.objects.filter(pk=0).delete()  # takes SQLite's write lock before the spans are read
    found = facts.spans_of_division(division)
    Total.objects.filter(division=division).delete()
    Cell.objects.filter(division=division).delete()
    sums.add(cells.changes(found, found.clear().select(list(SPANS))))
