"""Numbers of the policy: dated rows with their clause. A rule asks for the value on its day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.models import Parameter
from anfu.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Definition:
    """What a parameter means: its words, unit and bounds. Values live in the database."""

    code: str
    label: str
    unit: str
    clause: str
    minimum: int
    maximum: int
    note: str = ""


@cache
def _shipped() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(Path(settings.PACKAGE).glob("*/data/parameters.toml")):
        found += tomllib.loads(path.read_text("utf-8"))["parameter"]
    return found


@cache
def definitions() -> dict[str, Definition]:
    """Every parameter that some room declares in its data/parameters.toml."""
    names = Definition.__slots__
    return {row["code"]: Definition(**{k: v for k, v in row.items() if k in names}) for row in _shipped()}


def value(code: str, *, on: date, division: str = "") -> int:
    """The value in force on that day; a division's own stands before the city's. KeyError where none is known."""
    return table(on=on)[code, division] if (code, division) in table(on=on) else table(on=on)[code, ""]


def table(*, on: date) -> dict[tuple[str, str], int]:
    """All values in force on a day, by (code, division), in one query."""
    rows = Parameter.objects.filter(valid_from__lte=on).order_by("valid_from")
    return {(code, division): v for code, division, v in rows.values_list("code", "division", "value")}


def history(code: str) -> QuerySet[Parameter]:
    """Every value that a parameter ever had, newest first."""
    return Parameter.objects.filter(code=code).order_by("-valid_from", "division")


@transaction.atomic
def set_value(
    code: str, new: int, *, valid_from: date, actor: Actor, reason: str, division: str = ""
) -> Parameter:
    """A new value from a day on (today or later); past values stay as they were."""
    definition = definitions().get(code)
    if definition is None:
        raise Refused("没有这个参数。请从参数页上选择。")
    if not actor.may("core.set_parameter"):
        raise Refused("只有市级管理员能改参数。你写的内容没有保存。")
    if valid_from < clock.today():
        raise Refused(
            "生效日期不能早于今天：过去的数字已经按原来的值算出。请改成今天或以后。", field="valid_from"
        )
    if not definition.minimum <= new <= definition.maximum:
        raise Refused(
            f"{definition.label}要在 {definition.minimum} 到 {definition.maximum} 之间。", field="value"
        )
    if len(reason.strip()) < 5:
        raise Refused("请写明理由，5 个字以上。", field="reason")
    return _write(definition, new, valid_from, actor, reason.strip(), division)


def _write(d: Definition, new: int, valid_from: date, actor: Actor, reason: str, division: str) -> Parameter:
    before = Parameter.objects.filter(code=d.code, division=division, valid_from=valid_from).first()
    row, _ = Parameter.objects.update_or_create(
        code=d.code,
        division=division,
        valid_from=valid_from,
        defaults={"value": new, "clause": d.clause, "source": actor.office or actor.name, "reason": reason},
    )
    ledger.record(
        "core.parameter_set",
        f"parameter:{d.code}",
        actor=actor,
        on=valid_from,
        before={"value": before.value} if before else {},
        after={"value": new, "division": division, "reason": reason},
    )
    return row


def load_defaults(**_: Any) -> None:
    """Write the shipped values that are not there yet; runs after every migration."""
    known = set(Parameter.objects.values_list("code", "division", "valid_from"))
    missing = [row for row in _shipped() if (row["code"], "", row["valid_from"]) not in known]
    with ledger.guard.without_ledger():
        Parameter.objects.bulk_create(
            Parameter(
                code=row["code"],
                valid_from=row["valid_from"],
                value=row["value"],
                clause=row["clause"],
                source=row["source"],
            )
            for row in missing
        )
