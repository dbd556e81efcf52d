"""Coverage on the command line."""

from typing import Annotated, Any

import typer

from anfu.cli.output import as_json, as_table, day, plain_errors
from anfu.core.actor import platform
from anfu.core.refusal import Refused
from anfu.targets.groups import GROUPS, HIGH_RISK
from anfu.targets.queries.coverage import SIDES, Row
from anfu.targets.queries.coverage import coverage as rows_of

# The operator sees the whole city.
SEER = platform(frozenset({"targets.view"}))
# Towns are many: asked for by name.
DEFAULT = [side for side in SIDES if side != "town"]
COLUMNS = ["口径", "应覆盖", "已覆盖", "覆盖率", "今年新增", "目标", "差（家）"]


def coverage(
    on: Annotated[str, typer.Option(help="截至哪一天（缺省今天）")] = "",
    by: Annotated[str, typer.Option(help=f"按什么分：{'、'.join(SIDES)}；缺省除镇街外全部")] = "",
    group: Annotated[str, typer.Option(help="哪些企业，例如 class_1、industrial")] = HIGH_RISK,
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Contracted coverage (签约覆盖) as of a day."""
    with plain_errors():
        when = day(on)
        if by not in ("", *SIDES) or group not in GROUPS:
            raise Refused(f"--by 可用：{'、'.join(SIDES)}；--group 可用：{'、'.join(GROUPS)}")
        tables = {side: rows_of(when, SEER, side, group) for side in ([by] if by else DEFAULT)}
    if json:
        listed = {side: [_plain(row) for row in rows] for side, rows in tables.items()}
        as_json({"on": when, "basis": "签约覆盖", "clause": "一(二)", "group": group, "tables": listed})
        return
    for side, rows in tables.items():
        as_table(f"{GROUPS[group].label} · 按 {side} · 截至 {when}", COLUMNS, [_shown(row) for row in rows])


def _plain(row: Row) -> dict[str, Any]:
    figure = row.figure
    return {
        "code": row.code,
        "label": row.label,
        "in_scope": figure.in_scope,
        "covered": figure.covered,
        "rate_bp": figure.rate_bp,
        "newly": figure.newly,
        "newly_rate_bp": figure.newly_bp,
        "target_bp": row.target_bp,
        "gap": row.gap,
    }


def _shown(row: Row) -> list[Any]:
    plain = _plain(row)
    rate, target = (
        None if bp is None else f"{bp / 100:.1f}%" for bp in (plain["rate_bp"], plain["target_bp"])
    )
    return [row.label, plain["in_scope"], plain["covered"], rate, plain["newly"], target, plain["gap"]]
