"""Who may serve a demand is asked of every enterprise that takes part."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.market.actions import joining, placing, serving
from anfu.market.models import Demand
from anfu.market.queries.matching import eligible
from anfu.market.queries.splitting import suggested
from anfu.market.tests.factories import close, make_demand, make_firm, make_institution, make_offer, wish
from anfu.market.web.demand_page import described
from anfu.people.models import User
from anfu.people.tests.factories import make_actor
from anfu.providers.models import Employment

pytestmark = pytest.mark.django_db


def joint(*firms, **changes):
    """A draft of the first for all of them."""
    made = wish(partners=tuple(each.uscc for each in firms[1:]), **changes)
    return placing.draft(made, actor=firms[0].owner, on=clock.today())


def test_a_provider_that_may_serve_some_of_a_joint_demand_says_which():
    plain, chemical, of = make_firm(), make_firm(industry="2614"), make_institution(name="部分能做")
    whole = eligible(joint(plain, make_firm(), kinds=("consult",)), clock.today())[0]
    assert whole.why_not == "" and len(whole.serves) == 2
    for firms in ((plain, chemical), (chemical, plain)):
        found = eligible(joint(*firms, kinds=("assess",)), clock.today())
        match = next(each for each in found if each.provider == of.provider)
        assert match.serves == {plain.enterprise.pk} and match.why_not, firms


def test_the_matches_cost_the_same_for_two_enterprises_and_for_six(django_assert_max_num_queries):
    firms = [make_firm() for _ in range(6)]
    make_institution()
    for taking_part in (firms[:2], firms):
        demand = joint(*taking_part)
        with django_assert_max_num_queries(11):
            eligible(demand, clock.today())


def with_services(*, capacity=9):
    """Two institutions with a public price: one near, one far and cheaper."""
    near, far = make_institution(name="近处机构"), make_institution(name="远处机构", division="330702")
    for of, price in ((near, 500_000), (far, 300_000)):
        package = serving.Package(
            "咨询（一年）", ("consult",), "每月上门一次，随时电话咨询", price, capacity, ()
        )
        serving.publish(package, actor=of.owner, on=clock.today())
    return near, far


def took(split):
    return [part.provider and part.provider.pk for part in split.parts]


def test_the_suggestion_takes_the_near_until_it_is_full_then_the_far_and_names_who_is_left_and_why():
    near, far = with_services(capacity=1)
    firms = [make_firm() for _ in range(3)]
    found = suggested(joint(*firms), clock.today(), opened=False)
    assert sorted(took(found), key=str) == sorted([near.provider.pk, far.provider.pk, None], key=str)
    left = next(part for part in found.parts if part.provider is None)
    assert left.why_not == "能做的机构现在都腾不出人手"


def test_one_without_a_credential_or_without_staff_is_not_suggested_and_the_reason_says_so():
    with_services()
    chemical = make_firm(industry="2614")
    refused = suggested(joint(chemical, make_firm(), kinds=("assess",)), clock.today(), opened=False)
    assert took(refused) == [None, None] and all(part.why_not for part in refused.parts)
    demand = joint(make_firm(), make_firm())
    with without_ledger():
        Employment.objects.update(full_time=False)
    assert took(suggested(demand, clock.today(), opened=False)) == [None, None]


def test_T22_before_the_deadline_the_suggestion_touches_no_offer_and_afterwards_only_members_see_it():
    _, far = with_services()
    first, second, town = make_firm(), make_firm(), make_actor("town_officer")
    made = joint(first, second)
    joining.answer(made.pk, True, actor=second.owner, on=clock.today())
    demand = placing.publish(made.pk, actor=first.owner, on=clock.today())
    before = suggested(demand, clock.today(), opened=False)
    make_offer(demand, far, price_fen=1)
    with CaptureQueriesContext(connection) as asked:
        assert suggested(demand, clock.today(), opened=False) == before
    assert not any("market_offer" in each["sql"] for each in asked)
    demand = Demand.objects.select_related("closing_entry__rows").get(pk=close(demand).pk)
    page = described(demand, second.owner, clock.today())["split"]
    assert [part.provider.pk for part in page.parts] == [far.provider.pk] and page.all == 2
    assert described(demand, town, clock.today())["split"] is None


def test_who_gathers_a_group_reads_the_suggestion_until_the_deadline_and_no_longer():
    with_services()
    gatherer, firms = make_actor("town_officer"), [make_firm(), make_firm()]
    made = placing.draft(wish(partners=tuple(f.uscc for f in firms)), actor=gatherer, on=clock.today())
    split = described(made, gatherer, clock.today())["split"]
    assert (split.all, split.served, len(split.parts)) == (2, 2, 2)
    joining.answer(made.pk, True, actor=firms[0].owner, on=clock.today())
    demand = placing.publish(made.pk, actor=gatherer, on=clock.today())
    make_offer(demand, make_institution())
    assert described(close(demand), gatherer, clock.today())["split"] is None


def test_the_suggestion_costs_the_same_for_two_enterprises_and_for_six(django_assert_max_num_queries):
    with_services()
    firms = [make_firm() for _ in range(6)]
    for taking_part in (firms[:2], firms):
        demand = joint(*taking_part)
        with django_assert_max_num_queries(18):
            suggested(demand, clock.today(), opened=False)


def test_the_page_tells_an_owner_in_words_and_no_official_finds_an_act_in_it():
    near, _ = with_services()
    first = make_firm()
    demand = joint(first, make_firm())
    client = Client()
    client.force_login(User.objects.get(pk=first.owner.user_id))
    page = client.get(f"/demands/{demand.pk}/").content.decode()
    box = page[page.index('id="split"') :].split("谁能做")[0]
    assert (
        "2 家里 2 家有着落" in box
        and near.provider.organisation.name in box
        and "没有用到任何一份报价" in box
    )
    assert "<form" not in box and "<button" not in box


def test_the_api_tells_the_suggestion_to_whoever_takes_part_and_of_others_only_the_sums():
    near, _ = with_services()
    first, second, town = make_firm(), make_firm(), make_actor("town_officer")
    demand, alone = joint(first, second), make_demand(first)
    answers = {}
    for name, user in (("partner", second.owner), ("stranger", make_firm().owner), ("officer", town)):
        client = Client()
        client.force_login(User.objects.get(pk=user.user_id))
        answers[name] = client.get(f"/api/v1/market/demands/{demand.pk}/sharing")
    told = answers["partner"].json()
    assert (told["enterprises"], told["served"], told["from_offers"]) == (2, 2, False)
    (part,) = told["parts"]
    assert (part["enterprise"], part["provider"]) == (second.uscc, near.provider.organisation.uscc)
    assert answers["stranger"].status_code == answers["officer"].status_code == 404
    client.force_login(User.objects.get(pk=first.owner.user_id))
    refused = client.get(f"/api/v1/market/demands/{alone.pk}/sharing")
    assert refused.status_code == 409 and "只有联合采购才有" in refused.json()["detail"]
