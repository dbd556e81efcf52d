"""Long work of targeting: presume everybody anew, and tell the figures about a programme's hits."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import platform
from anfu.core.jobs import Progress, job
from anfu.registry.models import Enterprise
from anfu.targeting.models import Programme
from anfu.targeting.queries.programmes import ever_hit
from anfu.targeting.signals import classes_changed

PRESUME, SPREAD = "targeting.presume", "targeting.spread"
CHUNK = 20_000


@job(PRESUME)
def presume_all(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Presume every enterprise in chunks of its key; a second run finds nothing left to change."""
    from anfu.targeting.actions.presume import presume

    total, done, counts = Enterprise.objects.count(), 0, {"added": 0, "changed": 0, "removed": 0}
    for ids in _chunks():
        found = presume(ids, actor=platform(), on=clock.today(), anew=bool(arguments.get("anew")))
        counts = {name: counts[name] + getattr(found, name) for name in counts}
        done += len(ids)
        progress(done, total, f"已推定 {done:,} 家")
    return counts


@job(SPREAD)
def spread(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Tell the floors above that a programme's hits changed."""
    programme, on = Programme.objects.get(pk=arguments["programme"]), date.fromisoformat(arguments["on"])
    ids = list(ever_hit(programme))
    for done in range(0, len(ids), CHUNK):
        with transaction.atomic():
            classes_changed.send(Programme, enterprises=ids[done : done + CHUNK], on=on)
        progress(min(done + CHUNK, len(ids)), len(ids), "更新数字")
    return {"enterprises": len(ids)}


def _chunks() -> Iterator[list[int]]:
    last = 0
    rows = Enterprise.objects.order_by("pk")
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]
