"""Accidents: one of the facts behind class 5 (二(一)5)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import bulk, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.registry.records.apply import lock_firms
from anfu.targeting.actions.checks import (
    allowed,
    not_after,
    stream_for,
    stream_of,
    subject_of,
    visible_enterprise,
)
from anfu.targeting.models import Accident
from anfu.targeting.signals import classes_changed

RECORD = "targeting.record"


@dataclass(frozen=True, slots=True)
class AccidentRow:
    """One accident to be recorded; `loss_fen` None is not known."""

    enterprise_id: int
    happened_on: date
    deaths: int
    injuries: int
    loss_fen: int | None
    description: str
    source: str


@transaction.atomic
def record_accident(row: AccidentRow, *, actor: Actor, on: date) -> Accident:
    """An accident became known."""
    allowed(actor, RECORD, "登记事故")
    enterprise = visible_enterprise(row.enterprise_id, actor)
    _sound(row, on)
    lock_firms([enterprise.pk])
    same = Accident.objects.filter(
        enterprise=enterprise, happened_on=row.happened_on, description=row.description
    )
    if same.exists():
        raise Refused("这起事故已经登记过。没有重复登记。", field="happened_on")
    made = Accident.objects.create(**asdict(row))
    ledger.record(
        "targeting.accident", subject_of(enterprise), actor=actor, on=row.happened_on,
        stream=stream_of(enterprise), after=_told(row),
    )  # fmt: skip
    classes_changed.send(Accident, enterprises=[enterprise.pk], on=row.happened_on)
    return made


@transaction.atomic
def record_accidents(rows: Sequence[AccidentRow], *, actor: Actor, on: date) -> int:
    """Many accidents at once, one ledger entry; the caller has judged each row and its territory. Returns how many."""
    allowed(actor, RECORD, "登记事故")
    for row in rows:
        _sound(row, on)
    columns = [field.name for field in fields(AccidentRow)]
    written = bulk.insert("targeting_accident", columns, [tuple(_told(row).values()) for row in rows])
    if rows:
        told = [_told(row) for row in rows]
        ledger.record_rows(
            "targeting.accidents", "accidents", told, actor=actor, on=on, stream=stream_for(actor)
        )
        classes_changed.send(Accident, enterprises=sorted({row.enterprise_id for row in rows}), on=on)
    return written


def _sound(row: AccidentRow, on: date) -> None:
    not_after(row.happened_on, on, "happened_on")
    if min(row.deaths, row.injuries, row.loss_fen or 0) < 0:
        raise Refused("人数和损失不能是负数。")


def _told(row: AccidentRow) -> dict[str, Any]:
    return asdict(row) | {"happened_on": row.happened_on.isoformat()}
