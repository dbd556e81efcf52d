"""Random small worlds for properties: a few firms with versions, grounds, listings, accidents, parameters."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import strategies as st

from anfu.targeting.models.finding import GROUNDS
from anfu.targeting.programmes.conditions import Condition, ProgrammeTerms
from anfu.targeting.rules.facts import (
    TERMS,
    AccidentFact,
    Facts,
    GroundFact,
    ListingFact,
    Terms,
    VersionFacts,
)
from anfu.targeting.rules.periods import DAYS
from anfu.targeting.rules.rows import ACCIDENTS, CONFIRMED, FACTS, NEIGHBOURS, TEXTS, Rows, value_on

VALUES = {
    "small_firm_employees": [99, 100],
    "small_firm_inclusive": [0, 1],
    "class3_heavier_counts": [0, 1],
    "accident_years": [1, 3],
    "shared_address_firms": [2, 3],
}
START = date(2015, 6, 1)
FIRMS = (1, 2, 3)
days = st.integers(0, 4000).map(lambda n: START + timedelta(days=n)) | st.just(date(2016, 2, 29))
WORDS = ["抛光", "铸造", "小微园", "A区", "a区"]
some_text = st.lists(st.sampled_from(WORDS), max_size=2).map("、".join)

facts = st.fixed_dictionaries(
    {
        "name": some_text,
        "scope": some_text,
        "address": some_text,
        "division": st.sampled_from(["", "330784", "330782"]),
        "town": st.sampled_from(["", "330784001"]),
        "industry": st.sampled_from(["", "3311", "26", "5128"]),
        "section": st.sampled_from(["", "C"]),
        "sector": st.sampled_from(["machinery", "light", "machinery", ""]),
        "size_class": st.sampled_from(["micro", "medium", "large", ""]),
        "employees": st.sampled_from([99, 100, 0, 9, 101, None]),
        "status": st.sampled_from(["active", "active", "cancelled"]),
        "above_scale": st.none() | st.booleans(),
        "hazard_level": st.sampled_from(["heavier", "severe", "general", ""]),
        "hazard_scheme": st.sampled_from(["2012", "2021", ""]),
        "safety_officers": st.none() | st.integers(0, 2),
        "has_safety_rules": st.none() | st.booleans(),
        "has_training_records": st.none() | st.booleans(),
        "regulators": st.sampled_from(["", "应急局", "应急局、经信局", "应急局、", "应急局、应急局"]),
        "address_key": st.sampled_from(["甲", "甲", "乙", ""]),
    }
)


def _words(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


conditions = st.one_of(
    st.builds(Condition, st.just("division"), st.just("in"), _words(["330784", "330782"])),
    st.builds(Condition, st.just("sector"), st.just("in"), _words(["machinery", "light"])),
    st.builds(Condition, st.just("section"), st.just("in"), st.just(("C",))),
    st.builds(Condition, st.just("industry"), st.just("starts_with"), _words(["33", "331", "26"])),
    st.builds(Condition, st.just("size_class"), st.just("in"), _words(["large", "micro"])),
    st.builds(
        Condition,
        st.just("employees"),
        st.sampled_from(["at_least", "at_most"]),
        st.sampled_from([0, 9, 100]),
    ),
    st.builds(Condition, st.just("ground"), st.just("in"), _words(GROUNDS[:3])),
    st.builds(Condition, st.just("hazard_level"), st.just("in"), _words(["severe", "general"])),
    st.builds(Condition, st.just("above_scale"), st.just("is"), st.booleans()),
    st.builds(Condition, st.just("status"), st.just("in"), st.just(("active",))),
    st.builds(Condition, st.sampled_from(["name", "scope", "address"]), st.just("contains"), _words(WORDS)),
)


@st.composite
def periods(draw: Any, most: int = 3) -> list[tuple[date, date | None]]:
    """Periods that do not overlap, the last one perhaps open."""
    cuts = sorted(draw(st.sets(days, min_size=1, max_size=most + 1)))
    closed: list[tuple[date, date | None]] = list(pairwise(cuts))
    return [*closed, (cuts[-1], None)] if draw(st.booleans()) or not closed else closed


@st.composite
def programmes(draw: Any) -> tuple[ProgrammeTerms, ...]:
    """Up to two programmes."""
    found = []
    for number in range(1, draw(st.integers(0, 2)) + 1):
        wanted = tuple(draw(st.lists(conditions, min_size=1, max_size=3)))
        start, end = draw(periods(1))[0]
        division = draw(st.sampled_from(["", "330784"]))
        found.append(ProgrammeTerms(number, f"专项{number}", division, wanted, start, end))
    return tuple(found)


@st.composite
def worlds(draw: Any) -> Rows:
    """Frames of three firms."""
    versions = [
        {"enterprise_id": firm, "valid_from": start, "valid_to": end, **draw(facts)}
        for firm in FIRMS
        for start, end in draw(periods())
    ]
    confirmed = [
        {"enterprise_id": firm, "valid_from": start, "valid_to": end, "subject": subject}
        for firm in FIRMS[:2]
        for subject in draw(st.lists(st.sampled_from(GROUNDS[:3]), max_size=2, unique=True))
        for start, end in draw(periods(2))
    ]
    listings = [{"enterprise_id": 1, "valid_from": a, "valid_to": b} for a, b in draw(periods(2))]
    accidents = [
        {"enterprise_id": draw(st.sampled_from(FIRMS)), "happened_on": d}
        for d in draw(st.lists(days, max_size=3))
    ]
    others = [{"address_key": "甲", "valid_from": a, "valid_to": b} for a, b in draw(periods())]
    own = [v for v in versions if v["address_key"] and v["status"] == "active"]
    return Rows(
        versions=pl.DataFrame(versions, schema=FACTS | TEXTS),
        confirmed=pl.DataFrame(confirmed, schema=CONFIRMED),
        listings=pl.DataFrame(listings, schema=DAYS),
        accidents=pl.DataFrame(accidents, schema=ACCIDENTS),
        neighbours=pl.DataFrame([*own, *others], schema=NEIGHBOURS),
        parameters=tuple(sorted(draw(parameter_rows()), key=lambda row: row[2])),
        programmes=draw(programmes()),
    )


@st.composite
def parameter_rows(draw: Any) -> list[tuple[str, str, date, int]]:
    """Values that change, some of one division only, some missing at first."""
    codes = st.sampled_from(TERMS)
    chosen = draw(
        st.lists(st.tuples(codes, st.sampled_from(["", "", "330784"]), days), max_size=4, unique=True)
    )
    keys = [*((code, "", START) for code in draw(st.sets(codes, min_size=3))), *chosen]
    return [(*key, draw(st.sampled_from(VALUES[key[0]]))) for key in dict.fromkeys(keys)]


def facts_of(rows: Rows, firm: int, on: date) -> tuple[Facts, Terms]:
    """The same world as the one-by-one rules see it."""
    version = next((_version(v) for v in _of(rows.versions, firm) if _in(v, on)), None)
    key, division = (version.address_key, version.division) if version else ("", "")
    known = Facts(
        version=version,
        grounds=tuple(
            GroundFact(g["subject"], "confirmed", g["valid_from"], g["valid_to"])
            for g in _of(rows.confirmed, firm)
        ),
        listings=tuple(
            ListingFact("县级", "1号", row["valid_from"], None, row["valid_to"])
            for row in _of(rows.listings, firm)
        ),
        accidents=tuple(AccidentFact(row["happened_on"]) for row in _of(rows.accidents, firm)),
        neighbours=sum(row["address_key"] == key and _in(row, on) for row in rows.neighbours.to_dicts()),
        programmes=rows.programmes,
    )
    return known, Terms(**{name: value_on(rows.parameters, name, division, on) for name in TERMS})


def _of(frame: pl.DataFrame, firm: int) -> list[dict[str, Any]]:
    return frame.filter(pl.col("enterprise_id") == firm).to_dicts()


def _in(row: dict[str, Any], on: date) -> bool:
    return row["valid_from"] <= on and (row["valid_to"] is None or on < row["valid_to"])


def _version(row: dict[str, Any]) -> VersionFacts:
    return VersionFacts(**{name: row[name] for name in VersionFacts.__slots__ if name in row})
