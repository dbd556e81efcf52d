"""Which enterprise a row is about: by its credit code, or by its name where the row gives no code."""

from collections.abc import Collection

import polars as pl

from anfu.core import bulk
from anfu.core.intake.cases import Case, problem, refused

FIRM = {"known_uscc": pl.String, "enterprise_id": pl.Int64, "known_name": pl.String, "division": pl.String}
REASONS = {
    "bad_uscc": "信用代码不对",
    "bad_date": "日期不对",
    "two_digit_year": "年份只有两位",
    "bad_amount": "金额不对",
    "no_unit": "金额没有单位",
    "bad_number": "数字看不懂",
    "too_long": "文字太长",
    "missing": "缺必填项",
    "ragged": "列数不对",
    "unknown_enterprise": "库里没有这家企业",
    "same_names": "有几家同名企业",
    "outside": "不在管辖范围",
    "other_name": "名称与信用代码不符",
    "duplicate": "文件内重复",
    "changed_meanwhile": "写入前有变化",
}
# One that waits for its place counts to the county where it waits.
_FIRMS = """
    SELECT o.uscc, e.organisation_id, o.name, CASE WHEN e.division <> '' THEN e.division ELSE e.waiting_at END
    FROM registry_organisation o JOIN registry_enterprise e ON e.organisation_id = o.id
    WHERE e.merged_into_id IS NULL
"""


def with_firms(rows: pl.DataFrame, divisions: frozenset[str] | None) -> pl.DataFrame:
    """Beside each row (uscc, enterprise_name): FIRM, `outside` the importer's divisions, `namesakes` there."""
    coded = _firms("o.uscc", rows["uscc"]).with_columns(uscc="known_uscc")
    by_code = rows.filter(pl.col("uscc").is_not_null()).join(coded, on="uscc", how="left")
    rest = rows.filter(pl.col("uscc").is_null())
    named = _of_name(_firms("o.name", rest["enterprise_name"]), divisions)
    by_name = rest.join(named, on="enterprise_name", how="left")
    found = pl.concat(
        [by_code.with_columns(namesakes=pl.lit(1, pl.UInt32)), by_name.select(*by_code.columns, "namesakes")]
    )
    return found.sort("row").with_columns(outside=_outside(divisions))


def among(firms: Collection[int]) -> pl.DataFrame:
    """FIRM of these enterprises as they are now."""
    condition, parameter = bulk.among("e.organisation_id", firms)
    return bulk.read(f"{_FIRMS} AND {condition}", [parameter], FIRM)


def firm_cases(thing: str) -> list[Case]:
    """What is wrong with a cell of the row, or with the enterprise that it names; `thing`: 这份合同."""
    name, code = pl.col("enterprise_name"), pl.col("uscc")
    unknown = pl.coalesce(
        pl.format("库里没有信用代码 {} 的企业", code), pl.format("库里没有名称是“{}”的企业", name)
    )
    differs = pl.format("这个信用代码是“{}”，表里写的是“{}”", pl.col("known_name"), name)
    return [
        problem(),
        refused(
            code.is_null() & name.is_null(), "missing", "没有填信用代码，也没有填企业名称", "请补上其中一项"
        ),
        refused(
            pl.col("enterprise_id").is_null(), "unknown_enterprise", unknown, f"请先导入名册，再导入{thing}"
        ),
        refused(pl.col("outside"), "outside", "企业不在你的管辖范围", "请转企业所在的县（市、区）导入"),
        refused(
            pl.col("namesakes") > 1,
            "same_names",
            pl.format("库里有 {} 家企业叫“{}”", pl.col("namesakes"), name),
            "请补上统一社会信用代码",
        ),
        refused(name != pl.col("known_name"), "other_name", differs, "请核对是哪一家；已更名的按新名称填"),
    ]


def _firms(column: str, wanted: pl.Series) -> pl.DataFrame:
    condition, parameter = bulk.among(column, wanted.drop_nulls().unique().to_list())
    return bulk.read(f"{_FIRMS} AND {condition}", [parameter], FIRM)


def _of_name(firms: pl.DataFrame, divisions: frozenset[str] | None) -> pl.DataFrame:
    """One enterprise for each name, the importer's own first, and how many of the importer's have it."""
    own = pl.lit(True) if divisions is None else pl.col("division").is_in(sorted(divisions))
    sorted_ = firms.with_columns(own=own).sort("own", "enterprise_id", descending=[True, False])
    return sorted_.group_by(enterprise_name="known_name").agg(
        *(pl.col(name).first() for name in FIRM if name != "known_name"),
        pl.col("known_name").first(),
        namesakes=pl.col("own").sum(),
    )


def _outside(divisions: frozenset[str] | None) -> pl.Expr:
    if divisions is None:
        return pl.lit(False)
    return pl.col("enterprise_id").is_not_null() & ~pl.col("division").is_in(sorted(divisions))
