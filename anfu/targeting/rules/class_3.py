"""二(一)3: employers whose occupational-hazard level is 较重 or above, by the scheme of the finding."""

from datetime import date

import polars as pl

from anfu.registry.labels import HAZARD_SCHEMES
from anfu.targeting.rules.facts import Facts, Terms
from anfu.targeting.rules.reasons import NO, Judgement
from anfu.targeting.rules.shared import LABELS, shown, used, where


def judge_hazard(facts: Facts, terms: Terms, on: date) -> Judgement:
    """严重 under either scheme; 较重 only under that of 2012, which alone has it, and while it counts."""
    level, scheme = facts.value("hazard_level"), facts.value("hazard_scheme")
    if level is None:
        return Judgement(None, missing=(LABELS["hazard_level"],))
    if level == "heavier" and scheme is None and terms.class3_heavier_counts:
        return Judgement(None, missing=(LABELS["hazard_scheme"],))
    heavier = level == "heavier" and scheme == "2012" and bool(terms.class3_heavier_counts)
    if level != "severe" and not heavier:
        return NO
    by = f"（{HAZARD_SCHEMES.get(scheme, scheme)}）" if scheme else ""
    sentence = f"职业病危害{shown('hazard_level', level)}{by}"
    return Judgement(True, sentence, used(facts, "hazard_level", "hazard_scheme"))


HAZARDOUS = where(
    (pl.col("hazard_level") == "severe")
    | (
        (pl.col("hazard_level") == "heavier")
        & (pl.col("hazard_scheme") == "2012")
        & (pl.col("class3_heavier_counts") != 0).fill_null(False)
    )
)
