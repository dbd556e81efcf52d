"""What must hold of any made-up city."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from stdnum.cn import uscc

from anfu.demo.city import CityChunk, generate
from anfu.demo.identity import capacity
from anfu.demo.providers import providers
from anfu.demo.tables import GROUNDS, divisions, trades
from anfu.registry.datafiles import DATA, read_csv

TODAY = date(2025, 11, 24)
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "enterprises" / "jinhua_1980_2002.csv"
FRAMES = ("versions", "engagements", "truth", "listings", "accidents")


def whole(enterprises: int, seed: int, chunk: int = 50_000) -> CityChunk:
    chunks = list(generate(enterprises=enterprises, seed=seed, today=TODAY, chunk=chunk))
    return CityChunk(**{name: pl.concat([getattr(c, name) for c in chunks]) for name in FRAMES})


@pytest.fixture(scope="module")
def city() -> CityChunk:
    return whole(4_000, seed=3)


@pytest.mark.parametrize("frame", FRAMES)
def test_the_same_seed_gives_the_same_city_however_it_is_cut(city: CityChunk, frame: str) -> None:
    assert_frame_equal(getattr(city, frame), getattr(whole(4_000, seed=3, chunk=777), frame))


def test_another_seed_gives_another_city(city: CityChunk) -> None:
    assert set(city.current["name"]).isdisjoint(set(whole(100, seed=4).current["name"]))


def test_every_credit_code_is_valid_and_nobody_elses(city: CityChunk) -> None:
    codes = [*city.current["uscc"], *providers(3)["uscc"]]
    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) for code in codes)
    assert all(code[8:11] == "MA0" for code in codes)


def test_every_name_is_unique(city: CityChunk) -> None:
    assert city.current["name"].is_unique().all()


def test_names_stay_unique_where_two_characters_no_longer_suffice() -> None:
    names = [
        name for chunk in generate(enterprises=30_000, seed=1, today=TODAY) for name in chunk.current["name"]
    ]
    assert len(set(names)) == 30_000


def test_more_firms_than_names_are_refused() -> None:
    with pytest.raises(ValueError, match=str(capacity())):
        next(generate(enterprises=capacity() + 1, seed=1, today=TODAY))
    assert capacity() > 1_000_000


@pytest.mark.roster
@pytest.mark.skipif(not REAL.is_file(), reason="the real roster is not beside the repository")
def test_no_name_is_that_of_a_real_firm(city: CityChunk) -> None:
    with REAL.open(encoding="utf-8-sig") as file:
        real = {row["企业名称"] for row in csv.DictReader(file)}
    assert real.isdisjoint(set(city.current["name"]) | set(providers(3)["name"]))


def test_every_division_has_about_its_share(city: CityChunk) -> None:
    counted = dict(city.current["division"].value_counts(normalize=True).iter_rows())
    total = sum(d.share for d in divisions())
    assert all(abs(counted[d.code] - d.share / total) < 0.03 for d in divisions())


def test_texts_are_varied(city: CityChunk) -> None:
    assert city.current["scope"].n_unique() > 0.99 * city.current.height


def test_periods_of_a_firm_touch_and_the_last_is_open(city: CityChunk) -> None:
    following = pl.col("valid_from").shift(-1).over("uscc")
    gaps = city.versions.filter(pl.col("valid_to").ne_missing(following))
    assert gaps.is_empty()
    assert (city.versions["valid_from"] >= city.versions["established_on"]).all()
    assert city.versions["valid_from"].max() <= TODAY


def test_facts_are_missing_here_and_there_and_never_zero(city: CityChunk) -> None:
    for field in ("employees", "revenue_fen", "hazard_level", "safety_officers", "industry", "longitude"):
        assert 0 < city.current[field].null_count() < city.current.height / 2
    assert city.current["employees"].min() >= 1


def test_most_firms_are_small(city: CityChunk) -> None:
    people = city.current["employees"].drop_nulls()
    assert people.median() < 20
    assert 0.001 < (people >= 300).mean() < 0.03


def test_several_firms_share_an_address(city: CityChunk) -> None:
    shared = city.current.group_by("address").len().filter(pl.col("len") > 1)
    assert 0.03 < shared["len"].sum() / city.current.height < 0.12


def test_contracts_run_forward_and_belong_to_known_parties(city: CityChunk) -> None:
    rows = city.engagements
    assert (rows["valid_from"] < rows["valid_to"]).all()
    assert (rows["signed_on"] < rows["valid_from"]).all()
    assert rows["contract_no"].is_unique().all()
    assert set(rows["provider_uscc"]) <= set(providers(3)["uscc"])
    assert set(rows["uscc"]) <= set(city.current["uscc"])
    assert rows["mode"].n_unique() == 5


def test_providers_serve_only_what_they_offer(city: CityChunk) -> None:
    offered = providers(3).select(provider_uscc="uscc", services="services", modes="modes")
    rows = city.engagements.join(offered, on="provider_uscc")
    assert rows["kinds"].list.set_difference(rows["services"]).list.len().sum() == 0
    assert rows.select(pl.col("mode").is_in(pl.col("modes"))).to_series().all()


def covered(city: CityChunk, on: date, industrial: pl.Expr) -> float:
    now = city.versions.filter(
        pl.col("valid_from") <= on, pl.col("valid_to").is_null() | (pl.col("valid_to") > on), industrial
    ).filter(pl.col("status") == "active")
    served = city.engagements.filter(pl.col("valid_from") <= on, pl.col("valid_to") > on)
    return now["uscc"].is_in(served["uscc"].unique().to_list()).mean()


def test_coverage_rises_to_about_half_of_industry(city: CityChunk) -> None:
    industry = pl.col("industry").str.slice(0, 2).cast(pl.Int32).is_between(6, 46)
    years = [covered(city, date(year, 11, 24), industry) for year in (2022, 2023, 2024, 2025)]
    assert years == sorted(years)
    assert 0.40 < years[0] < 0.47
    assert 0.46 < years[-1] < 0.54


def test_coverage_of_confirmed_high_risk_firms_is_near_nine_tenths(city: CityChunk) -> None:
    high = city.truth.filter(found="confirmed")["uscc"].unique().to_list()
    assert 0.84 < covered(city, TODAY, pl.col("uscc").is_in(high)) < 0.93


def test_every_ground_has_findings_of_more_than_one_kind(city: CityChunk) -> None:
    kinds = city.truth.group_by("ground").agg(pl.col("found").n_unique())
    assert set(kinds["ground"]) == set(GROUNDS)
    assert kinds["found"].min() >= 2
    assert (city.truth["decided_on"].is_null() == (city.truth["found"] == "open")).all()
    assert city.truth.select("uscc", "ground").is_unique().all()


def test_no_scope_denies_the_ground_that_it_claims(city: CityChunk) -> None:
    claims = city.current.filter(pl.col("scope").str.contains("喷漆、喷|喷涂、喷漆|静电喷塑"))
    assert claims.height > 10
    denied = claims["scope"].str.contains("不含喷|喷[涂漆塑]除外|除喷|不包括喷|不涉及喷")
    assert not denied.any()


def test_listings_and_accidents_happened_in_the_past(city: CityChunk) -> None:
    assert city.listings.height > 5
    assert city.listings["delisted_on"].null_count() > 0
    assert city.listings.filter(pl.col("delisted_on") < pl.col("listed_on")).is_empty()
    assert city.accidents["happened_on"].max() <= TODAY
    assert (city.accidents["deaths"] + city.accidents["injuries"] > 0).all()


def test_every_trade_has_codes_of_the_national_classification() -> None:
    known = set(read_csv(DATA / "gbt4754_2017.csv")["code"])
    assert [code for trade in trades() for code in trade.listed("industry") if code not in known] == []
