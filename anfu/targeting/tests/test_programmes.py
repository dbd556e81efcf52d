"""Programmes: conditions are checked, and the pure matcher, the filter and the intervals agree."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from anfu.core.jobs import run_all
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor
from anfu.registry.models import EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import create_programme, end_programme
from anfu.targeting.models import Finding
from anfu.targeting.programmes.conditions import read
from anfu.targeting.programmes.rules import matches
from anfu.targeting.programmes.words import described
from anfu.targeting.queries.intervals import class_intervals
from anfu.targeting.queries.programmes import matching
from anfu.targeting.signals import classes_changed
from anfu.targeting.tests.factories import JUNE, make_finding, make_programme
from anfu.targeting.tests.worlds import conditions, facts

TODAY = date(2026, 11, 24)
POLISHING = [["industry", "starts_with", ["33"]], ["scope", "contains", ["抛光", "打磨"]]]


@pytest.mark.parametrize(
    "raw",
    [
        [],
        ["抛光"],
        [["colour", "in", ["红"]]],
        [["employees", "in", ["1"]]],
        [["employees", "at_least", "9"]],
        [["employees", "at_least", -1]],
        [["above_scale", "is", 1]],
        [["industry", "starts_with", ["3%"]]],
        [["scope", "contains", []]],
        [["scope", "contains", [" "]]],
        [["scope", "contains", ["长" * 61]]],
    ],
)
def test_a_condition_that_cannot_be_understood_is_refused(raw):
    with pytest.raises(ValueError, match=r"."):
        read(raw)


def test_conditions_read_as_a_sentence():
    assert [described(c) for c in read([*POLISHING, ["employees", "at_least", 10]])] == [
        "行业代码以 33 开头",
        "经营范围含 抛光 或 打磨",
        "从业人员 ≥ 10 人",
    ]


def test_a_missing_fact_is_neither_a_hit_nor_a_miss():
    assert matches(read([["employees", "at_most", 9]]), {"employees": None}, ()) == (None, ("employees",))


class TestFilter(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(facts, min_size=1, max_size=4), st.lists(conditions, min_size=1, max_size=3), st.booleans()
    )
    def test_the_filter_finds_whom_the_matcher_hits(self, firms, wanted, grounded):
        made = [make_enterprise(**each) for each in firms]
        if grounded:
            make_finding(made[0], "dangerous_goods_making", state="confirmed")
        hit = set(
            matching(EnterpriseVersion.objects.current(), wanted, "", on=TODAY).values_list(
                "enterprise_id", flat=True
            )
        )
        for firm, each in zip(made, firms, strict=True):
            held = set(Finding.objects.filter(enterprise=firm).values_list("subject", flat=True))
            assert (firm.pk in hit) == (matches(wanted, each, held)[0] is True), (each, wanted)


@pytest.mark.django_db
def test_the_intervals_of_a_programme_follow_it_and_its_grounds():
    firm = make_enterprise(scope="铝制品抛光")
    make_finding(firm, "combustible_dust", state="confirmed", valid_to=date(2026, 9, 1))
    programme = make_programme(
        [*POLISHING, ["ground", "in", ["combustible_dust"]]], valid_to=date(2026, 8, 1)
    )
    found = class_intervals([firm.pk]).filter(group=f"programme:{programme.pk}").row(0)
    assert found[2:] == (JUNE, date(2026, 8, 1))


@pytest.mark.django_db
def test_a_programme_is_recorded_and_its_hits_are_told_in_the_background():
    firm, _ = make_enterprise(scope="铝制品抛光"), make_enterprise(scope="文具零售")
    officer = make_actor("county_officer")
    create_programme(
        "抛光专项", division="330784", conditions=POLISHING, valid_from=TODAY, actor=officer, on=TODAY
    )
    told = []
    classes_changed.connect(listen := lambda enterprises, **_: told.extend(enterprises))
    run_all()
    classes_changed.disconnect(listen)
    assert told == [firm.pk]
    assert LedgerEntry.objects.get(verb="targeting.programme_created").stream == "330784"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "role", "more"),
    [
        ("a county for the whole city", "county_officer", {"division": ""}),
        ("a county for another", "county_officer", {"division": "330782"}),
        ("no conditions", "county_officer", {"conditions": []}),
        ("an end before its beginning", "county_officer", {"valid_to": TODAY}),
        ("who may only look", "leader", {}),
    ],
)
def test_what_is_refused_makes_no_programme(case, role, more):
    typed = {"division": "330784", "conditions": POLISHING, "valid_from": TODAY} | more
    with pytest.raises(Refused):
        create_programme("抛光专项", **typed, actor=make_actor(role), on=TODAY)
    assert not LedgerEntry.objects.exists(), case


@pytest.mark.django_db
def test_a_city_programme_is_ended_by_the_city_alone():
    programme = make_programme(POLISHING)
    ask = {"on": TODAY, "valid_to": date(2026, 12, 31), "reason": "专项行动已总结"}
    with pytest.raises(Refused, match="市级"):
        end_programme(programme.pk, actor=make_actor("county_officer"), **ask)
    assert end_programme(programme.pk, actor=make_actor("city_officer"), **ask).valid_to == date(2026, 12, 31)
