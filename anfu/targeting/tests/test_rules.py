"""The five classes, each rule with its edges."""

from datetime import date

import pytest

from anfu.targeting.rules.explain import explain
from anfu.targeting.rules.facts import AccidentFact, Facts, GroundFact, ListingFact, Terms, VersionFacts
from anfu.targeting.rules.reasons import State

ON = date(2026, 6, 15)
TERMS = Terms(100, 1, 1, 3, 3)
FACTORY = {"industry": "3311", "sector": "machinery", "size_class": "small", "employees": 68}


def said(on=ON, terms=TERMS, **facts):
    return explain(Facts(**facts), terms, on=on)


def of_version(terms=TERMS, on=ON, neighbours=None, accidents=(), **facts):
    version = VersionFacts(**({"source": "2026 年名册", "since": date(2026, 1, 1)} | facts))
    return said(on, terms, version=version, neighbours=neighbours, accidents=accidents)


def test_a_confirmed_ground_counts_and_a_presumed_one_waits():
    confirmed = GroundFact("spraying", "confirmed", date(2026, 3, 1), decided_name="陈岚")
    waiting = GroundFact("mine", "presumed", words=("采石",), rule="R-103-01")
    found = said(grounds=(confirmed, waiting))
    assert found.groups == {"class_1", "spraying"}
    assert [(r.rule, r.state, r.clause) for r in found.reasons] == [
        ("R-103", State.PRESUMED, "二(一)1"),
        ("R-107", State.CONFIRMED, "二(一)1"),
    ]


@pytest.mark.parametrize(
    ("case", "on", "expected"),
    [
        ("the day before", date(2026, 2, 28), False),
        ("its first day", date(2026, 3, 1), True),
        ("its last day", date(2026, 4, 30), True),
        ("the day it ended", date(2026, 5, 1), False),
    ],
)
def test_a_ground_holds_from_its_first_day_to_the_day_before_its_end(case, on, expected):
    fact = GroundFact("mine", "confirmed", date(2026, 3, 1), date(2026, 5, 1))
    assert (said(on, grounds=(fact,)).groups == {"class_1", "mine"}) is expected, case


@pytest.mark.parametrize(
    ("case", "facts", "terms", "expected"),
    [
        ("a small firm of the eight sectors", {}, TERMS, True),
        ("exactly the limit, which counts", {"employees": 100}, TERMS, True),
        ("exactly the limit, where it does not count", {"employees": 100}, Terms(100, 0, 1, 3, 3), False),
        ("one above", {"employees": 101}, TERMS, False),
        ("large by revenue", {"size_class": "large"}, TERMS, False),
        ("outside the eight sectors", {"sector": "", "industry": "2611"}, TERMS, False),
        ("nobody works there", {"employees": 0}, TERMS, True),
        ("people not known", {"employees": None}, TERMS, None),
        ("industry not known", {"sector": "", "industry": ""}, TERMS, None),
        (
            "industry not known but too many people",
            {"sector": "", "industry": "", "employees": 500},
            TERMS,
            False,
        ),
        ("before any number was set", {}, Terms(), False),
    ],
)
def test_small_firms_of_the_eight_sectors(case, facts, terms, expected):
    found = of_version(terms, **(FACTORY | facts))
    rules = {r.rule for r in found.reasons}, {q.rule for q in found.questions}
    assert ("R-201" in rules[0], "R-201" in rules[1]) == (expected is True, expected is None), case


@pytest.mark.parametrize(
    ("case", "facts", "expected"),
    [
        ("no officer", {"safety_officers": 0}, True),
        ("no rules", {"has_safety_rules": False}, True),
        ("no training records", {"has_training_records": False}, True),
        (
            "all in order",
            {"safety_officers": 1, "has_safety_rules": True, "has_training_records": True},
            False,
        ),
        ("one thing not known", {"safety_officers": 1, "has_safety_rules": True}, None),
        ("outside the eight sectors", {"safety_officers": 0, "sector": "", "industry": "2611"}, False),
    ],
)
def test_weak_management_by_its_own_facts(case, facts, expected):
    found = of_version(**(FACTORY | {"employees": 500} | facts))
    rules = {r.rule for r in found.reasons}, {q.rule for q in found.questions}
    assert ("R-202" in rules[0], "R-202" in rules[1]) == (expected is True, expected is None), case


@pytest.mark.parametrize(
    ("level", "scheme", "counts", "expected"),
    [
        ("severe", "2021", 1, True),
        ("severe", "2012", 0, True),
        ("severe", "", 1, True),
        ("heavier", "2012", 1, True),
        ("heavier", "2012", 0, False),
        ("heavier", "2021", 1, False),
        ("heavier", "", 1, None),
        ("general", "2021", 1, False),
        ("", "", 1, None),
    ],
)
def test_hazard_levels_by_scheme(level, scheme, counts, expected):
    found = of_version(Terms(100, 1, counts, 3, 3), hazard_level=level, hazard_scheme=scheme)
    asked = "R-301" in {q.rule for q in found.questions}
    assert ("class_3" in found.groups, asked) == (expected is True, expected is None)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 31), False),
        (date(2026, 6, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_a_listing_counts_until_it_is_taken_off(on, expected):
    listing = ListingFact("市级", "金安督〔2026〕3号", date(2026, 6, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert ("class_4" in said(on, listings=(listing,)).groups) is expected


@pytest.mark.parametrize(("firms", "expected"), [(2, False), (3, True), (40, True)])
def test_many_occupiers_at_one_address(firms, expected):
    found = of_version(**FACTORY, address_key="甲", address="工业园 1 号", neighbours=firms, terms=TERMS)
    assert ("class_5" in found.groups) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 2, 28), False),
        (date(2024, 2, 29), True),
        (date(2027, 2, 27), True),
        (date(2027, 2, 28), False),
    ],
)
def test_an_accident_counts_for_so_many_years(on, expected):
    found = of_version(on=on, accidents=(AccidentFact(date(2024, 2, 29), injuries=1),), **FACTORY)
    assert ("class_5" in found.groups) is expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [("应急局", False), ("应急局、经信局", True), ("应急局、应急局", False), ("应急局、", False)],
)
def test_more_than_one_regulator(named, expected):
    assert ("class_5" in of_version(**FACTORY, regulators=named).groups) is expected


def test_class_5_asks_only_firms_of_the_eight_sectors():
    outside = FACTORY | {"sector": "", "industry": "2611"}
    found = of_version(**outside, regulators="应急局、经信局", accidents=(AccidentFact(ON),))
    assert "class_5" not in found.groups


def test_every_reason_names_its_rule_its_clause_and_the_facts_with_source_and_day():
    found = of_version(**FACTORY, safety_officers=0, hazard_level="severe", hazard_scheme="2021")
    for reason in found.reasons:
        assert reason.rule.startswith("R-") and reason.clause.startswith("二(一)") and reason.sentence
        assert all(fact.source == "2026 年名册" and fact.since == date(2026, 1, 1) for fact in reason.used)


def test_no_rule_of_the_plan_speaks_of_the_time_before_it():
    assert of_version(on=date(2015, 12, 31), **FACTORY).groups == frozenset()


def test_a_question_is_not_asked_where_another_rule_has_answered():
    found = of_version(**FACTORY)
    assert "class_2" in found.groups and "class_2" not in {q.group for q in found.questions}
