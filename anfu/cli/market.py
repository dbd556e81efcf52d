"""The market on the command line: what each chooser saw, recomputed from the ledger."""

import sys
from typing import Annotated

import typer

from anfu.cli.output import as_json, as_table, plain_errors
from anfu.core.refusal import Refused
from anfu.market.models import Demand
from anfu.market.queries.replaying import Replay, demands
from anfu.market.queries.replaying import replay as replayed

app = typer.Typer(no_args_is_help=True, help="供需与选择。")


@app.callback()
def _group() -> None:
    """供需与选择。"""


@app.command()
def replay(
    demand: Annotated[int | None, typer.Argument(help="需求的编号")] = None,
    every: Annotated[bool, typer.Option("--all", help="所有发布过的需求")] = False,
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """按台账重算每个选择的人当时看到的，说出与冻结的记录是否一致；被改过的报价逐份点名。"""
    with plain_errors():
        if (demand is None) == (not every):
            raise Refused("请写需求的编号，或者 --all，两样选一样。")
        done = [replayed(each) for each in (demands() if every else [_one(demand)])]
    _told(done, json)
    if any(each.faults for each in done):
        sys.exit(1)


def _one(key: int | None) -> Demand:
    found = (
        Demand.objects.exclude(state="draft")
        .select_related("closing_entry__rows")
        .filter(pk=key or 0)
        .first()
    )
    if found is None:
        raise Refused(f"没有发布过编号 {key} 的需求。")
    return found


def _told(done: list[Replay], json: bool) -> None:
    if json:
        faults = sum(len(each.faults) for each in done)
        shown = [each.as_plain() for each in done]
        as_json(
            {"demands": len(done), "choices": sum(d.choices for d in done), "faults": faults, "rows": shown}
        )
        return
    rows = [[d.demand, d.offers, d.choices, "一致" if not d.faults else "不一致"] for d in done]
    as_table("重算", ["需求", "开封报价", "选择", "结果"], rows)
    wrong = [[f.subject, f.detail] for d in done for f in d.faults]
    if wrong:
        as_table("不一致的", ["对象", "说明"], wrong)
