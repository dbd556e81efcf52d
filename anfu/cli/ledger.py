"""The ledger on the command line."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from anfu.cli.output import as_json, console, errors, plain_errors
from anfu.core import clock, ledger
from anfu.core.actor import platform
from anfu.core.ledger import checkpoint as checkpoints
from anfu.core.ledger import receipts
from anfu.core.ledger.export import PURPOSES, take
from anfu.core.ledger.queries import visible_to
from anfu.core.ledger.state import replay as replaying
from anfu.core.refusal import Refused

_PURPOSES = "、".join(f"{code}（{words}）" for code, words in PURPOSES.items())
SEER = platform(frozenset({"core.view_ledger"}))
app = typer.Typer(no_args_is_help=True, help="台账。")


@app.callback()
def _ledger() -> None:
    pass


@app.command()
def checkpoint(json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """Cover every entry with a signed checkpoint now, and publish it."""
    with plain_errors():
        point = checkpoints.make_checkpoint()
    told = {"size": point.size, "root": point.root.hex(), "folder": checkpoints.folder()} if point else None
    if json:
        as_json(told)
    elif point:
        console.print(
            f"检查点：{point.size} 条，根 {point.root.hex()[:16]}…，在 {checkpoints.folder()}",
            highlight=False,
        )
    else:
        console.print("台账还是空的，没有检查点可做。")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="写到哪个文件；缺省写到标准输出")] = None,
    purpose: Annotated[str, typer.Option(help=f"用途，记入台账：{_PURPOSES}")] = "proof",
    json: Annotated[bool, typer.Option("--json", help="写完后以 JSON 说条数（要给文件）")] = False,
) -> None:
    """Every entry as lines of JSON in the order of the tree, for anfu-verify; that it was taken is an entry itself."""
    with plain_errors():
        lines = take(purpose, actor=SEER, on=clock.today())
        count = _write(file, lines) if file else _print(lines)
    if file and json:
        as_json({"file": file, "entries": count})
    elif file:
        console.print(f"已写 {count} 条到 {file}", highlight=False)


@app.command()
def receipt(
    stream: Annotated[str, typer.Argument(help="台账，六位地区代码")],
    seq: Annotated[int, typer.Argument(help="第几条")],
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出（就是可以拿去核的回执）")] = False,
) -> None:
    """One entry with the proof that a checkpoint covers it."""
    with plain_errors():
        entry = visible_to(SEER).filter(stream=stream, seq=seq).first()
        if entry is None:
            raise Refused(f"台账 {stream} 没有第 {seq} 条。")
        told = receipts.receipt(entry)
    proof = told["proof"]
    if json:
        as_json(told)
    elif proof:
        console.print(
            f"{stream}-{seq} 在位置 {proof['index']}，被 {proof['size']} 条的检查点盖住。", highlight=False
        )
    else:
        console.print(f"{stream}-{seq} 还没有检查点盖住；有后台进程在跑时，一分钟内会有。", highlight=False)


def _write(file: Path, lines: Iterator[str]) -> int:
    with file.open("w", encoding="utf-8") as out:
        return sum(out.write(line) and 1 for line in lines)


def _print(lines: Iterator[str]) -> int:
    return sum(sys.stdout.write(line) and 1 for line in lines)


@app.command()
def replay(json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """Compare every audited row with the ledger and name those changed behind its back; exit code 1 where there are."""
    with plain_errors():
        done = replaying.replay(lambda n, total, note="": None if json else errors.print(note, end="\r"))
    if json:
        as_json(replaying.as_plain(done))
    for each in [] if json else done.differences:
        console.print(f"{each.table} {each.key}：绕开平台{replaying.WORDS[each.what]}", style="red")
    if not json and not done.differences:
        console.print(f"已核 {done.rows} 行，与台账一致。", highlight=False)
    if done.unreadable and not json:
        console.print(f"{done.unreadable} 行登记时的列现在没有了，核不了。", style="yellow", highlight=False)
    sys.exit(1 if done.differences else 0)


@app.command()
def verify(json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """Read the whole ledger and name the first bad entry of each stream; exit code 1 where there is one."""
    with plain_errors():
        read, faults = ledger.verify(lambda done: None if json else errors.print(f"已读 {done} 条", end="\r"))
    if json:
        as_json({"entries": read, "ok": not faults, "faults": [asdict(fault) for fault in faults]})
    for fault in [] if json else faults:
        console.print(f"台账 {fault.stream} 第 {fault.seq} 条：{fault.reason}", style="red")
    if not json and not faults:
        console.print(f"已读 {read} 条，链校验无误。")
    sys.exit(1 if faults else 0)
