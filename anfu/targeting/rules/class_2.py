"""二(一)2: firms of the eight sectors that are small, or whose safety management is weak by its own facts."""

from datetime import date

import polars as pl

from anfu.targeting.rules.facts import Facts, Terms
from anfu.targeting.rules.reasons import NO, Judgement, both
from anfu.targeting.rules.shared import IS_GONGMAO, LABELS, is_gongmao, shown, used, where

WEAK = ("safety_officers", "has_safety_rules", "has_training_records")
WEAK_WORDS = {
    "safety_officers": "没有安全管理人员",
    "has_safety_rules": "没有安全制度",
    "has_training_records": "没有培训记录",
}


def judge_small(facts: Facts, terms: Terms, on: date) -> Judgement:
    """A firm of the eight sectors, not large, with at most (or fewer than) so many people."""
    if terms.small_firm_employees is None or terms.small_firm_inclusive is None:
        return NO
    people, size = facts.value("employees"), facts.value("size_class")
    highest = terms.small_firm_employees - (0 if terms.small_firm_inclusive else 1)
    few = None if people is None else people <= highest
    answer = both(is_gongmao(facts), few, None if size is None else size != "large")
    names = ("sector", "employees", "size_class")
    if answer is None:
        return Judgement(None, missing=_missing(facts, names))
    if not answer:
        return NO
    limit = f"{terms.small_firm_employees} 人{'（含）' if terms.small_firm_inclusive else ''}以下"
    trade, rank = shown("sector", facts.value("sector")), shown("size_class", size)
    return Judgement(True, f"{trade}，{people} 人，在 {limit}，{rank}企业", used(facts, *names))


SMALL = where(
    IS_GONGMAO
    & (pl.col("employees") <= pl.col("small_firm_employees") - (1 - pl.col("small_firm_inclusive")))
    & (pl.col("size_class") != "")
    & (pl.col("size_class") != "large")
)


def judge_weak(facts: Facts, terms: Terms, on: date) -> Judgement:
    """A firm of the eight sectors that has no safety officer, no rules or no training records."""
    values = {name: facts.value(name) for name in WEAK}
    # Zero people and "no" are facts; None is not.
    lacking = [name for name, value in values.items() if value is not None and not value]
    unknown = [name for name, value in values.items() if value is None]
    weak = True if lacking else (None if unknown else False)
    answer = both(is_gongmao(facts), weak)
    if answer is None:
        return Judgement(None, missing=_missing(facts, ("sector", *WEAK)))
    if not answer:
        return NO
    sentence = f"{shown('sector', facts.value('sector'))}，{'、'.join(WEAK_WORDS[name] for name in lacking)}"
    return Judgement(True, sentence, used(facts, "sector", *lacking))


MANAGED_WEAKLY = where(
    IS_GONGMAO
    & (
        (pl.col("safety_officers") == 0).fill_null(False)
        | pl.col("has_safety_rules").not_().fill_null(False)
        | pl.col("has_training_records").not_().fill_null(False)
    )
)


def _missing(facts: Facts, names: tuple[str, ...]) -> tuple[str, ...]:
    wanted = ["industry" if name == "sector" else name for name in names]
    return tuple(LABELS[name] for name in wanted if facts.value(name) is None)
