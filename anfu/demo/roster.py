"""The city as the files that offices hand over: a roster of enterprises, a list of contracts; csv or xlsx."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from anfu.demo.city import CityChunk, generate
from anfu.demo.facts import FEN_PER_WAN
from anfu.demo.providers import providers
from anfu.demo.tables import divisions, table, towns

_ROSTER = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "established_on": "注册日期",
    "org_type": "企业类型",
    "capital": "注册资金",
    "scope": "经营范围",
    "province": "所在省份",
    "city": "地区",
    "division": "属地",
    "town": "镇街",
    "address": "注册地址",
    "industry": "行业代码",
    "employees": "从业人员",
    "revenue": "营业收入(万元)",
    "status": "登记状态",
    "above_scale": "是否规上",
    "hazard_level": "职业病危害级别",
    "hazard_scheme": "职业病分级依据",
    "safety_officers": "安全管理人员",
    "has_safety_rules": "有安全制度",
    "has_training_records": "有培训记录",
    "regulators": "监管部门",
    "principal": "法定代表人",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "longitude": "经度",
    "latitude": "纬度",
}


def write_roster(path: Path, *, enterprises: int, seed: int, today: date) -> int:
    """Write today's facts of every enterprise under the usual headers; returns the number of rows."""
    return _write(
        path,
        (roster_rows(chunk.current) for chunk in generate(enterprises=enterprises, seed=seed, today=today)),
    )


def write_contracts(path: Path, *, enterprises: int, seed: int, today: date) -> int:
    """Write all contracts under the usual headers; returns the number of rows."""
    names = providers(seed).select(provider_uscc="uscc", provider="name")
    return _write(
        path, (contract_rows(c, names) for c in generate(enterprises=enterprises, seed=seed, today=today))
    )


def _words(code: str) -> dict[str, str]:
    """What an office writes for the codes of one field."""
    words: dict[str, str] = table("words")[code]
    return words


def _yes_no(column: str) -> pl.Expr:
    return pl.col(column).replace_strict({True: "是", False: "否"}, return_dtype=pl.String)


def roster_rows(current: pl.DataFrame) -> pl.DataFrame:
    """Cells as an office writes them: amounts in 万元 with their unit, names for codes."""
    wan = (pl.col("capital_fen") / FEN_PER_WAN).cast(pl.Int64).cast(pl.String)
    shown = current.with_columns(
        capital=pl.concat_str(
            wan, pl.lit("(万元"), pl.col("capital_currency").replace(_words("currency")), pl.lit(")")
        ),
        division=pl.col("division").replace({d.code: d.name for d in divisions()}),
        town=pl.col("town").replace({t.code: t.name for d in divisions() for t in towns(d.code)}),
        revenue=pl.col("revenue_fen") // FEN_PER_WAN,
        status=pl.col("status").replace(_words("status")),
        hazard_level=pl.col("hazard_level").replace(_words("hazard_level")),
        above_scale=_yes_no("above_scale"),
        has_safety_rules=_yes_no("has_safety_rules"),
        has_training_records=_yes_no("has_training_records"),
    )
    return shown.select(pl.col(field).alias(header) for field, header in _ROSTER.items())


def contract_rows(chunk: CityChunk, names: pl.DataFrame) -> pl.DataFrame:
    """Contracts as an office lists them; `names`: provider_uscc, provider."""
    rows = chunk.engagements.join(chunk.current.select("uscc", "name"), on="uscc", maintain_order="left")
    rows = rows.join(names, on="provider_uscc", maintain_order="left")
    return rows.select(
        pl.col("name").alias("企业名称"),
        pl.col("uscc").alias("统一社会信用代码"),
        pl.col("provider").alias("服务机构"),
        pl.col("provider_uscc").alias("服务机构统一社会信用代码"),
        pl.col("mode").replace(_words("mode")).alias("服务方式"),
        pl.col("kinds")
        .list.eval(pl.element().replace(_words("service_kind")))
        .list.join("、")
        .alias("服务内容"),
        pl.col("contract_no").alias("合同编号"),
        pl.col("signed_on").alias("签订日期"),
        pl.col("valid_from").alias("服务开始日期"),
        (pl.col("valid_to") - pl.duration(days=1)).alias("服务结束日期"),
        (pl.col("price_fen") // 100).alias("合同金额(元)"),
    )


def _write(path: Path, frames: Iterator[pl.DataFrame]) -> int:
    if path.suffix == ".xlsx":
        return _write_xlsx(path, frames)
    if path.suffix == ".csv":
        return _write_csv(path, frames)
    raise ValueError(f"{path.name}: 只能写 csv 或 xlsx")


def _write_csv(path: Path, frames: Iterator[pl.DataFrame]) -> int:
    """UTF-8 with the mark that spreadsheet programs look for."""
    rows = 0
    with path.open("wb") as file:
        for frame in frames:
            frame.write_csv(file, include_header=rows == 0, include_bom=rows == 0)
            rows += frame.height
    return rows


def _write_xlsx(path: Path, frames: Iterator[pl.DataFrame]) -> int:
    """Row by row to disk, so that memory does not grow with the sheet."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet, rows = book.add_worksheet("名录"), 0
    for frame in frames:
        if rows == 0:
            sheet.write_row(0, 0, frame.columns)
        for row in frame.iter_rows():
            rows += 1
            sheet.write_row(rows, 0, row)
    book.close()
    return rows
