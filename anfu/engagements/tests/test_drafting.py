"""Drafting: by the parties alone, with terms that can be kept, within scope, load and without silent overlaps."""

from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.engagements.actions.drafting import draft, propose
from anfu.engagements.models import Contract, Engagement
from anfu.engagements.terms import Deliverables, Payment
from anfu.engagements.tests.contracts import make_draft, make_pair, terms_of
from anfu.engagements.tests.factories import make_engagement
from anfu.engagements.versions import intact
from anfu.engagements.versions import terms_of as said_by
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.providers.tests.factories import make_provider, make_staff

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_its_terms_word_for_word_counts_nowhere_and_asks_both_sides():
    pair = make_pair()
    made = draft(pair.owner, terms_of(pair), "direct")
    version = made.versions.get()
    assert said_by(version) == terms_of(pair) and intact(version)
    assert not Engagement.objects.exists()
    entry = LedgerEntry.objects.get(verb="engagements.drafted")
    assert entry.stream == "330784" and version.digest in entry.body and "没有核对它的资质" in entry.body
    assert set(Todo.objects.waiting().values_list("organisation", flat=True)) == {
        pair.enterprise.pk,
        pair.provider.pk,
    }


@pytest.mark.parametrize("role", ["city_admin", "county_officer", "town_officer", "enterprise_owner"])
def test_t20_no_official_and_no_stranger_drafts_for_others(role):
    pair = make_pair()
    with pytest.raises(Refused, match=r"你的岗位|你自己的单位"):
        draft(make_actor(role), terms_of(pair), "direct")
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"scope": "服务"}, "scope"),
        ({"last_day": clock.today() - timedelta(1), "valid_from": clock.today() - timedelta(9)}, "last_day"),
        ({"valid_from": clock.today() + timedelta(400)}, "last_day"),
        ({"price_fen": -1}, "price"),
        ({"payments": (Payment("首付款", 1),)}, "payments"),
        ({"deliverables": Deliverables()}, "visits_per_month"),
        ({"staff": (1,)}, "staff"),
        ({"payer_uscc": "91330784MA00000X0X"}, "payer_uscc"),
        ({"enterprise_uscc": "91330784MA00000X0X"}, "enterprise_uscc"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_their_field(changes, field):
    pair = make_pair()
    with pytest.raises(Refused) as refusal:
        draft(pair.owner, terms_of(pair, **changes), "direct")
    assert refusal.value.field == field and not Contract.objects.exists()


def test_a_registered_provider_out_of_scope_is_refused_with_the_missing_credential_and_its_clause():
    pair = make_pair(provider=make_provider("consultancy").organisation)
    with pytest.raises(Refused, match=r"没有安全生产检测检验机构资质证书.*二\(二\)2") as refusal:
        draft(pair.owner, terms_of(pair, kinds=("inspect_test",)), "direct")
    assert refusal.value.field == "kinds"


def test_the_same_service_in_the_same_days_needs_a_reason():
    pair = make_pair()
    make_engagement(pair.enterprise, kinds=["entrust"], valid_to=None, contract_no="旧-1")
    with pytest.raises(Refused, match="旧-1") as refusal:
        draft(pair.owner, terms_of(pair), "direct")
    assert refusal.value.field == "overlap_reason"
    assert draft(pair.owner, terms_of(pair, overlap_reason="旧合同只管老厂区"), "direct").pk


def test_a_provider_is_warned_near_its_capacity_and_refused_beyond_it():
    provider = make_provider("consultancy")
    staff = make_staff(provider, 5, credential="cse", days_a_year=20)
    pair = make_pair(provider=provider.organisation)
    named = tuple(each.pk for each in staff)
    draft(pair.owner, terms_of(pair, deliverables=Deliverables(visits_per_month=14), staff=named), "direct")
    entry = LedgerEntry.objects.get(verb="engagements.drafted")
    assert "84 个人工日" in entry.body and "84%" in entry.body
    with pytest.raises(Refused, match="超过 120%"):
        draft(pair.owner, terms_of(pair, deliverables=Deliverables(visits_per_month=21)), "direct")


def test_t26_one_outcome_of_the_market_makes_one_contract():
    pair = make_pair()
    draft(pair.owner, terms_of(pair), "market", "choice:1")
    with pytest.raises(Refused, match="已经起草"):
        draft(pair.owner, terms_of(pair), "market", "choice:1")
    assert Contract.objects.count() == 1


def test_new_terms_drop_the_old_ones_and_the_parties_stay():
    pair = make_pair()
    made = make_draft(pair)
    propose(made.pk, terms_of(pair, price_fen=700_000, payments=()), actor=pair.other, seen="0")
    assert list(made.versions.order_by("number").values_list("outcome", flat=True)) == ["dropped", "open"]
    elsewhere = make_pair()
    with pytest.raises(Refused, match="双方不能改"):
        propose(made.pk, terms_of(elsewhere), actor=pair.owner, seen="1")
    with pytest.raises(Refused, match="没有找到这份合同"):
        propose(made.pk, terms_of(pair), actor=elsewhere.owner, seen="1")
