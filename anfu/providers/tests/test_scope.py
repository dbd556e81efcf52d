"""二(二)2: a service outside the approved scope is refused; what needs no licence may not be asked for one."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.providers.kinds import Check, ServiceKind
from anfu.providers.rules.catalogue import catalogue
from anfu.providers.rules.scope import Licence, ProviderFacts, Span, decide
from anfu.registry.industry import industries

pytestmark = pytest.mark.once
FLOORS = {each.parameter: 3 for each in catalogue().floors}
LICENCE = Licence("safety_assessment", "1", frozenset({"chemical"}), Span(date(2024, 1, 1), date(2029, 1, 1)))
CHEMICAL, HARDWARE = "2614", "3351"
SCOPE = "安全咨询服务；安全教育培训"


def facts(**more: Any) -> ProviderFacts:
    given_: dict[str, Any] = {
        "name": "甲", "kind": "safety_assessor", "standing": "listed", "business_scope": SCOPE,
        "licences": (LICENCE,), "staff": {"staff": 30, "cse": 9, "trainer": 5},
    }  # fmt: skip
    return ProviderFacts(**given_ | more)


def codes(provider: ProviderFacts, kind: str, industry: str, on: date) -> list[str]:
    return [reason.code for reason in decide(provider, kind, industry, catalogue(), FLOORS, on=on).reasons]


HALTED = Licence(
    "safety_assessment", "1", LICENCE.lines, LICENCE.period, halts=[Span(date(2026, 5, 1), None)]
)
CLAIMED = Licence("safety_assessment", "1", LICENCE.lines, LICENCE.period, Check.CLAIMED)
MINES = Licence("safety_assessment", "1", frozenset({"mine"}), LICENCE.period)
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("case", "provider", "kind", "industry", "on", "expected"),
    [
        ("a licence with the line", facts(), "assess", CHEMICAL, TODAY, []),
        ("its last day", facts(), "assess", CHEMICAL, date(2028, 12, 31), []),
        ("the day after: it closes by itself", facts(), "assess", CHEMICAL, date(2029, 1, 1), ["licence_ended"]),
        ("the day before it begins", facts(), "assess", CHEMICAL, date(2023, 12, 31), ["licence_not_begun"]),
        ("another line", facts(licences=[MINES]), "assess", CHEMICAL, TODAY, ["licence_line"]),
        ("none at all", facts(licences=[]), "assess", CHEMICAL, TODAY, ["licence_none"]),
        ("not compared yet", facts(licences=[CLAIMED]), "assess", CHEMICAL, TODAY, ["licence_unverified"]),
        ("revoked in fact", facts(licences=[HALTED]), "assess", CHEMICAL, TODAY, ["licence_halted"]),
        ("before it was revoked", facts(licences=[HALTED]), "assess", CHEMICAL, date(2026, 4, 30), []),
        ("one of two will do", facts(licences=[HALTED, LICENCE]), "assess", CHEMICAL, TODAY, []),
        ("outside the lines no licence may be asked for", facts(licences=[]), "assess", HARDWARE, TODAY, []),
        ("an unknown industry is not outside", facts(), "assess", "", TODAY, ["industry_unknown"]),
        ("testing asks for a licence everywhere", facts(), "inspect_test", HARDWARE, TODAY, ["licence_none"]),
        ("training asks for none", facts(kind="trainer"), "train", "", TODAY, []),
        ("too few teachers", facts(kind="trainer", staff={}), "train", "", TODAY, ["staff_trainer"]),
        ("the wrong kind", facts(kind="safety_tester"), "train", "", TODAY, ["kind"]),
        ("nothing of it registered", facts(business_scope="五金"), "train", "", TODAY, ["business_scope"]),
        ("not in the directory", facts(standing=""), "train", "", TODAY, ["not_listed"]),
        ("suspended", facts(standing="suspended"), "assess", CHEMICAL, TODAY, ["not_listed_suspended"]),
        ("a leader in its own trade", facts(kind="leading_enterprise", trade="33"), "consult", HARDWARE, TODAY, []),
        ("and in another", facts(kind="leading_enterprise", trade="17"), "consult", HARDWARE, TODAY, ["trade"]),
        ("before any rule", facts(), "train", "", date(2010, 1, 1), ["no_rule"]),
    ],
)  # fmt: skip
def test_the_answer(
    case: str, provider: ProviderFacts, kind: str, industry: str, on: date, expected: list[str]
) -> None:
    assert codes(provider, kind, industry, on) == expected, case


@given(
    st.sampled_from(ServiceKind.values),
    st.sampled_from(["", *industries().names]),
    st.dates(date(2013, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["", "listed", "suspended", "removed"]),
)
def test_every_no_says_why_and_by_which_clause(kind: str, industry: str, on: date, standing: str) -> None:
    decision = decide(facts(standing=standing), kind, industry, catalogue(), FLOORS, on=on)
    assert decision.may is not bool(decision.reasons)
    assert all(reason.text and reason.clause for reason in decision.reasons)
    assert standing == "listed" or not decision.may


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_more_licences_never_close_what_was_open(on: date) -> None:
    less = decide(facts(), "assess", CHEMICAL, catalogue(), FLOORS, on=on)
    more = decide(facts(licences=[LICENCE, MINES, CLAIMED]), "assess", CHEMICAL, catalogue(), FLOORS, on=on)
    assert more.may or not less.may


def test_the_lines_of_the_data_file_are_industries_and_no_industry_is_in_two_of_a_set() -> None:
    known = catalogue()
    for name in {line.set for line in known.lines}:
        for code in industries().names:
            assert len([line for line in known.lines if line.set == name and line.holds(code)]) <= 1, code
    assert all(prefix in industries().names for line in known.lines for prefix in line.industries)
    assert {service.kind for service in known.services} == set(ServiceKind.values)
    assert [line.code for line in known.lines if line.set == "occ_health"] == [
        "mining",
        "chemical",
        "metallurgy",
        "machinery",
    ]
