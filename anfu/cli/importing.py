"""Files on the command line, of any kind: the same dry run, writing and verdicts as on the site."""

import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from anfu.cli.output import as_json, as_table, console, plain_errors
from anfu.cli.waiting import finish
from anfu.core import clock
from anfu.core.actor import Actor, platform
from anfu.core.intake import actions, queries
from anfu.core.intake.kinds import REFUSED, VERDICTS, IntakeKind, kind_of
from anfu.core.intake.store import Store
from anfu.core.models import Intake, IntakeState
from anfu.core.refusal import Refused
from anfu.registry import divisions


def group(code: str) -> typer.Typer:
    """`import` for one kind of file."""
    kind = kind_of(code)
    app = typer.Typer(no_args_is_help=True, help=f"{kind.label}。")

    @app.callback()
    def _group() -> None:
        pass

    @app.command("import", help=f"核对{kind.label}的每一行；加 --apply 才写入。退出码 1：什么都没有做。")
    def import_file(
        file: Annotated[Path, typer.Argument(help=f"{kind.label}文件（xlsx、csv）")],
        as_of: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help="情况截至哪一天，默认今天")
        ] = None,
        division: Annotated[str, typer.Option(help="为哪个县（市、区）导入，六位代码；默认全市")] = "",
        write: Annotated[bool, typer.Option("--apply", help="写入；不加只核对")] = False,
        json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        with plain_errors():
            day = as_of.date() if as_of else clock.today()
            found = _import(kind, file, day, division, write=write)
        if json:
            as_json(found)
        else:
            print_report(found, kind)

    return app


def operator(kind: IntakeKind) -> Actor:
    """Who imports at the command line."""
    return platform(frozenset({kind.permission}))


def upload(kind: IntakeKind, file: Path, day: date, division: str = "") -> Intake:
    """Take the file in."""
    path = file.resolve(strict=True)
    return actions.upload(kind, path, name=file.name, as_of=day, actor=operator(kind), division=division)


def report(intake: Intake, started: float) -> dict[str, Any]:
    """What the import did or would do; `started`: `time.monotonic()` at its beginning."""
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


def print_report(found: dict[str, Any], kind: IntakeKind) -> None:
    """The same for people."""
    console.print(f"{found['file']}，{found['rows']} 行", highlight=False)
    rows = [(label, found[name]) for name, label in VERDICTS.items()]
    as_table("结论", ["", "行"], [*rows, ("合计", sum(n for _, n in rows))])
    if by := found["refused_by_reason"]:
        reasons = kind.reasons()
        as_table("拒收原因", ["", "行"], [(reasons.get(code, code), n) for code, n in by.items()])
    placed = [(divisions.label(code), n) for code, n in found["placed_by_division"].items()]
    as_table("收下的行", ["属地", "行"], [*placed, ("待落位", found["waiting"])])
    done = "已写入" if found["state"] == IntakeState.APPLIED else "只核对，没有写入"
    console.print(f"{done}。用时 {found['seconds']} 秒。", highlight=False)


def _import(kind: IntakeKind, file: Path, day: date, division: str, *, write: bool) -> dict[str, Any]:
    started = time.monotonic()
    intake = _judged(upload(kind, file, day, division), kind)
    if write and actions.rows_to_write(intake.counts):
        intake = finish(actions.start_applying(intake.pk, actor=operator(kind)), "写入")
    found = report(intake, started)
    if intake.state == IntakeState.JUDGED:
        actions.drop(intake.pk, actor=operator(kind))
    return found


def _judged(intake: Intake, kind: IntakeKind) -> Intake:
    """The import with its verdicts; one that cannot be judged is given up again."""
    try:
        return finish(actions.start_judging(intake.pk, actor=operator(kind)), "核对")
    except Refused:
        actions.drop(intake.pk, actor=operator(kind))
        raise


def _places(intake: Intake) -> dict[str, Any]:
    """How many of the rows that were taken have a place, by county, and how many wait for one."""
    taken = Store.of(intake).verdicts(intake.written).filter(pl.col("verdict") != REFUSED)
    by = dict(taken.group_by("division").len().sort("division").collect().iter_rows())
    waiting = by.pop("", 0)
    return {"placed": sum(by.values()), "waiting": waiting, "placed_by_division": by}
