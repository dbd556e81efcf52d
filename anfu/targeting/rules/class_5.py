"""二(一)5: firms of the eight sectors with many occupiers at one address, accidents, or many regulators."""

from datetime import date

import polars as pl

from anfu.core.years import years_after
from anfu.targeting.rules import periods
from anfu.targeting.rules.facts import AccidentFact, Facts, Terms
from anfu.targeting.rules.reasons import NO, Judgement, Used, both
from anfu.targeting.rules.rows import Rows
from anfu.targeting.rules.shared import IS_GONGMAO, LABELS, is_gongmao, used, where


def judge_shared(facts: Facts, terms: Terms, on: date) -> Judgement:
    """So many firms in business at its address."""
    if terms.shared_address_firms is None:
        return NO
    firms = facts.neighbours if facts.value("address_key") else None
    answer = both(is_gongmao(facts), None if firms is None else firms >= terms.shared_address_firms)
    if answer is None:
        return _unknown(facts, "address_key")
    if not answer or facts.version is None:
        return NO
    sentence = f"同一地址有 {firms} 家在营单位，达到 {terms.shared_address_firms} 家"
    here = Used("地址", facts.version.address, facts.version.source, facts.version.since)
    return Judgement(True, sentence, (here, *used(facts, "sector")))


def shared(rows: Rows) -> pl.DataFrame:
    """The days on which so many firms were in business at the address."""
    known = (pl.col("address_key") != "") & pl.col("shared_address_firms").is_not_null()
    here = rows.pieces.filter(IS_GONGMAO & known)
    columns = ["enterprise_id", "valid_from", "valid_to", "address_key", "shared_address_firms"]
    together = periods.overlapping(here.select(columns), occupancy(rows.neighbours), ["address_key"])
    return periods.only_days(together.filter(pl.col("firms") >= pl.col("shared_address_firms")))


def occupancy(neighbours: pl.DataFrame) -> pl.DataFrame:
    """(address_key, valid_from, valid_to, firms): how many were in business there over time."""
    present = periods.closed(neighbours)
    comings = present.select("address_key", pl.col("valid_from").alias("day"), change=pl.lit(1))
    goings = present.select("address_key", pl.col("valid_to").alias("day"), change=pl.lit(-1))
    days = pl.concat([comings, goings]).group_by("address_key", "day").agg(pl.col("change").sum())
    days = days.sort("address_key", "day")
    return days.select(
        "address_key",
        pl.col("day").alias("valid_from"),
        pl.col("day").shift(-1).over("address_key").fill_null(periods.FAR).alias("valid_to"),
        pl.col("change").cum_sum().over("address_key").alias("firms"),
    ).filter(pl.col("valid_from") < pl.col("valid_to"))


def judge_accident(facts: Facts, terms: Terms, on: date) -> Judgement:
    """An accident within so many years before the day."""
    if terms.accident_years is None:
        return NO
    recent = [a for a in facts.accidents if is_recent(a, terms.accident_years, on)]
    answer = both(is_gongmao(facts), bool(recent))
    if answer is None:
        return _unknown(facts)
    if not answer:
        return NO
    lines = tuple(Used("事故", _toll(each), each.source, each.happened_on) for each in recent)
    sentence = f"近 {terms.accident_years} 年发生事故 {len(recent)} 起"
    return Judgement(True, sentence, (*lines, *used(facts, "sector")))


def is_recent(accident: AccidentFact, years: int, on: date) -> bool:
    """Whether it happened by that day and not yet so many years ago."""
    return accident.happened_on <= on < years_after(accident.happened_on, years)


def accidents(rows: Rows) -> pl.DataFrame:
    """The days within so many years after an accident."""
    here = rows.pieces.filter(IS_GONGMAO, pl.col("accident_years").is_not_null())
    happened = rows.accidents.select("enterprise_id", pl.col("happened_on").alias("valid_from"))
    after = happened.with_columns(valid_to=pl.lit(periods.FAR))
    columns = ["enterprise_id", "valid_from", "valid_to", "accident_years"]
    both_known = here.select(columns).join(after.unique(), on="enterprise_id", suffix="_accident")
    ends = pl.col("valid_from_accident").dt.offset_by(pl.format("{}y", "accident_years"))
    days = both_known.with_columns(
        pl.max_horizontal("valid_from", "valid_from_accident"), pl.min_horizontal("valid_to", ends)
    )
    return periods.only_days(days.filter(pl.col("valid_from") < pl.col("valid_to")))


def judge_regulators(facts: Facts, terms: Terms, on: date) -> Judgement:
    """More than one department answers for it."""
    named = facts.value("regulators")
    offices = {part.strip() for part in named.split("、")} - {""} if named else set()
    answer = both(is_gongmao(facts), None if not named else len(offices) > 1)
    if answer is None:
        return _unknown(facts, "regulators")
    if not answer:
        return NO
    return Judgement(True, f"{len(offices)} 个部门监管：{named}", used(facts, "regulators", "sector"))


_OFFICES = pl.col("regulators").str.split("、").list.eval(pl.element().str.strip_chars())
REGULATED_BY_MANY = where(
    IS_GONGMAO & (_OFFICES.list.eval(pl.element().filter(pl.element() != "")).list.n_unique() > 1)
)


def _unknown(facts: Facts, *names: str) -> Judgement:
    wanted = ("industry", *names)
    return Judgement(None, missing=tuple(LABELS[name] for name in wanted if facts.value(name) is None))


def _toll(accident: AccidentFact) -> str:
    return f"死亡 {accident.deaths} 人，重伤 {accident.injuries} 人"
