"""The cases of a verdict, in the order in which they are asked; the first that holds decides."""

from datetime import date
from typing import NamedTuple

import polars as pl


class Case(NamedTuple):
    """A condition over the joined row, and what it leads to."""

    when: pl.Expr
    verdict: str
    code: pl.Expr
    message: pl.Expr
    fix: pl.Expr


def decide(cases: list[Case]) -> list[pl.Expr]:
    """The columns verdict, code, message, fix; a row that no case holds for says what is known."""
    columns = {
        "verdict": pl.lit("unchanged"),
        "code": pl.lit("same"),
        "message": pl.lit("与库里一致"),
        "fix": pl.lit(""),
    }
    for case in reversed(cases):
        holds = case.when.fill_null(False)
        chosen = {
            "verdict": pl.lit(case.verdict),
            "code": case.code,
            "message": case.message,
            "fix": case.fix,
        }
        columns = {
            name: pl.when(holds).then(chosen[name]).otherwise(column) for name, column in columns.items()
        }
    return [column.alias(name) for name, column in columns.items()]


def all_cases(on: date, city: str) -> list[Case]:
    """What is wrong with the row, then its twins in the file, then what is known."""
    return [*_wrong(on, city), *_twins(), *_known()]


def _case(when: pl.Expr, verdict: str, code: str, message: pl.Expr, fix: str = "") -> Case:
    return Case(when, verdict, pl.lit(code), message, pl.lit(fix))


def _wrong(on: date, city: str) -> list[Case]:
    outside = pl.col("outside")
    placed = pl.col("placement_basis")
    established = pl.format("注册日期 {} 晚于名册日期 " + on.isoformat(), pl.col("established_on"))
    return [
        Case(
            pl.col("problem_code").is_not_null(),
            "refused",
            pl.col("problem_code"),
            pl.col("problem"),
            pl.col("problem_fix"),
        ),
        _case(
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
        _case(
            pl.col("nameless"),
            "refused",
            "no_name",
            pl.lit("库里没有这个信用代码，又没有填企业名称"),
            "请补上企业名称",
        ),
        _case(pl.col("too_new"), "refused", "future_date", established, "请核对日期"),
    ]


def _twins() -> list[Case]:
    twin = pl.col("first_row").is_not_null()
    first = pl.format("第 {} 行", pl.col("first_row") + 1)
    differs = pl.format("与{}信用代码重复，{}", first, pl.col("differs"))
    return [
        _case(twin & pl.col("same"), "unchanged", "duplicate_same", pl.format("与{}相同", first)),
        _case(twin, "refused", "duplicate", differs, "请留一行"),
    ]


def _known() -> list[Case]:
    changed = pl.col("changes").list.len().fill_null(0)
    newer = pl.format("库里的情况从 {} 起，比名册新，保留库里的", pl.col("known_from"))
    return [
        _case(pl.col("version_id").is_null(), "created", "new", pl.lit("库里没有这个信用代码")),
        _case(pl.col("says_same"), "unchanged", "same", pl.lit("与库里一致")),
        _case(pl.col("kept_newer"), "unchanged", "kept_newer", newer),
        _case(changed > 0, "updated", "changed", pl.format("{} 个字段不同", changed)),
    ]
