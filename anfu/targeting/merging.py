"""When two enterprises become one, what people decided and recorded about the one goes over to the other.

What only the platform presumed stays behind: it is presumed anew from the texts. Where both have a decision on
the same ground, the same listing or the same accident, the kept one's holds.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from anfu.core.refusal import Refused
from anfu.registry.signals import enterprises_merged, enterprises_unmerged
from anfu.targeting.models import Accident, Finding, FindingState, SupervisedListing
from anfu.targeting.signals import classes_changed

ROOM = "targeting"


def connect() -> None:
    """Listen to the registry."""
    enterprises_merged.connect(move, dispatch_uid="targeting.merging")
    enterprises_unmerged.connect(put_back, dispatch_uid="targeting.unmerging")


def move(kept: int, merged: int, on: date, **_: Any) -> tuple[str, dict[str, Any]] | None:
    """Hand over; says which rows went, findings with their mark."""
    findings = _free_findings(kept, merged)
    listings = _free(SupervisedListing.objects.all(), kept, merged, "number")
    accidents = _free(Accident.objects.all(), kept, merged, "happened_on", "description")
    if not (findings or listings or accidents):
        return None
    replaced = [row.subject for row in findings if row.valid_to is None]
    Finding.objects.filter(
        enterprise=kept, subject__in=replaced, state=FindingState.PRESUMED, valid_to=None
    ).delete()
    told = {
        "findings": {str(row.pk): row.mark for row in findings},
        "listings": listings,
        "accidents": accidents,
    }
    _give(kept, [row.pk for row in findings], listings, accidents)
    classes_changed.send(Finding, enterprises=sorted((kept, merged)), on=on)
    return ROOM, told


def put_back(kept: int, merged: int, on: date, moved: dict[str, Any], **_: Any) -> None:
    """Hand back; Refused where a decision was changed since."""
    told = moved.get(ROOM)
    if not told:
        return
    marks = {int(key): mark for key, mark in told["findings"].items()}
    rows = Finding.objects.select_for_update().filter(enterprise=kept).in_bulk(list(marks))
    for key, mark in marks.items():
        if key not in rows or rows[key].mark != mark:
            raise Refused(
                "没有撤销：转过去的一条高危情形后来改过。请先在重点对象里撤回那个决定，再撤销合并。"
            )
    subjects = [row.subject for row in rows.values() if row.valid_to is None]
    Finding.objects.filter(
        enterprise=merged, subject__in=subjects, state=FindingState.PRESUMED, valid_to=None
    ).delete()
    _give(merged, list(marks), told["listings"], told["accidents"])
    classes_changed.send(Finding, enterprises=sorted((kept, merged)), on=on)


def _free_findings(kept: int, merged: int) -> list[Finding]:
    rows = Finding.objects.exclude(state=FindingState.PRESUMED)
    decided = set(rows.filter(enterprise=kept, valid_to=None).values_list("subject", flat=True))
    mine = rows.filter(enterprise=merged).order_by("pk")
    return [row for row in mine if row.valid_to is not None or row.subject not in decided]


def _free(rows: QuerySet[Any], kept: int, merged: int, *key: str) -> list[int]:
    taken = set(rows.filter(enterprise=kept).values_list(*key))
    return [
        pk for pk, *own in rows.filter(enterprise=merged).values_list("pk", *key) if tuple(own) not in taken
    ]


def _give(to: int, findings: list[int], listings: list[int], accidents: list[int]) -> None:
    Finding.objects.filter(pk__in=findings).update(enterprise_id=to)
    SupervisedListing.objects.filter(pk__in=listings).update(enterprise_id=to)
    Accident.objects.filter(pk__in=accidents).update(enterprise_id=to)
