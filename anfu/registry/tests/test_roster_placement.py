"""Where an enterprise is, how sure that is, and why. Firms and house numbers are made up."""

import polars as pl
import pytest

from anfu.registry.roster.fields import CANONICAL
from anfu.registry.roster.gazetteer import gazetteer
from anfu.registry.roster.placement import MAX_BASIS, place


def placed(**cells: str | None) -> dict[str, str | None]:
    row = {"name": "某某五金厂", "uscc": None, **cells}
    frame = pl.DataFrame({name: [row.get(name)] for name in CANONICAL}, schema=CANONICAL)
    return place(frame).row(0, named=True)


@pytest.mark.parametrize(
    ("address", "division", "town"),
    [
        ("浙江省金华市婺城区白龙桥镇1号", "330702", "330702103"),
        ("浙江省义乌市佛堂镇1号", "330782", "330782100"),
        ("东阳市横店镇1号", "330783", "330783123"),
        ("浙江省金华市永康市江南街道1号", "330784", "330784003"),
        ("金华市婺城区江南街道1号", "330702", "330702005"),
        ("浙江省浙江省金华市武义县柳城镇1号", "330723", "330723100"),
        ("义乌廿三里街道1号", "330782", "330782007"),
        ("浙江省磐安县安文镇1号", "330727", "330727001"),
        ("浙江省义乌县稠城镇1号", "330782", "330782001"),
        ("浙江省金华市塘雅镇1号", "330703", "330703107"),
        ("浙江省金华市金华山旅游经济区罗店镇1号", "330702", "330702100"),
        ("金华经济技术开发区1号", "330791", None),
        ("浙江省金华市经济开发区工业园1号", "330791", None),
        ("金东经济开发区1号金东区", None, None),
    ],
)
def test_an_address_that_names_its_place_is_sure(
    address: str, division: str | None, town: str | None
) -> None:
    row = placed(address=address)
    if division:
        assert (row["division"], row["town"], row["placement"]) == (division, town, "high")
    else:
        assert row["placement"] != "elsewhere"


@pytest.mark.parametrize(
    ("cells", "division", "candidate"),
    [
        ({"address": "金华县塘雅镇1号"}, "330703", None),
        ({"address": "东阳市北江镇1号"}, "330783", None),
        ({"address": "北江镇1号"}, "330783", None),
        ({"address": "市经济开发区1号", "name": "东阳市某某厂"}, "330783", None),
        ({"address": "金华市多湖工业区1号"}, "330703", None),
        ({"address": "浙江省金华市婺城区汤溪镇1号"}, "330702", "330791"),
        ({"address": "浙江省金华市婺城区开发区1号"}, "330702", "330791"),
        ({"address": "义乌市稠城街道1号", "division": "东阳市"}, "330783", None),
    ],
)
def test_what_is_only_likely_is_placed_with_less_confidence(
    cells: dict[str, str], division: str, candidate: str | None
) -> None:
    row = placed(**cells)
    assert (row["division"], row["candidate"]) == (division, candidate)
    assert row["placement"] in ("medium", "high" if candidate is None else "medium")


@pytest.mark.parametrize(
    ("cells", "candidate"),
    [
        ({"address": "浙江省金华市解放路1号", "uscc": "91330702MA0000015Q"}, "330702"),
        ({"address": "金华市秋滨工业城1号"}, "330791"),
        ({"address": "金华市汤溪镇1号"}, "330791"),
        ({"address": "金华市金磐开发区1号"}, "330727"),
        ({"address": "金华市解放路1号", "name": "永康市某某厂"}, "330784"),
    ],
)
def test_a_weak_hint_is_a_candidate_and_waits(cells: dict[str, str], candidate: str) -> None:
    row = placed(**cells)
    assert (row["division"], row["placement"], row["candidate"]) == (None, "low", candidate)


@pytest.mark.parametrize(
    "address", ["浙江省金华市解放路1号", "金华市义乌街1号", "金华市双溪西路1号", "", None]
)
def test_without_a_hint_nothing_is_guessed(address: str | None) -> None:
    row = placed(address=address, uscc="913307010000000000")
    assert (row["division"], row["candidate"], row["placement"]) == (None, None, "none")


@pytest.mark.parametrize(
    "cells",
    [
        {"address": "浙江省杭州市西湖区1号"},
        {"address": "杭州市西湖区1号", "uscc": "91330702MA0000015Q"},
        {"address": "江苏省苏州市1号"},
        {"address": "襄阳市襄州区1号"},
        {"address": "诸暨市店口镇1号"},
        {"address": "人民路1号", "city": "衢州市"},
    ],
)
def test_an_address_of_another_city_is_elsewhere(cells: dict[str, str]) -> None:
    row = placed(**cells)
    assert (row["division"], row["placement"]) == (None, "elsewhere")


@pytest.mark.parametrize("address", ["小商品市场1号", "金华市区人民路1号", "市经济开发区1号", "城南市场1号"])
def test_the_word_市_alone_is_no_other_city(address: str) -> None:
    assert placed(address=address)["placement"] != "elsewhere"


@pytest.mark.parametrize(
    ("division", "code"),
    [
        ("义乌市", "330782"), ("义乌", "330782"), ("330782", "330782"), ("330725", "330782"),
        ("330782001", "330782"), ("金华市婺城区", "330702"), ("金华开发区", "330791"), ("330791", "330791"),
    ],
)  # fmt: skip
def test_the_rosters_own_column_decides(division: str, code: str) -> None:
    row = placed(division=division)
    assert (row["division"], row["placement"]) == (code, "high")


def test_the_digits_330701_never_place_anything() -> None:
    assert placed(division="330701", uscc="91330701MA0000015Q")["division"] is None


def test_every_town_is_found_by_its_county_and_name() -> None:
    names = gazetteer()
    towns = names.towns.unique("town_code")
    full = {code: name for name, code in names.counties.items()}
    own = [f"浙江省{full[row['division']]}{row['spelling']}1号" for row in towns.iter_rows(named=True)]
    frame = pl.DataFrame({"address": own}).select(
        pl.col(name) if name == "address" else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in CANONICAL.items()
    )
    result = place(frame)
    assert result["town"].to_list() == towns["town_code"].to_list()
    assert result["placement_basis"].str.len_chars().max() <= MAX_BASIS
