"""Rosters on the command line: the same dry run, writing and verdicts as on the site."""

import hashlib
import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from anfu.cli.output import as_json, as_table, console, plain_errors
from anfu.cli.waiting import finish
from anfu.core import clock
from anfu.core.actor import platform
from anfu.core.intake import actions, queries
from anfu.core.intake.kinds import REFUSED, VERDICTS, kind_of
from anfu.core.intake.store import Store
from anfu.core.models import Intake, IntakeState, StoredFile
from anfu.core.refusal import Refused

KIND = "roster"
OPERATOR = platform(frozenset({"registry.import"}))
app = typer.Typer(no_args_is_help=True, help="企业名册。")


@app.callback()
def _roster() -> None:
    pass


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="名册文件（xlsx、csv）")],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="情况截至哪一天，默认今天")
    ] = None,
    division: Annotated[str, typer.Option(help="为哪个县（市、区）导入，六位代码；默认全市")] = "",
    write: Annotated[bool, typer.Option("--apply", help="写入；不加只核对")] = False,
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Give each row of a roster its verdict; with --apply write what changes something. Exit code 1: nothing done."""
    with plain_errors():
        day = as_of.date() if as_of else clock.today()
        report = _import(file, day, division, write=write)
    if json:
        as_json(report)
    else:
        _print(report)


def load_once(path: Path) -> None:
    """Demo accounts and the roster, unless this very file has been taken in before; an interrupted one goes on."""
    from anfu.demo import accounts

    accounts.load()
    started = time.monotonic()
    intake = _known(path)
    if intake is not None and intake.state == IntakeState.APPLIED:
        console.print(f"{intake.name} 已载入过，没有再载入。", highlight=False)
        return
    intake = intake or _upload(path, clock.today(), "")
    if intake.state in (IntakeState.UPLOADED, IntakeState.FAILED):
        intake = finish(actions.start_judging(intake.pk, actor=OPERATOR), "核对")
    if intake.state == IntakeState.JUDGED and actions.rows_to_write(intake.counts):
        intake = finish(actions.start_applying(intake.pk, actor=OPERATOR), "写入")
    if intake.counts:
        _print(_report(intake, started))


def _import(file: Path, day: date, division: str, *, write: bool) -> dict[str, Any]:
    started = time.monotonic()
    intake = _judged(_upload(file, day, division))
    if write and actions.rows_to_write(intake.counts):
        intake = finish(actions.start_applying(intake.pk, actor=OPERATOR), "写入")
    report = _report(intake, started)
    if intake.state == IntakeState.JUDGED:
        actions.drop(intake.pk, actor=OPERATOR)
    return report


def _judged(intake: Intake) -> Intake:
    """The import with its verdicts; one that cannot be judged is given up again."""
    try:
        return finish(actions.start_judging(intake.pk, actor=OPERATOR), "核对")
    except Refused:
        actions.drop(intake.pk, actor=OPERATOR)
        raise


def _upload(file: Path, day: date, division: str) -> Intake:
    path = file.resolve(strict=True)
    return actions.upload(kind_of(KIND), path, name=file.name, as_of=day, actor=OPERATOR, division=division)


def _known(path: Path) -> Intake | None:
    """The import of these very bytes that is not given up."""
    given_up = (IntakeState.DROPPED, IntakeState.WITHDRAWN)
    stored = StoredFile.objects.filter(sha256=_digest(path.resolve(strict=True))).first()
    found = (
        Intake.objects.filter(kind=KIND, file=stored).exclude(state__in=given_up)
        if stored
        else Intake.objects.none()
    )
    return found.order_by("-pk").first()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _report(intake: Intake, started: float) -> dict[str, Any]:
    counts = intake.counts
    return {
        "file": intake.name,
        "as_of": intake.as_of,
        "state": intake.state,
        **{name: counts[name] for name in ("rows", *VERDICTS)},
        "refused_by_reason": {code: rows for code, _, rows in queries.reasons(intake)},
        **_places(intake),
        "seconds": round(time.monotonic() - started, 2),
    }


def _places(intake: Intake) -> dict[str, Any]:
    """How many of the rows that were taken have a place, by county, and how many wait for one."""
    taken = Store.of(intake).verdicts(intake.written).filter(pl.col("verdict") != REFUSED)
    by = dict(taken.group_by("division").len().sort("division").collect().iter_rows())
    waiting = by.pop("", 0)
    return {"placed": sum(by.values()), "waiting": waiting, "placed_by_division": by}


def _print(report: dict[str, Any]) -> None:
    kind = kind_of(KIND)
    console.print(f"{report['file']}，{report['rows']} 行", highlight=False)
    rows = [(label, report[name]) for name, label in VERDICTS.items()]
    as_table("结论", ["", "行"], [*rows, ("合计", sum(n for _, n in rows))])
    if by := report["refused_by_reason"]:
        reasons = kind.reasons()
        as_table("拒收原因", ["", "行"], [(reasons.get(code, code), n) for code, n in by.items()])
    placed = [(kind.words("division", code), n) for code, n in report["placed_by_division"].items()]
    as_table("收下的行", ["属地", "行"], [*placed, ("待落位", report["waiting"])])
    done = "已写入" if report["state"] == IntakeState.APPLIED else "只核对，没有写入"
    console.print(f"{done}。用时 {report['seconds']} 秒。", highlight=False)
