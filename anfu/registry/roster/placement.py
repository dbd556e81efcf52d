"""Where an enterprise is: county-level division and town, with how sure we are and why.

Read from the roster's own words and the address, then from names; never from the credit code alone, whose
digits say who registered the firm, not where it is. What is not sure waits in a queue with a candidate.
"""

from functools import cache
from typing import NamedTuple

import polars as pl

from anfu.registry.roster.clues import clues
from anfu.registry.roster.gazetteer import Gazetteer, gazetteer

ZONE = "330791"
URBAN_LAND = ("330702", "330703")
MAX_BASIS = 120
# How the basis begins where the roster's own column names the division.
STATED = "名册写明"

# What `place` adds; `division` and `town` become codes, null where the place is not sure.
PLACED = pl.Schema({"placement": pl.String, "placement_basis": pl.String, "candidate": pl.String})


class _Rule(NamedTuple):
    """`confidence` low: `division` is only a candidate. The first rule that holds decides."""

    when: pl.Expr
    division: pl.Expr
    confidence: pl.Expr
    basis: pl.Expr


def place(frame: pl.DataFrame, names: Gazetteer | None = None) -> pl.DataFrame:
    """`frame` of CANONICAL with words in its place fields -> the same with codes, and the columns of PLACED.

    `placement`: high, medium (placed); low (null division, a candidate), none; elsewhere (another city's).
    """
    names = names or gazetteer()
    found = clues(frame, names)
    decided = found.with_columns(_decide(_rules(names)))
    sure = pl.col("placement").is_in(["high", "medium"])
    decided = decided.with_columns(
        division=pl.when(sure).then(pl.col("decided")),
        candidate=pl.when(pl.col("placement") == "low").then(pl.col("decided")).otherwise(_second_thought()),
    )
    decided = decided.with_columns(town=_town_in_division(decided, names))
    return frame.with_columns(decided.select("division", "town", *PLACED))


def is_placed(placement: pl.Expr) -> pl.Expr:
    """Whether the division counts; the others wait."""
    return placement.is_in(["high", "medium"])


def _decide(rules: list[_Rule]) -> list[pl.Expr]:
    division: pl.Expr = pl.lit(None, dtype=pl.String)
    confidence: pl.Expr = pl.lit("none")
    basis: pl.Expr = pl.lit("地址里没有写明区县")
    for rule in reversed(rules):
        division = pl.when(rule.when).then(rule.division).otherwise(division)
        confidence = pl.when(rule.when).then(rule.confidence).otherwise(confidence)
        basis = pl.when(rule.when).then(rule.basis).otherwise(basis)
    return [
        division.alias("decided"),
        confidence.alias("placement"),
        basis.str.slice(0, MAX_BASIS).alias("placement_basis"),
    ]


def _rules(names: Gazetteer) -> list[_Rule]:
    return [*_rules_of_words(names), *_rules_of_towns(names), *_rules_of_hints(names)]


def _rules_of_words(names: Gazetteer) -> list[_Rule]:
    """What the roster or the address says outright."""
    stated, county, place_division = pl.col("stated"), pl.col("county"), pl.col("place_division")
    contradicted = county.is_not_null() & (county != stated) & ~_both_urban(county, stated)
    zone = (place_division == ZONE) & (pl.col("place_confidence") != "low") & _free_or_urban(county)
    hinted = pl.col("town_zone").is_not_null() & (pl.col("town_division") == county)
    confirmed = hinted & (pl.col("zone_state") == "confirmed")
    other = (pl.col("place_confidence") == "low") & (place_division != county)
    town_elsewhere = pl.col("town_division").is_not_null() & (pl.col("town_division") != county)
    return [
        _Rule(pl.col("elsewhere").is_not_null() & stated.is_null(), _null(), pl.lit("elsewhere"),
              pl.format("地址在{}", pl.col("elsewhere"))),
        _Rule(stated.is_not_null() & contradicted, stated, pl.lit("medium"),
              pl.format(STATED + "{}，地址写的是{}", _name(stated, names), _name(county, names))),
        _Rule(stated.is_not_null(), stated, pl.lit("high"), pl.format(STATED + "{}", _name(stated, names))),
        _Rule(zone, pl.lit(ZONE), pl.col("place_confidence"), pl.col("place_basis")),
        _Rule(confirmed, pl.col("town_zone"), pl.lit("high"),
              pl.format("{}由{}管理", pl.col("town_word"), _name(pl.col("town_zone"), names))),
        _Rule(hinted, county, pl.lit("medium"),
              pl.format("地址写明{}；{}可能由{}管理，待确认", _name(county, names), pl.col("town_word"),
                        _name(pl.col("town_zone"), names))),
        _Rule(county.is_not_null() & other, county, pl.lit("medium"),
              pl.format("地址写明{}；{}", _name(county, names), pl.col("place_basis"))),
        _Rule(county.is_not_null() & town_elsewhere, county, pl.lit("medium"),
              pl.format("地址写明{}，但{}属{}", _name(county, names), pl.col("town_word"),
                        _name(pl.col("town_division"), names))),
        _Rule(county.is_not_null(), county, pl.lit("high"), pl.format("地址写明{}", _name(county, names))),
    ]  # fmt: skip


def _rules_of_towns(names: Gazetteer) -> list[_Rule]:
    """No county is named, but a town or an old name is."""
    town, named = pl.col("town_division"), pl.col("name_division")
    ours = pl.col("says_city") | (named == town)
    only = pl.format("{}只在{}有", pl.col("town_word"), _name(town, names))
    zone_town = pl.col("town_zone")
    stem = pl.col("stem_division")
    # A street may bear the name of a town far away (双溪西路, 安文路).
    in_place = pl.col("says_city") & ~pl.col("stem_street")
    stem_sure = pl.col("stem_zone").is_null() & (in_place | (named == stem).fill_null(False))
    return [
        _Rule(zone_town.is_not_null() & (pl.col("zone_state") == "confirmed"), zone_town, pl.lit("high"),
              pl.format("{}由{}管理", pl.col("town_word"), _name(zone_town, names))),
        _Rule(zone_town.is_not_null(), zone_town, pl.lit("low"),
              pl.format("{}可能由{}管理，待确认", pl.col("town_word"), _name(zone_town, names))),
        _Rule(town.is_not_null(), town, pl.when(ours).then(pl.lit("high")).otherwise(pl.lit("medium")), only),
        _Rule(pl.col("place_division").is_not_null(), pl.col("place_division"), pl.col("place_confidence"),
              pl.format("{}：{}", pl.col("place_word"), pl.col("place_basis"))),
        _Rule(pl.col("mentioned").is_not_null(), pl.col("mentioned"), pl.lit("medium"),
              pl.format("地址中提到{}", _name(pl.col("mentioned"), names))),
        _Rule(stem.is_not_null() & stem_sure, stem, pl.lit("medium"),
              pl.format("地址以{}开头，只在{}有", pl.col("stem_word"), _name(stem, names))),
        _Rule(stem.is_not_null() & ~pl.col("stem_street"), pl.coalesce("stem_zone", "stem_division"),
              pl.lit("low"), pl.format("地址以{}开头", pl.col("stem_word"))),
    ]  # fmt: skip


def _rules_of_hints(names: Gazetteer) -> list[_Rule]:
    """Only the firm's name or the digits of its code say something."""
    named, digits = pl.col("name_division"), pl.col("digits")
    alone = pl.col("name_full") & ~pl.col("address_says_city")
    return [
        _Rule(named.is_not_null() & alone, named, pl.lit("medium"),
              pl.format("地址没有写明区县，企业名称以{}开头", _name(named, names))),
        _Rule(named.is_not_null(), named, pl.lit("low"),
              pl.format("只有企业名称提到{}", _name(named, names))),
        _Rule(digits.is_not_null(), digits, pl.lit("low"),
              pl.format("只有信用代码的登记机关是{}，不能单独认定", _name(digits, names))),
    ]  # fmt: skip


def _second_thought() -> pl.Expr:
    """Placed, yet another division may be answerable: the zone inside 婺城."""
    zone = pl.when(pl.col("town_zone") != pl.col("decided")).then(pl.col("town_zone"))
    place = pl.when((pl.col("place_confidence") == "low") & (pl.col("place_division") != pl.col("decided")))
    return pl.when(pl.col("placement") == "medium").then(
        pl.coalesce(zone, place.then(pl.col("place_division")))
    )


def _town_in_division(decided: pl.DataFrame, names: Gazetteer) -> pl.Series:
    """The town's code where the spelling means a town of the division (or one that the zone may run)."""
    own = names.towns.select("spelling", "division", "town_code")
    zone = names.towns.filter(pl.col("zone") != "").select(
        "spelling", pl.col("zone").alias("division"), "town_code"
    )
    table = pl.concat([own, zone]).unique(["spelling", "division"], keep="first")
    joined = decided.select(pl.col("town_word").alias("spelling"), "division").join(
        table, on=["spelling", "division"], how="left", maintain_order="left"
    )
    return joined["town_code"].alias("town")


def _name(code: pl.Expr, names: Gazetteer) -> pl.Expr:
    return code.replace_strict(names.names_of, default="", return_dtype=pl.String)


def _both_urban(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    # The zone lies on the land of the two districts, so an address in them does not contradict it.
    return first.is_in(URBAN_LAND) & (second == ZONE)


def _free_or_urban(county: pl.Expr) -> pl.Expr:
    return county.is_null() | county.is_in(URBAN_LAND)


@cache
def _null() -> pl.Expr:
    return pl.lit(None, dtype=pl.String)
