"""Experts on the command line: a draw from the pool, and its public record."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from anfu.cli.output import as_json, console, errors, plain_errors
from anfu.core import clock
from anfu.core.actor import platform
from anfu.core.refusal import Refused
from anfu.core.web.formats import moment
from anfu.experts.actions import drawing
from anfu.experts.actions.planning import Plan
from anfu.experts.draw import written
from anfu.experts.draw.commitment import Group
from anfu.experts.models import Draw
from anfu.experts.queries.draws_stored import record_of

app = typer.Typer(no_args_is_help=True, help="专家库。")
OPERATOR = platform(frozenset({"experts.draw"}))


@app.callback()
def _experts() -> None:
    pass


@app.command()
def draw(
    seats: Annotated[int, typer.Option(help="抽几位")],
    record: Annotated[Path, typer.Option(help="把公开记录写到这个文件")],
    source: Annotated[
        list[str] | None, typer.Option(help="随机来源，名称=值，可以多个；只写名称的，冻结名单以后再问值")
    ] = None,
    issue: Annotated[str, typer.Option(help="公共数字的期号或日期")] = "命令行给出",
    speciality: Annotated[list[str] | None, typer.Option(help="专业代码，可以多个")] = None,
    region: Annotated[list[str] | None, typer.Option(help="所在地区代码，可以多个")] = None,
    level: Annotated[list[str] | None, typer.Option(help="province、city、county，可以多个")] = None,
    alternates: Annotated[int, typer.Option(help="候补人数")] = 2,
    exclude_party: Annotated[list[str] | None, typer.Option(help="要回避的单位的信用代码，可以多个")] = None,
    purpose: Annotated[str, typer.Option(help="事项；一件事只抽一次")] = "",
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Draw experts at random: the pool is frozen and committed first, then chance comes in."""
    with plain_errors():
        if not record.parent.is_dir():
            raise Refused(f"没有这个文件夹：{record.parent}。没有抽取。")
        sources = _sources(source or [])
        plan = Plan(
            purpose=purpose or f"命令行抽取 {moment(clock.now())}",
            groups=(Group("a", seats, tuple(speciality or ()), tuple(region or ())),),
            public_name="、".join(sources), public_issue=issue, alternates=alternates,
            levels=tuple(level or ()), parties=tuple(exclude_party or ()),
        )  # fmt: skip
        made = drawing.commit_at_once(plan, actor=OPERATOR, on=clock.today())
        errors.print(f"名单已冻结，校验码 {made.commit_hash}", soft_wrap=True, highlight=False)
        values = {name: value or _asked(name) for name, value in sources.items()}
        drawn = drawing.draw(made.pk, values, actor=OPERATOR, on=clock.today())
        said = record_of(drawn)
        record.write_text(written(said), "utf-8")
    _told(drawn, said, record, json)


@app.command("record")
def write_record(
    purpose: Annotated[str, typer.Argument(help="事项")],
    record: Annotated[Path | None, typer.Option(help="写到这个文件；缺省写到屏幕")] = None,
) -> None:
    """Write the public record of a draw as it stands now."""
    with plain_errors():
        found = Draw.objects.published().filter(purpose=purpose).first()
        if found is None:
            raise Refused(f"没有公开过“{purpose}”的抽取。")
        text = written(record_of(found))
        if record is None:
            sys.stdout.write(text)
        else:
            record.write_text(text, "utf-8")


def _sources(given: list[str]) -> dict[str, str]:
    """Name -> value, "" where it is asked for after the freeze."""
    if not given and not sys.stdin.isatty():
        raise Refused("请用 --source 名称=值 给出随机来源，可以多个。没有抽取。")
    pairs = [each.partition("=") for each in given or [typer.prompt("随机来源的名称", err=True)]]
    names = [name.strip() for name, _, _ in pairs]
    if len(names) != len(set(names)) or not all(names) or any("、" in name for name in names):
        raise Refused("随机来源要有名称，名称不能相同，不能有顿号。没有抽取。")
    if not sys.stdin.isatty() and not all(value.strip() for _, _, value in pairs):
        raise Refused("这里不能问，请把来源写成 名称=值。没有抽取。")
    return {name: value.strip() for name, (_, _, value) in zip(names, pairs, strict=True)}


def _asked(name: str) -> str:
    value: str = typer.prompt(f"{name} 的值", err=True)
    return value


def _told(drawn: Draw, said: dict[str, Any], record: Path, json: bool) -> None:
    commit = said["commit"]
    facts = {
        "draw": drawn.pk,
        "purpose": drawn.purpose,
        "pool": len(commit["pool"]),
        "excluded": len(commit["exclusions"]),
        "commit_hash": said["commit_hash"],
        "seed": said["seed"],
        "seats": said["seats"]["a"],
        "alternates": said["alternates"]["a"],
        "digest": said["digest"],
        "record": str(record),
    }
    if json:
        as_json(facts)
        return
    console.print(
        f"“{drawn.purpose}”：{facts['pool']} 人里抽 {len(facts['seats'])} 人，排除 {facts['excluded']} 人。"
    )
    for n, line in enumerate(facts["seats"], 1):
        console.print(f"{n}  {line}", soft_wrap=True, highlight=False)
    console.print(f"记录：{record}。谁都能核：python3 scripts/verify_draw.py {record}", soft_wrap=True)
