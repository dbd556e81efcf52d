"""The files on the officer's table: two rosters and a list of contracts, with the faults that such files have."""

from datetime import date
from pathlib import Path

import polars as pl

from anfu.demo.city import CityChunk, generate
from anfu.demo.providers import providers
from anfu.demo.roster import contract_rows, roster_rows

NEW = 500  # further firms of the same city, of which the county's are taken
CODE, NAME, STAFF, CAPITAL = "统一社会信用代码", "企业名称", "从业人员", "注册资金"
PLACE = ["属地", "镇街", "注册地址"]
# What this office hands over; the rest stays as it is known.
HEADERS = [
    NAME,
    CODE,
    "注册日期",
    CAPITAL,
    "经营范围",
    "地区",
    *PLACE,
    "行业代码",
    STAFF,
    "登记状态",
    "联系人",
    "联系电话",
]


def write_all(folder: Path, *, county: str, enterprises: int, seed: int, today: date) -> dict[str, Path]:
    """`written`, `waiting` (rosters) and `contracts` in the folder, of one county of the city with that seed."""
    city, more = generate(enterprises=enterprises + NEW, seed=seed, today=today, chunk=enterprises)
    known, new = _rows(city, county).head(30), _rows(more, county)
    half, second_code = new.height // 2, new.tail(1)
    written = pl.concat(
        [_grown(known[:12]), known[12:], _adrift(new[:4]), new[4:half], _twin(known[5:6], second_code)]
    )
    waiting = pl.concat([new[half:-1], _grown(known[20:26]), _faulty(known)])
    return {
        "written": _csv(folder / "永康市第三季度企业名册.csv", pl.concat([written, _faulty(known)])),
        "waiting": _csv(folder / "永康市第四季度企业名册.csv", waiting),
        "contracts": _csv(folder / "永康市服务合同清单.csv", _contracts(more, new[4:half], seed)),
    }


def _rows(chunk: CityChunk, county: str) -> pl.DataFrame:
    return roster_rows(chunk.current.filter(pl.col("division") == county)).cast(pl.String).select(HEADERS)


def _grown(rows: pl.DataFrame) -> pl.DataFrame:
    """The same firms with more people than before."""
    return rows.with_columns((pl.col(STAFF).cast(pl.Int64).fill_null(9) + 3).cast(pl.String))


def _adrift(rows: pl.DataFrame) -> pl.DataFrame:
    """Firms whose place cannot be read."""
    return rows.with_columns(
        *(pl.lit("").alias(name) for name in PLACE[:2]), pl.lit("工业功能区 3 号").alias(PLACE[2])
    )


def _twin(firm: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The firm once more, under another code."""
    return firm.with_columns(pl.lit(other[CODE][0]).alias(CODE))


def _faulty(known: pl.DataFrame) -> pl.DataFrame:
    """A mistyped code, an amount that is none, a firm of another city."""
    row = known.head(1)
    code = row[CODE][0]
    mistyped = row.with_columns(pl.lit(code[:-1] + ("0" if code[-1] != "0" else "1")).alias(CODE))
    unclear = known[1:2].with_columns(pl.lit("面议").alias(CAPITAL))
    away = known[2:3].with_columns(pl.lit("").alias(PLACE[1]), pl.lit("杭州市").alias("地区"))
    away = away.with_columns(
        pl.lit("余杭区").alias(PLACE[0]), pl.lit("浙江省杭州市余杭区样例路 1 号").alias(PLACE[2])
    )
    return pl.concat([mistyped, unclear, away])


def _contracts(chunk: CityChunk, firms: pl.DataFrame, seed: int) -> pl.DataFrame:
    names = providers(seed).select(provider_uscc="uscc", provider="name")
    rows = contract_rows(chunk, names).cast(pl.String).filter(pl.col(CODE).is_in(firms[CODE].to_list()))
    undated = rows.head(2).with_columns(pl.lit("长期").alias("服务开始日期"), pl.col("合同编号") + "-1")
    return pl.concat([rows, undated])


def _csv(path: Path, rows: pl.DataFrame) -> Path:
    rows.write_csv(path, include_bom=True)
    return path
