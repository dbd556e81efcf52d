"""Listings and accidents: their effect, their entry, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import delist, record_accident, record_accidents, record_listing, record_listings
from anfu.targeting.actions.accidents import AccidentRow
from anfu.targeting.actions.listings import ListingRow
from anfu.targeting.models import Accident, SupervisedListing
from anfu.targeting.queries.facts import explanation_on
from anfu.targeting.tests.factories import JUNE, make_listing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def firm():
    return make_enterprise()


def listing_of(firm, **more):
    row = ListingRow(
        firm.pk, "city", "金安督〔2026〕3号", "除尘系统无泄爆", JUNE, date(2026, 9, 1), "市安委办文件"
    )
    return replace(row, **more)


def accident_of(firm, **more):
    return replace(AccidentRow(firm.pk, JUNE, 0, 1, None, "机械伤害", "事故快报"), **more)


def test_a_listed_firm_is_in_class_4_until_it_is_taken_off(firm):
    actor = make_actor("county_officer")
    made = record_listing(listing_of(firm), actor=actor, on=TODAY)
    assert "class_4" in explanation_on(firm, TODAY).groups
    delist(made.pk, actor=actor, on=TODAY, delisted_on=date(2026, 10, 1), basis="金安督销〔2026〕3号")
    assert "class_4" not in explanation_on(firm, TODAY).groups
    assert "class_4" in explanation_on(firm, date(2026, 9, 30)).groups
    verbs = set(LedgerEntry.objects.filter(stream="330784").values_list("verb", flat=True))
    assert verbs == {"targeting.listed", "targeting.delisted"}


def test_what_took_a_listing_off_is_kept_whole_or_refused(firm):
    actor = make_actor("county_officer")
    made = record_listing(listing_of(firm), actor=actor, on=TODAY)
    told = {"actor": actor, "on": TODAY, "delisted_on": date(2026, 10, 1)}
    with pytest.raises(Refused, match="最多 200 个字"):
        delist(made.pk, basis="文" * 201, **told)
    delist(made.pk, basis="文" * 200, **told)
    assert "文" * 200 in LedgerEntry.objects.get(verb="targeting.delisted").body


@pytest.mark.parametrize(
    "more",
    [
        {"level": "town"},
        {"listed_on": date(2027, 1, 1), "due_on": date(2027, 2, 1)},
        {"due_on": date(2026, 5, 1)},
    ],
)
def test_a_listing_that_cannot_be_is_refused(more, firm):
    with pytest.raises(Refused):
        record_listing(listing_of(firm, **more), actor=make_actor("county_officer"), on=TODAY)
    assert not SupervisedListing.objects.exists()


def test_the_same_number_is_not_recorded_twice(firm):
    make_listing(firm, number="金安督〔2026〕3号")
    with pytest.raises(Refused, match="没有重复登记"):
        record_listing(listing_of(firm), actor=make_actor("county_officer"), on=TODAY)


def test_an_accident_counts_as_a_reason_of_class_5(firm):
    record_accident(accident_of(firm), actor=make_actor("county_officer"), on=TODAY)
    assert "R-502" in {reason.rule for reason in explanation_on(firm, TODAY).reasons}


@pytest.mark.parametrize(
    ("role", "where"), [("county_officer", {"division": "330782"}), ("town_officer", {})]
)
def test_who_may_not_record_records_nothing(role, where, firm):
    actor = make_actor(role, **where)
    for act, row in ((record_listing, listing_of(firm)), (record_accident, accident_of(firm))):
        with pytest.raises(Refused):
            act(row, actor=actor, on=TODAY)
    assert not LedgerEntry.objects.exists()


def test_many_at_once_leave_one_entry_each(firm):
    other, actor = make_enterprise(), make_actor("city_officer")
    record_listings(
        [listing_of(firm), listing_of(other, delisted_on=date(2026, 8, 1))], actor=actor, on=TODAY
    )
    record_accidents([accident_of(firm), accident_of(other, loss_fen=120_000)], actor=actor, on=TODAY)
    assert (SupervisedListing.objects.count(), Accident.objects.count()) == (2, 2)
    assert {e.verb for e in LedgerEntry.objects.all()} == {"targeting.listed_many", "targeting.accidents"}
