"""The cases of a verdict, in the order in which they are asked; the first that holds decides."""

from typing import NamedTuple

import polars as pl

from anfu.core.intake.kinds import CREATED, REFUSED, UNCHANGED, UPDATED


class Case(NamedTuple):
    """A condition over the joined row, and what it leads to."""

    when: pl.Expr
    verdict: str
    code: pl.Expr
    message: pl.Expr
    fix: pl.Expr


def case(when: pl.Expr, verdict: str, code: str, message: pl.Expr | str, fix: str = "") -> Case:
    """A case whose code is always the same."""
    return Case(when, verdict, pl.lit(code), _told(message), pl.lit(fix))


def refused(when: pl.Expr, code: str, message: pl.Expr | str, fix: str) -> Case:
    """A refusal, and what to do about it."""
    return case(when, REFUSED, code, message, fix)


def problem() -> Case:
    """A cell of the row could not be understood (`with_problems`)."""
    told = pl.col("problem_code")
    return Case(told.is_not_null(), REFUSED, told, pl.col("problem"), pl.col("problem_fix"))


def twins(differs: pl.Expr | str) -> list[Case]:
    """The row says what an earlier one of the file says (`Seen.mark`); `differs`: how it contradicts that one."""
    twin = pl.col("first_row").is_not_null()
    first = pl.format("第 {} 行", pl.col("first_row") + 1)
    return [
        case(twin & pl.col("same"), UNCHANGED, "duplicate_same", pl.format("与{}相同", first)),
        refused(twin, "duplicate", pl.format("与{}{}", first, _told(differs)), "请留一行"),
    ]


def created_or_updated(known_id: str, new: str) -> list[Case]:
    """Nothing is known under the row's key (the column is null), or fields differ from what is."""
    changed = pl.col("changes").list.len().fill_null(0)
    return [
        case(pl.col(known_id).is_null(), CREATED, "new", new),
        case(changed > 0, UPDATED, "changed", pl.format("{} 个字段不同", changed)),
    ]


def decide(cases: list[Case]) -> list[pl.Expr]:
    """The columns verdict, code, message, fix; a row that no case holds for says what is known."""
    columns = {
        "verdict": pl.lit(UNCHANGED),
        "code": pl.lit("same"),
        "message": pl.lit("与库里一致"),
        "fix": pl.lit(""),
    }
    for each in reversed(cases):
        holds = each.when.fill_null(False)
        chosen = {
            "verdict": pl.lit(each.verdict),
            "code": each.code,
            "message": each.message,
            "fix": each.fix,
        }
        columns = {
            name: pl.when(holds).then(chosen[name]).otherwise(column) for name, column in columns.items()
        }
    return [column.alias(name) for name, column in columns.items()]


def _told(message: pl.Expr | str) -> pl.Expr:
    return pl.lit(message) if isinstance(message, str) else message
