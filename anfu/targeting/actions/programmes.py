"""A county's or department's own programme (二(一)末): begun with its conditions, ended on a day; never rewritten."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import jobs, ledger
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.ledger.record import CITY
from anfu.core.refusal import Refused
from anfu.targeting.actions.checks import ABSENT, allowed, reason_given
from anfu.targeting.jobs import SPREAD
from anfu.targeting.models import Programme
from anfu.targeting.programmes.conditions import read

PERMISSION = "targeting.programme"


@transaction.atomic
def create_programme(
    name: str, *, division: str, conditions: Iterable[Any], valid_from: date, actor: Actor, on: date, office: str = "",
    valid_to: date | None = None,
) -> Programme:  # fmt: skip
    """A programme over a period; an empty division is the whole city, which only the city may target."""
    allowed(actor, PERMISSION, "设立专项")
    if not actor.whole_city and division not in actor.divisions:
        raise Refused("只能为自己的地区设立专项。没有保存。", field="division")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused("结束日期要晚于开始日期。", field="valid_to")
    if Programme.objects.filter(division=division, name=name, valid_from=valid_from).exists():
        raise Refused("同名、同日开始的专项已经有了。", field="name")
    try:
        checked = read(conditions)
    except ValueError as wrong:
        raise Refused(f"{wrong}。没有保存。") from wrong
    programme = Programme.objects.create(
        name=name, office=office or actor.office, division=division, valid_from=valid_from, valid_to=valid_to,
        conditions=[condition.as_json() for condition in checked],
    )  # fmt: skip
    _record("targeting.programme_created", programme, {"conditions": programme.conditions}, actor, valid_from)
    return programme


@transaction.atomic
def end_programme(
    programme_id: int, *, actor: Actor, on: date, valid_to: date, reason: str, version: str = ""
) -> Programme:
    """The programme ends with the day before `valid_to`; the time before keeps its hits."""
    allowed(actor, PERMISSION, "结束专项")
    rows = Programme.objects.visible_to(actor).select_for_update()
    programme = rows.filter(pk=programme_id).first()
    if programme is None:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(programme), version, f"programme:{programme.pk}")
    if not actor.whole_city and programme.division not in actor.divisions:
        raise Refused("这是全市的专项，只有市级能结束。没有改动。")
    if programme.valid_to is not None and programme.valid_to <= on:
        raise Refused(f"这个专项已在 {programme.valid_to} 结束。没有改动。")
    if valid_to <= programme.valid_from or valid_to < on:
        raise Refused("结束日期要在今天或以后，并晚于开始日期。", field="valid_to")
    why, programme.valid_to = reason_given(reason), valid_to
    programme.save(update_fields=["valid_to"])
    _record("targeting.programme_ended", programme, {"reason": why}, actor, valid_to)
    return programme


def _record(verb: str, programme: Programme, more: dict[str, Any], actor: Actor, on: date) -> None:
    after = {"name": programme.name, "division": programme.division, **more}
    after["valid_to"] = programme.valid_to.isoformat() if programme.valid_to else None
    stream = programme.division or CITY
    ledger.record(verb, f"programme:{programme.pk}", actor=actor, on=on, stream=stream, after=after)
    # Its hits may be very many, and figures follow them: that is work for the background.
    jobs.enqueue(SPREAD, {"programme": programme.pk, "on": on.isoformat()}, actor=actor)
