"""The ledger on the command line."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from anfu.cli.output import as_json, console, errors, plain_errors
from anfu.core import ledger

app = typer.Typer(no_args_is_help=True, help="账本。")


@app.callback()
def _ledger() -> None:
    pass


@app.command()
def verify(json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """Read the whole ledger and name the first bad entry of each stream; exit code 1 where there is one."""
    with plain_errors():
        read, faults = ledger.verify(lambda done: None if json else errors.print(f"已读 {done} 条", end="\r"))
    if json:
        as_json({"entries": read, "ok": not faults, "faults": [asdict(fault) for fault in faults]})
    for fault in [] if json else faults:
        console.print(f"账本 {fault.stream} 第 {fault.seq} 条：{fault.reason}", style="red")
    if not json and not faults:
        console.print(f"已读 {read} 条，链校验无误。")
    sys.exit(1 if faults else 0)
