"""Sections, sectors and size classes: scalars and expressions give the same answers."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.registry.industry import (
    industries,
    is_gongmao_expr,
    is_industrial_expr,
    section_expr,
    sector_expr,
)
from anfu.registry.size import CLASSES, size_class, size_class_expr, size_limits

WAN = 1_000_000
CODES = sorted(industries().names)


def test_the_classification_is_whole() -> None:
    by_length = {size: sum(len(code) == size for code in CODES) for size in (1, 2, 3, 4)}
    assert by_length == {1: 20, 2: 97, 3: 473, 4: 1381}


@pytest.mark.parametrize(
    ("code", "section", "sector"),
    [
        ("3311", "C", "machinery"), ("33", "C", "machinery"), ("3382", "C", "light"),
        ("3391", "C", "metallurgy"),
        ("3392", "C", "nonferrous"), ("3054", "C", "light"), ("3011", "C", "building_materials"),
        ("2681", "C", "light"), ("2611", "C", None), ("2911", "C", None), ("2926", "C", "light"),
        ("1610", "C", "tobacco"), ("5128", "F", "tobacco"), ("5169", "F", None), ("5942", "G", None),
        ("5920", "G", "commerce"), ("6110", "H", "commerce"), ("3731", "C", None), ("0610", "B", None),
        ("1711", "C", "textiles"), ("C", "C", None), ("4411", "D", None),
    ],
)  # fmt: skip
def test_a_code_has_a_section_and_perhaps_a_sector(code: str, section: str, sector: str | None) -> None:
    table = industries()
    assert (table.section_of(code), table.sector_of(code)) == (section, sector)


def test_expressions_agree_with_scalars_for_every_code() -> None:
    table = industries()
    codes: list[str | None] = [*CODES, None]
    code = pl.col("code")
    frame = pl.DataFrame({"code": codes}, schema={"code": pl.String}).select(
        section_expr(code).alias("section"),
        sector_expr(code).alias("sector"),
        is_industrial_expr(code).alias("industrial"),
        is_gongmao_expr(code).alias("gongmao"),
    )
    assert frame.rows()[:-1] == [
        (table.section_of(key), table.sector_of(key), table.is_industrial(key), table.is_gongmao(key))
        for key in CODES
    ]
    assert frame.rows()[-1] == (None, None, None, None)


@pytest.mark.parametrize(
    ("code", "people", "wan", "expected"),
    [
        ("3311", 1000, 40000, ("large", False)),
        ("3311", 1000, 39999, ("medium", False)),
        ("3311", 299, 2000, ("small", False)),
        ("3311", 19, 40000, ("micro", False)),
        ("3311", 50, None, ("small", True)),
        ("3311", None, 500, ("small", True)),
        ("3311", None, None, (None, True)),
        ("5110", 5, 1000, (None, False)),
        ("5111", 5, 1000, ("small", False)),
        ("5211", 49, 500, ("small", False)),
        ("0111", None, 500, ("medium", False)),
        ("4710", None, 6000, ("medium", True)),
        ("7211", 300, None, ("large", True)),
        ("7310", 9, None, ("micro", False)),
        ("8310", 9, 9, (None, False)),
        (None, 9, 9, (None, False)),
    ],
)
def test_both_limits_must_be_reached_or_the_class_falls(
    code: str | None, people: int | None, wan: int | None, expected: tuple[str | None, bool]
) -> None:
    assert size_class(code, people, None if wan is None else wan * WAN) == expected


@given(st.sampled_from([*CODES, None]), st.integers(0, 3000) | st.none(), st.integers(0, 10**12) | st.none())
def test_the_expression_gives_what_the_scalar_gives(
    code: str | None, people: int | None, revenue: int | None
) -> None:
    frame = pl.DataFrame(
        {"code": [code], "people": [people], "revenue": [revenue]},
        schema={"code": pl.String, "people": pl.Int64, "revenue": pl.Int64},
    )
    size, provisional = size_class_expr(pl.col("code"), pl.col("people"), pl.col("revenue"))
    assert frame.select(size, provisional.alias("provisional")).row(0) == size_class(code, people, revenue)


def test_limits_rise_with_the_class() -> None:
    assert all(
        list(limits) == sorted(limits) for rule in size_limits().values() for limits in rule.limits.values()
    )
    assert CLASSES == ("micro", "small", "medium", "large")
