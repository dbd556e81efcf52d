"""Many enterprises over all time: the same classes as `explain`, as dated intervals."""

from collections.abc import Iterable

import polars as pl

from anfu.targeting.groups import programme_group
from anfu.targeting.programmes.expression import programme_periods
from anfu.targeting.rules import periods
from anfu.targeting.rules.declared import RULES, Rule
from anfu.targeting.rules.rows import Rows

SCHEMA = {"enterprise_id": pl.Int64, "group": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}


def timeline(rows: Rows, rules: Iterable[Rule] = RULES) -> pl.DataFrame:
    """(enterprise_id, group, valid_from, valid_to or null): when each was in which group.

    Presumptions do not count. Periods of one enterprise and group neither overlap nor touch.
    """
    found = [*_of_rules(rows, rules), *_of_programmes(rows)]
    merged = periods.union(pl.concat(found), ["enterprise_id", "group"])
    ended = pl.when(pl.col("valid_to") == periods.FAR).then(None).otherwise(pl.col("valid_to"))
    return merged.with_columns(ended.alias("valid_to")).select(list(SCHEMA))


def _of_rules(rows: Rows, rules: Iterable[Rule]) -> list[pl.DataFrame]:
    found = []
    for rule in rules:
        days = periods.clipped(rule.periods(rows), rule.valid_from, rule.valid_to)
        found += [_named(days, group) for group in (rule.group, rule.ground) if group]
    return found


def _of_programmes(rows: Rows) -> list[pl.DataFrame]:
    versions, confirmed = periods.closed(rows.versions), periods.closed(rows.confirmed)
    return [
        _named(programme_periods(each, versions, confirmed), programme_group(each.id))
        for each in rows.programmes
    ]


def _named(days: pl.DataFrame, group: str) -> pl.DataFrame:
    return days.select("enterprise_id", pl.lit(group).alias("group"), "valid_from", "valid_to")
