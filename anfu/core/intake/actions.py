"""What a person does with an import: upload, match columns, write, give up, take back."""

import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from anfu.core import clock, files, jobs, ledger, parameters
from anfu.core.actor import Actor
from anfu.core.explaining import explained
from anfu.core.intake import acting, hiding, mapping, waits
from anfu.core.intake.kinds import IntakeKind, kind_of
from anfu.core.intake.lifecycle import lifecycle_of
from anfu.core.intake.store import Store, folder_of
from anfu.core.models import Intake
from anfu.core.models.file import Scan
from anfu.core.refusal import Refused

JUDGE, APPLY, WITHDRAW = "core.intake_judge", "core.intake_apply", "core.intake_withdraw"


@transaction.atomic
def upload(
    kind: IntakeKind,
    path: Path,
    *,
    name: str,
    as_of: date,
    actor: Actor,
    division: str = "",
    scan: Scan = Scan.UNSCANNED,
) -> Intake:
    """Take a file in: it is read as far as its headers, kept by its hash, and its columns are recognised.

    `division`: for whom, where a city officer loads for one county. UnreadableFile says what is wrong.
    """
    place, organisation = _place(kind, actor, division)
    if as_of > clock.today():
        raise Refused("情况截至的日期不能晚于今天。请改成今天或以前。", field="as_of")
    with hiding.kept_form(kind, path) as kept:
        found = mapping.recognise(kind, mapping.open_file(kind, kept), actor)
        with kept.open("rb") as stream:
            form = "csv" if found["encoding"] else "xlsx"
            stored = files.keep_stream(stream, name=name, kind=form, scan=scan)
    intake = Intake.objects.create(
        kind=kind.code,
        file=stored,
        name=Path(name).name[-200:],
        as_of=as_of,
        division=place,
        organisation_id=organisation,
        mapping=found,
        created_at=clock.now(),
        created_by_id=actor.user_id,
    )
    _record("uploaded", intake, actor, {"file": stored.sha256, "kind": kind.code, "as_of": as_of})
    waits.follow(intake)
    return intake


@transaction.atomic
def choose_columns(intake_id: int, choice: Mapping[int, str | None], *, actor: Actor) -> Intake:
    """Match columns by hand and remember it for the office; a file that was judged has to be judged again."""
    intake, kind = locked(intake_id, actor)
    try:
        columns = kind.edit(mapping.columns_of(intake), choice)
    except ValueError as problem:
        raise Refused(f"{problem}。列的对应没有改。") from problem
    _step(intake, kind, "judge", actor)
    intake.mapping = {**intake.mapping, "columns": mapping.to_json(columns)}
    mapping.remember(kind, columns, actor.office)
    return _start_judging(intake, kind, actor)


@transaction.atomic
def start_judging(intake_id: int, *, actor: Actor) -> Intake:
    """Judge every row with the columns as they are matched: a dry run, nothing is written."""
    intake, kind = locked(intake_id, actor)
    _step(intake, kind, "judge", actor)
    return _start_judging(intake, kind, actor)


@transaction.atomic
def start_applying(intake_id: int, *, actor: Actor) -> Intake:
    """Write what was judged, batch by batch, as a job."""
    intake, kind = locked(intake_id, actor)
    if not rows_to_write(intake.counts):
        raise Refused("没有要写入的行：没有新增，也没有更新。可以放弃这一批。")
    _step(intake, kind, "apply", actor)
    intake.job = jobs.enqueue(APPLY, _arguments(intake, actor), actor=actor)
    intake.batches = len(Store.of(intake).plan())
    intake.save(update_fields=["state", "job", "batches"])
    _record("applying", intake, actor, {"rows": rows_to_write(intake.counts)})
    waits.follow(intake)
    return intake


@transaction.atomic
def drop(intake_id: int, *, actor: Actor) -> None:
    """Give the import up; nothing of it was written. Its verdicts go, the file stays for its time (`core.retention`)."""
    intake, kind = locked(intake_id, actor)
    _step(intake, kind, "drop", actor)
    intake.save(update_fields=["state"])
    _record("dropped", intake, actor, {})
    waits.follow(intake)
    transaction.on_commit(lambda: shutil.rmtree(folder_of(intake), ignore_errors=True))


@transaction.atomic
def start_withdrawing(intake_id: int, *, reason: str, actor: Actor) -> Intake:
    """Take back what the import wrote and nothing later builds on; only within `intake.withdraw_days`."""
    intake, kind = locked(intake_id, actor)
    last = last_day_to_withdraw(intake)
    if last is not None and clock.today() > last:
        raise Refused(f"只能在 {last} 以前撤回。写错的请逐条改，或导入一份改好的文件。")
    said = explained(reason, most=500)
    _step(intake, kind, "withdraw", actor)
    intake.job = jobs.enqueue(WITHDRAW, _arguments(intake, actor), actor=actor)
    intake.save(update_fields=["state", "job"])
    _record("withdrawing", intake, actor, {"reason": said})
    return intake


def last_day_to_withdraw(intake: Intake) -> date | None:
    """The last day on which the import can be taken back; None before it is written."""
    if intake.applied_at is None:
        return None
    day = timezone.localtime(intake.applied_at).date()
    return day + timedelta(days=parameters.value("intake.withdraw_days", on=day))


def rows_to_write(counts: Mapping[str, Any]) -> int:
    """How many rows would change something."""
    return int(counts.get("created", 0)) + int(counts.get("updated", 0))


def locked(intake_id: int, actor: Actor) -> tuple[Intake, IntakeKind]:
    """The import, locked for this transaction, and its kind; Intake.DoesNotExist for a foreign one."""
    intake = Intake.objects.visible_to(actor).select_for_update().get(pk=intake_id)
    return intake, kind_of(intake.kind)


def _step(intake: Intake, kind: IntakeKind, verb: str, actor: Actor) -> None:
    lifecycle_of(kind).move(intake, verb, actor)


def _start_judging(intake: Intake, kind: IntakeKind, actor: Actor) -> Intake:
    if missing := kind.missing(mapping.columns_of(intake)):
        raise Refused(
            f"没有对上“{'、'.join(missing)}”这一列，无法核对。请在列的对应里选出它。", field="columns"
        )
    intake.round += 1
    intake.counts, intake.error, intake.rows_kept = {}, "", True
    intake.job = jobs.enqueue(JUDGE, _arguments(intake, actor), actor=actor)
    intake.save(update_fields=["state", "mapping", "round", "counts", "error", "job", "rows_kept"])
    matched = {column.header: column.field for column in mapping.columns_of(intake) if column.field}
    _record("judging", intake, actor, {"columns": matched})
    waits.follow(intake)
    return intake


def _arguments(intake: Intake, actor: Actor) -> dict[str, Any]:
    return {"intake": intake.pk, "round": intake.round, "actor": acting.to_json(actor)}


def _place(kind: IntakeKind, actor: Actor, division: str) -> tuple[str, int | None]:
    """The division whose matter it is, or the organisation."""
    if not actor.may(kind.permission):
        raise Refused(f"你没有导入{kind.label}的权限。文件没有保存。")
    if kind.party:
        own = list(actor.own(kind.party))
        if len(own) != 1:
            raise Refused(f"{kind.label}由单位自己导入，你现在不代表这样的单位。文件没有保存。")
        return "", own[0]
    near = ledger.CITY if actor.whole_city else min(actor.divisions, default="")
    place = division or near
    if not place or not (actor.whole_city or place in actor.divisions):
        raise Refused("这个地区不在你的管辖范围。文件没有保存。", field="division")
    return place, None


def _record(verb: str, intake: Intake, actor: Actor, after: dict[str, Any]) -> None:
    ledger.record(
        f"core.intake_{verb}",
        f"intake:{intake.pk}",
        actor=actor,
        on=clock.today(),
        stream=intake.division,
        after={"name": intake.name, **after},
    )
