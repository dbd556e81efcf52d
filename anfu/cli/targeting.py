"""Presumption on the command line, without a database."""

import json
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from anfu.cli.output import as_table, errors, fail, plain_errors
from anfu.core.intake.reading import UnreadableFile, open_table
from anfu.registry.roster.columns import match_columns
from anfu.registry.roster.normalise import normalise
from anfu.targeting.presumption import Presumed, load_lexicon, presume_chunks

app = typer.Typer(no_args_is_help=True, help="重点对象。")
SECTORS = {
    "metallurgy": "冶金",
    "nonferrous": "有色",
    "building_materials": "建材",
    "machinery": "机械",
    "light": "轻工",
    "textiles": "纺织",
    "tobacco": "烟草",
    "commerce": "商贸",
}


@app.callback()
def _targeting() -> None:
    pass


@app.command()
def presume(
    file: Annotated[Path, typer.Argument(help="名册（csv、xlsx）")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每行一个 JSON")] = False,
    json_: Annotated[bool, typer.Option("--json", help="一个 JSON 数组")] = False,
    processes: Annotated[int, typer.Option(help="进程数")] = 1,
) -> None:
    """Presume grounds, industry and sector for each row of a roster file; nothing is stored."""
    with plain_errors():
        try:
            rows = _presumed(file, processes)
            if jsonl:
                for row in rows:
                    print(json.dumps(row, ensure_ascii=False))
            elif json_:
                print(json.dumps(list(rows), ensure_ascii=False, indent=2))
            else:
                _summary(rows)
        except UnreadableFile as problem:
            fail(str(problem))


def _presumed(file: Path, processes: int) -> Iterator[dict[str, Any]]:
    table = open_table(file)
    columns = match_columns(table.headers)
    frames = (normalise(chunk.frame, columns).frame for chunk in table.chunks())
    done = 0
    for frame, presumed in presume_chunks(frames, load_lexicon(), processes):
        yield from _rows(frame, presumed)
        done += frame.height
        if sys.stderr.isatty():
            errors.print(f"已推定 {done} 行", end="\r")


def _rows(frame: pl.DataFrame, presumed: Presumed) -> Iterator[dict[str, Any]]:
    likely = presumed.grounds.filter(pl.col("likelier"))
    grounds: dict[int, list[dict[str, Any]]] = {}
    for row in likely.select("row", "ground", "strength", "evidence").iter_rows(named=True):
        grounds.setdefault(row.pop("row"), []).append(row)
    names = zip(frame["uscc"], frame["name"], presumed.industries.iter_rows(named=True), strict=True)
    for n, (uscc, name, industry) in enumerate(names):
        yield {
            "uscc": uscc,
            "name": name,
            "grounds": grounds.get(n, []),
            "section": industry["section"],
            "industry": industry["industry"],
            "sector": SECTORS.get(industry["sector"] or ""),
        }


def _summary(rows: Iterator[dict[str, Any]]) -> None:
    counts: dict[str, int] = {}
    total = 0
    for row in rows:
        total += 1
        for ground in row["grounds"]:
            counts[ground["ground"]] = counts.get(ground["ground"], 0) + 1
    rows_shown = sorted(counts.items(), key=itemgetter(1), reverse=True)
    as_table(f"推定：{total} 行", ["情形", "企业数"], rows_shown)
