"""When two enterprises become one: grounds are inherited from that day, listings and accidents go over.

A confirmed ground of the merged one ends that day, and the kept one has it from then on, so that past days stay as
they were. What an officer rejected for the kept one stays rejected, and the merge says so in its ledger entry.
"""

from datetime import date
from typing import Any

from django.db.models import Model, Q

from anfu.core import clock
from anfu.core.refusal import Refused
from anfu.registry.signals import enterprises_merged, enterprises_unmerged
from anfu.targeting.models import BY_HAND, GROUNDS, Accident, Finding, FindingState, SupervisedListing
from anfu.targeting.signals import classes_changed

ROOM = "targeting"
State = FindingState
_DECISION = ("valid_from", "valid_to", "decided_at", "decided_by_id", "decided_name", "reason", "file_id")
_EVIDENCE = ("strength", "likelier", "rule", "evidence", "texts_hash")
Done = dict[str, Any]


def connect() -> None:
    """Listen to the registry."""
    enterprises_merged.connect(move, dispatch_uid="targeting.merging")
    enterprises_unmerged.connect(put_back, dispatch_uid="targeting.unmerging")


def move(kept: int, merged: int, on: date, **_: Any) -> tuple[str, Done] | None:
    """Inherit and hand over; says what, by ground and by row."""
    done = _inherit(kept, merged, on) | {
        "listings": _hand_over(
            SupervisedListing.objects.filter(_open_listing(on)), kept, merged, ("number",)
        ),
        "accidents": _hand_over(Accident.objects.all(), kept, merged, ("happened_on", "description")),
    }
    if not any(done.values()):
        return None
    classes_changed.send(sender=Finding, enterprises=sorted([kept, merged]), on=on)
    return ROOM, done


def put_back(kept: int, merged: int, on: date, moved: dict[str, Any], **_: Any) -> None:
    """Take the inheritance back and hand the rows back; Refused where somebody decided anew since."""
    done = moved.get(ROOM)
    if not done:
        return
    for row in done["inherited"]:
        _disinherit(row, kept)
    for row in done["presumed"]:
        _take_back_presumed(row, kept, merged)
    for key, valid_to in done["ended"]:
        Finding.objects.filter(pk=key, valid_to=valid_to).update(valid_to=None)
    for model, name in ((SupervisedListing, "listings"), (Accident, "accidents")):
        rows: Any = model._default_manager.filter(pk__in=done[name], enterprise=kept)
        if rows.update(enterprise_id=merged) != len(done[name]):
            raise Refused("没有撤销：转过去的挂牌或事故记录后来改过。请先处理那一条，再撤销合并。")
    classes_changed.send(sender=Finding, enterprises=sorted([kept, merged]), on=on)


def _inherit(kept: int, merged: int, on: date) -> Done:
    done: Done = {"inherited": [], "presumed": [], "ended": [], "contradicted": []}
    open_ones = Finding.objects.filter(enterprise__in=[kept, merged], valid_to=None, subject__in=GROUNDS)
    locked = list(open_ones.select_for_update().order_by("pk"))
    own = {row.subject: row for row in locked if row.enterprise_id == kept}
    for theirs in (row for row in locked if row.enterprise_id == merged):
        mine = own.get(theirs.subject)
        if theirs.state == State.CONFIRMED:
            _end(theirs, on, done)
            _inherit_confirmed(theirs, mine, kept, on, done)
        elif theirs.state == State.PRESUMED and mine is None:
            done["presumed"].append(_inherit_presumed(theirs, kept))
    return done


def _inherit_presumed(row: Finding, kept: int) -> dict[str, Any]:
    """It waits for a person at the kept one; its words stand in the merged one's texts, so here they are quoted."""
    was = {name: getattr(row, name) for name in ("rule", "evidence", "reason")}
    words = "、".join(span["text"] for span in row.evidence if span.get("kind") == "matched")
    row.enterprise_id, row.rule, row.evidence = kept, BY_HAND, []
    row.reason = f"并入的一家有此推定{f'，依据：{words}' if words else ''}"[:300]
    row.save()
    return {"id": row.pk, "subject": row.subject, "was": was}


def _end(row: Finding, on: date, done: Done) -> None:
    """One that would begin only now needs no end: it counts on no day in which the merged one has facts."""
    if row.valid_from and row.valid_from < on:
        Finding.objects.filter(pk=row.pk).update(valid_to=on)
        done["ended"].append([row.pk, on.isoformat()])


def _inherit_confirmed(theirs: Finding, mine: Finding | None, kept: int, on: date, done: Done) -> None:
    if mine and mine.state == State.REFUTED:
        done["contradicted"].append(theirs.subject)
    if mine and mine.state != State.PRESUMED:
        return
    heir = mine or Finding(enterprise_id=kept, subject=theirs.subject, presumed_at=clock.now())
    if mine is None:
        for name in _EVIDENCE:
            setattr(heir, name, getattr(theirs, name))
    for name in _DECISION:
        setattr(heir, name, getattr(theirs, name))
    heir.state = State.CONFIRMED
    heir.valid_from = max(on, theirs.valid_from or on)
    heir.save()
    made = {"id": heir.pk, "subject": heir.subject, "new": mine is None, "decision": _decision(heir)}
    done["inherited"].append(made)


def _disinherit(row: dict[str, Any], kept: int) -> None:
    heir = Finding.objects.select_for_update().filter(pk=row["id"], enterprise=kept).first()
    if heir is None or heir.state != State.CONFIRMED or _decision(heir) != row["decision"]:
        raise Refused("没有撤销：并过去的情形后来又核实过。请先在那家企业的页面处理，再撤销合并。")
    if row["new"]:
        heir.delete()
        return
    heir.state, heir.valid_from, heir.valid_to = State.PRESUMED, None, None
    heir.decided_at, heir.decided_by_id, heir.decided_name = None, None, ""
    heir.reason, heir.file_id = "", None
    heir.save()


def _take_back_presumed(done: dict[str, Any], kept: int, merged: int) -> None:
    row = Finding.objects.select_for_update().filter(pk=done["id"], enterprise=kept).first()
    if row is None or row.state != State.PRESUMED:
        raise Refused("没有撤销：并过去的推定已经有人核实。请先在那家企业的页面处理，再撤销合并。")
    row.enterprise_id = merged
    for name, value in done["was"].items():
        setattr(row, name, value)
    row.save()


def _decision(row: Finding) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _DECISION}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def _open_listing(on: date) -> Q:
    return Q(delisted_on=None) | Q(delisted_on__gt=on)


def _hand_over(rows: Any, kept: int, merged: int, same: tuple[str, ...]) -> list[int]:
    """Rows of the merged one that the kept one does not have already; their keys."""
    model: type[Model] = rows.model
    held = set(model._default_manager.filter(enterprise=kept).values_list(*same))
    going = [
        row.pk for row in rows.filter(enterprise=merged) if tuple(getattr(row, n) for n in same) not in held
    ]
    model._default_manager.filter(pk__in=going).update(enterprise_id=kept)
    return going
