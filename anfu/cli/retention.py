"""How long records are kept: the report, and the round that clears what is past its time."""

from typing import Annotated, Any

import typer

from anfu.cli.output import as_json, as_table, fail, plain_errors

app = typer.Typer(no_args_is_help=True, help="保留期限。")


@app.command()
def report(json_: Annotated[bool, typer.Option("--json", help="JSON")] = False) -> None:
    """Each kind: how long it is kept, how many there are, the oldest, and what the last round ended."""
    from anfu.core import clock
    from anfu.core.retention.report import lines

    with plain_errors():
        rows = [_plain(line) for line in lines(clock.today())]
    if json_:
        as_json(rows)
    else:
        names = ["种类", "保留天数", "现有", "最早", "上次清理", "清理", "问题"]
        as_table("保留期限", names, [list(row.values())[1:] for row in rows])


@app.command()
def run(json_: Annotated[bool, typer.Option("--json", help="JSON")] = False) -> None:
    """Clear now what is past its time; the worker does it once a day by itself."""
    from anfu.core.retention.clearing import cleared
    from anfu.core.retention.table import kinds

    with plain_errors():
        runs = [(kind.label, cleared(kind)) for kind in kinds()]
    rows = [{"kind": label, "ended": run.ended, "problem": run.problem} for label, run in runs]
    if json_:
        as_json(rows)
    else:
        as_table("清理", ["种类", "清理", "问题"], [row.values() for row in rows])
    if failed := [row["kind"] for row in rows if row["problem"]]:
        fail(f"没有清理完：{'、'.join(map(str, failed))}。请看日志。")


def _plain(line: Any) -> dict[str, Any]:
    last = line.last
    return {
        "code": line.kind.code,
        "label": line.kind.label,
        "days": line.days,
        "count": line.held.many,
        "oldest": line.oldest,
        "last_run": last.at.date() if last else None,
        "ended": last.ended if last else None,
        "problem": last.problem if last else None,
    }
