"""Grounds, listings and accidents of an enterprise that turns out to be another."""

from datetime import date, timedelta

import pytest

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.duplicates import merge, unmerge
from anfu.registry.models import DuplicatePair
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.models import BY_HAND, Accident, Finding, SupervisedListing
from anfu.targeting.queries.intervals import class_intervals

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
START = date(2025, 3, 1)


@pytest.fixture
def pair():
    kept, merged = make_enterprise(name="样例门业厂"), make_enterprise(name="样例门业厂")
    with without_ledger():
        return DuplicatePair.objects.create(first=kept, second=merged, kind="same_name", basis="名称一字不差")


def make_finding(enterprise, state, subject="ammonia", **more):
    decided = (
        {"decided_at": clock.now(), "decided_name": "测试员", "reason": "现场查看"}
        if state != "presumed"
        else {}
    )
    start = {"valid_from": START} if state == "confirmed" else {}
    with without_ledger():
        return Finding.objects.create(
            enterprise=enterprise, subject=subject, state=state, strength="strong", likelier=True,
            rule=more.pop("rule", BY_HAND), texts_hash="", presumed_at=clock.now(), **(decided | start | more),
        )  # fmt: skip


def join(pair):
    merge(pair.pk, keep=pair.first_id, reason="现场核对，是同一家", actor=make_actor(), on=ON)


def part(pair):
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON + timedelta(2))


def findings():
    rows = Finding.objects.order_by("enterprise_id", "pk").exclude(subject="industry")
    return list(
        rows.values_list("enterprise_id", "subject", "state", "valid_from", "valid_to", "reason", "rule")
    )


def days_of(enterprise, group="ammonia"):
    found = class_intervals([enterprise]).filter(group=group)
    return [(row["valid_from"], row["valid_to"]) for row in found.iter_rows(named=True)]


def test_a_confirmed_ground_is_inherited_from_that_day_and_the_past_stays(pair):
    make_finding(pair.second, "confirmed")
    before = findings()
    join(pair)
    assert days_of(pair.second_id) == [(START, ON)]
    assert days_of(pair.first_id) == [(ON, None)]
    assert Finding.objects.get(enterprise=pair.first, subject="ammonia").decided_name == "测试员"
    part(pair)
    assert findings() == before


def test_one_that_waits_at_the_kept_one_becomes_confirmed_and_waits_again_after_the_undoing(pair):
    make_finding(pair.first, "presumed")
    make_finding(pair.second, "confirmed")
    before = findings()
    join(pair)
    assert days_of(pair.first_id) == [(ON, None)]
    part(pair)
    assert findings() == before


def test_a_ground_that_the_kept_one_has_itself_stays_as_it_was_decided(pair):
    make_finding(pair.first, "confirmed")
    make_finding(pair.second, "confirmed")
    join(pair)
    assert days_of(pair.first_id) == [(START, None)]
    assert days_of(pair.second_id) == [(START, ON)]


def test_what_was_rejected_for_the_kept_one_stays_rejected_and_the_merge_says_so(pair):
    make_finding(pair.first, "refuted")
    make_finding(pair.second, "confirmed")
    join(pair)
    assert days_of(pair.first_id) == []
    assert DuplicatePair.objects.get().moved["targeting"]["contradicted"] == ["ammonia"]


@pytest.mark.parametrize("rule", [BY_HAND, "K-1"])
def test_a_presumption_goes_on_waiting_at_the_kept_one_with_its_words_quoted(pair, rule):
    span = {"field": "scope", "start": 0, "end": 2, "text": "制冷", "kind": "matched", "rule": "K-1"}
    make_finding(pair.second, "presumed", rule=rule, evidence=[span])
    join(pair)
    [waiting] = Finding.objects.filter(enterprise=pair.first, subject="ammonia")
    assert (waiting.state, waiting.evidence) == ("presumed", [])
    assert "制冷" in waiting.reason
    assert not Finding.objects.filter(enterprise=pair.second, subject="ammonia").exists()


def test_a_presumption_of_the_merged_one_comes_back_with_the_undoing(pair):
    make_finding(pair.second, "presumed", evidence=[])
    before = findings()
    join(pair)
    part(pair)
    assert findings() == before


def test_open_listings_and_accidents_go_over_and_come_back(pair):
    days = {
        "listed_on": START,
        "due_on": date(2026, 12, 1),
        "hazard": "样例隐患",
        "level": "city",
        "source": "样例",
    }
    with without_ledger():
        for number, delisted_on in (("1号", None), ("2号", date(2025, 9, 1))):
            SupervisedListing.objects.create(
                enterprise=pair.second, number=number, delisted_on=delisted_on, **days
            )
        Accident.objects.create(enterprise=pair.second, happened_on=START, source="样例")
    join(pair)
    assert SupervisedListing.objects.get(enterprise=pair.first).number == "1号"
    assert SupervisedListing.objects.get(enterprise=pair.second).number == "2号"
    assert Accident.objects.get().enterprise == pair.first
    part(pair)
    assert SupervisedListing.objects.filter(enterprise=pair.second).count() == 2
    assert Accident.objects.get().enterprise == pair.second


@pytest.mark.parametrize("change", [{"valid_to": date(2026, 7, 1)}, {"decided_name": "另一人"}])
def test_an_inherited_ground_decided_anew_keeps_the_merge_from_being_undone(pair, change):
    make_finding(pair.second, "confirmed")
    join(pair)
    with without_ledger():
        Finding.objects.filter(enterprise=pair.first, subject="ammonia").update(**change)
    before = findings()
    with pytest.raises(Refused, match="核实"):
        part(pair)
    assert findings() == before


def test_a_firm_about_which_nothing_is_known_moves_nothing(pair):
    join(pair)
    assert "targeting" not in DuplicatePair.objects.get().moved
