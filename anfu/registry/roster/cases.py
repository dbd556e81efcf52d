"""The cases of a verdict, in the order in which they are asked; the first that holds decides."""

from datetime import date

import polars as pl

from anfu.core.intake.cases import Case, case, problem, twins


def all_cases(on: date, city: str) -> list[Case]:
    """What is wrong with the row, then its twins in the file, then what is known."""
    return [*_wrong(on, city), *twins(pl.format("信用代码重复，{}", pl.col("differs"))), *_known()]


def _wrong(on: date, city: str) -> list[Case]:
    outside = pl.col("outside")
    placed = pl.col("placement_basis")
    established = pl.format("注册日期 {} 晚于名册日期 " + on.isoformat(), pl.col("established_on"))
    return [
        problem(),
        case(
            pl.col("placement") == "elsewhere",
            "refused",
            "elsewhere",
            pl.format("{}，不属于" + city + "市", placed),
            "请核对地址；已迁出的在企业页登记迁出",
        ),
        Case(
            outside.is_not_null(),
            "refused",
            pl.lit("outside"),
            pl.format("企业在{}，不在你的管辖范围", outside),
            pl.format("请转{}导入", outside),
        ),
        case(
            pl.col("nameless"),
            "refused",
            "no_name",
            pl.lit("库里没有这个信用代码，又没有填企业名称"),
            "请补上企业名称",
        ),
        case(pl.col("too_new"), "refused", "future_date", established, "请核对日期"),
    ]


def _known() -> list[Case]:
    changed = pl.col("changes").list.len().fill_null(0)
    newer = pl.format("库里的情况从 {} 起，比名册新，保留库里的", pl.col("known_from"))
    return [
        case(pl.col("version_id").is_null(), "created", "new", pl.lit("库里没有这个信用代码")),
        case(pl.col("says_same"), "unchanged", "same", pl.lit("与库里一致")),
        case(pl.col("kept_newer"), "unchanged", "kept_newer", newer),
        case(changed > 0, "updated", "changed", pl.format("{} 个字段不同", changed)),
    ]
