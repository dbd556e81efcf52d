"""Pages of the market, as the two sides, rivals, offices and strangers see them."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.market.actions import placing, subscribing
from anfu.market.forms import WishForm
from anfu.market.models import Choice, Demand, Offer, Service
from anfu.market.rules.sealing import seal_of
from anfu.market.tests.factories import (
    WHY,
    Firm,
    Institution,
    choose,
    close,
    make_choice,
    make_demand,
    make_firm,
    make_institution,
    make_offer,
    seen_by,
    wish,
)
from anfu.people.messages.models import Message
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.targeting.tests.factories import make_finding

pytestmark = pytest.mark.django_db


def signed_in(who) -> Client:
    client = Client()
    key = who.user_id if hasattr(who, "user_id") else who.pk
    client.force_login(User.objects.get(pk=key))
    return client


def get(who, name: str, *args: object) -> str:
    answer = signed_in(who).get(reverse(f"market:{name}", args=args))
    assert answer.status_code == 200, answer.content.decode()[-500:]
    return answer.content.decode()


@pytest.fixture
def market(files_root) -> tuple[Firm, list[Institution], Demand]:
    """A demand with three sealed offers."""
    firm, sellers = make_firm(), [make_institution(name=f"测试{n}号安全技术公司") for n in "一二三"]
    demand = make_demand(firm)
    for price, each in zip((700_100, 800_200, 900_300), sellers, strict=True):
        make_offer(demand, each, price_fen=price)
    return firm, sellers, demand


def test_the_form_is_filled_in_from_confirmed_classes_with_reasons_in_at_most_twelve_inputs():
    firm = make_firm()
    make_finding(firm.enterprise, state="confirmed")
    page = get(firm.owner, "demand_new")
    assert "为什么需要" in page and "重点高危" in page and "二(一)1" in page
    assert re.search(r'value="entrust"[^>]*checked', page) and not re.search(
        r'value="assess"[^>]*checked', page
    )
    assert len(WishForm.base_fields) <= 12


def test_the_way_to_a_demand_begins_at_the_own_enterprise_and_an_officer_finds_none_there():
    firm, officer = make_firm(), make_user("county_officer", division="330784")
    assert 'id="need"' in signed_in(firm.owner).get("/company/").content.decode()
    seen = signed_in(officer).get(f"/enterprises/{firm.uscc}/")
    assert seen.status_code == 200 and 'id="need"' not in seen.content.decode()


def test_an_owner_posts_a_demand_publishes_it_and_the_hall_shows_it_without_the_name():
    firm = make_firm(name="不能露面五金厂")
    client = signed_in(firm.owner)
    form = {
        "kinds": ["consult"],
        "scope": "每月上门看一次，教我们怎么改",
        "valid_from": f"{clock.today():%Y-%m-%d}",
        "months": "12",
        "visits_per_month": "1",
        "closes_on": f"{wish().deadline:%Y-%m-%d}",
    }
    answer = client.post(reverse("market:demand_new"), form)
    made = Demand.objects.get()
    assert answer.headers["Location"] == reverse("market:demand", args=[made.pk])
    client.post(reverse("market:demand_publish", args=[made.pk]), {"version": edition_of(made)})
    hall = Client().get(reverse("market:hall")).content.decode()
    one = Client().get(reverse("market:hall_demand", args=[made.pk])).content.decode()
    for text in (hall, one):
        assert "安全咨询" in text and "不能露面五金厂" not in text and firm.uscc not in text
    assert "<svg" in one


def test_T22_before_the_deadline_no_page_of_anybody_else_shows_an_offer_or_how_many_there_are(market):
    firm, (mine, rival, _), demand = market
    officials = [make_user(role) for role in ("city_admin", "county_officer", "town_officer")]
    for who in (firm.owner, rival.owner, *officials):
        page = get(who, "demand", demand.pk) + get(who, "demand_list")
        assert "7,001.00" not in page and "3 家机构报价" not in page
    assert "7,001.00" in get(mine.owner, "offer_list")
    refused = signed_in(firm.owner).get(reverse("market:compare", args=[demand.pk]))
    assert refused.status_code == 409 and "7,001.00" not in refused.content.decode()


def test_the_buyer_compares_side_by_side_chooses_with_a_reason_and_the_provider_confirms(market):
    firm, sellers, demand = market
    close(demand)
    page = get(firm.owner, "compare", demand.pk)
    assert page.count("还没有评级") == 3 and "（最低）" in page and "推荐" in page
    key = Offer.objects.get(provider=sellers[0].provider).pk
    form = {"offer": key, "reason": WHY, "version": seen_by(firm, demand)}
    signed_in(firm.owner).post(reverse("market:choose", args=[demand.pk]), form)
    made = Choice.objects.get()
    seen = get(firm.owner, "choice", made.pk)
    assert "9,003.00" in seen and made.view_hash in seen
    theirs = get(sellers[0].owner, "choice", made.pk)
    assert "9,003.00" not in theirs and WHY in theirs
    answer = signed_in(sellers[0].owner).post(reverse("market:confirm", args=[made.pk]))
    made.refresh_from_db()
    assert answer.headers["Location"] == reverse("engagements:contract", args=[made.contract_id])
    for rival in sellers[1:]:
        client = signed_in(rival.owner)
        assert client.get(reverse("market:choice", args=[made.pk])).status_code == 404


def test_offices_see_who_chose_whom_only_once_both_agreed(market):
    firm, sellers, demand = market
    made = choose(close(demand), firm, sellers[1])
    county = make_user("county_officer")
    address = reverse("market:choice", args=[made.pk])
    assert signed_in(county).get(address).status_code == 404
    signed_in(sellers[1].owner).post(reverse("market:confirm", args=[made.pk]))
    assert signed_in(county).get(address).status_code == 200


def test_a_receipt_proves_the_offer_and_is_its_owners_alone(market):
    _, (mine, rival, _), _ = market
    key = Offer.objects.get(provider=mine.provider).pk
    address = reverse("market:receipt", args=[key])
    told = json.loads(signed_in(mine.owner).get(address).content)
    assert told["format"] == "anfu-receipt-v1" and told["sealed"]["price_fen"] == 700_100
    assert seal_of(told["sealed"]) in told["entry"]["body"]
    assert signed_in(rival.owner).get(address).status_code == 404


def test_a_demand_by_invitation_is_unknown_to_others_and_not_in_the_hall():
    firm, asked, other = make_firm(), make_institution(), make_institution()
    code = asked.provider.organisation.uscc
    demand = make_demand(firm, by_invitation=True, invited=(code,))
    assert str(demand.pk) and get(asked.owner, "demand", demand.pk)
    assert signed_in(other.owner).get(reverse("market:demand", args=[demand.pk])).status_code == 404
    assert Client().get(reverse("market:hall_demand", args=[demand.pk])).status_code == 404


def test_the_hall_tells_prices_only_from_five_cases_on():
    for number in range(5):
        choice = make_choice(state="confirmed")
        with without_ledger():
            Choice.objects.filter(pk=choice.pk).update(state="signed")
            Demand.objects.filter(pk=choice.demand_id).update(state="contracted")
        page = Client().get(reverse("market:hall_figures")).content.decode()
        assert ("8,000.00" in page) == (number == 4) and ("不足5例" in page) == (number < 4)


def test_the_daily_digest_tells_a_subscriber_once_what_it_may_serve():
    of, chemical, plain = make_institution(), make_firm(industry="2614"), make_firm()
    subscribing.subscribe((), (), True, actor=of.owner, on=clock.today())
    make_demand(chemical, kinds=("assess",))
    make_demand(plain)
    assert subscribing.tell_digests(clock.today()) == 1 and subscribing.tell_digests(clock.today()) == 0
    assert "1 条" in Message.objects.get(person=of.owner.user_id, key__startswith="market.digest").text


@pytest.mark.parametrize(("name", "role"), [("demand_list", "county_officer"), ("hall", "county_officer")])
def test_lists_cost_the_same_for_few_and_many(name, role, django_assert_max_num_queries):
    client = signed_in(make_user(role))
    firm = make_firm()
    for _ in range(2):
        make_demand(firm)
    client.get(reverse(f"market:{name}"))
    counts = []
    for more in (0, 6):
        for _ in range(more):
            make_demand(firm)
        with django_assert_max_num_queries(12) as seen:
            client.get(reverse(f"market:{name}"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_opportunities_and_comparisons_cost_the_same_for_few_and_many(
    django_assert_max_num_queries, files_root
):
    firm, of = make_firm(), make_institution()
    client, buyer = signed_in(of.owner), signed_in(firm.owner)
    demands = [make_demand(firm) for _ in range(2)]
    for each in (of, make_institution()):
        make_offer(demands[0], each)
    few = _queries(client, reverse("market:offer_list"))
    for _ in range(4):
        make_demand(firm)
    assert _queries(client, reverse("market:offer_list")) == few
    for number, demand in enumerate(demands):
        for _ in range(2 * number):
            make_offer(demand, make_institution())
        make_offer(demand, make_institution())
        close(demand)
    counts = [_queries(buyer, reverse("market:compare", args=[d.pk])) for d in demands]
    assert counts[0] == counts[1]


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_withdrawn_service_leaves_the_hall_and_its_provider_sees_it_still():
    of = make_institution()
    client = signed_in(of.owner)
    form = {
        "title": "小微企业咨询（一年）",
        "kinds": ["consult"],
        "includes": "每月上门一次，随时电话咨询",
        "price": "5000",
        "capacity": "3",
    }
    client.post(reverse("market:service_new"), form)
    made = Service.objects.get()
    hall = reverse("market:hall_services")
    assert "5,000.00" in Client().get(hall).content.decode()
    client.post(reverse("market:service_withdraw", args=[made.pk]), {"version": edition_of(made)})
    assert "5,000.00" not in Client().get(hall).content.decode()
    assert "已撤下" in get(of.owner, "service_list")


def test_only_who_placed_it_changes_or_withdraws_a_demand():
    firm, other = make_firm(), make_firm()
    draft = placing.draft(wish(), actor=firm.owner, on=clock.today())
    for name in ("demand", "demand_edit"):
        assert signed_in(other.owner).get(reverse(f"market:{name}", args=[draft.pk])).status_code == 404
    address = reverse("market:demand_withdraw", args=[draft.pk])
    assert signed_in(other.owner).post(address, {"reason": WHY, "version": "0"}).status_code == 404


def test_the_halls_map_counts_what_is_asked_for_in_each_county_and_leads_there():
    make_demand(make_firm()), make_demand(make_firm())
    page = Client().get("/hall/?kind=consult").content.decode()
    tile = re.search(r'<a class="af-tile af-tile-\d" href="([^"]*)"><span>永康</span><b>([^<]*)</b>', page)
    assert tile and tile[2] == "2\xa0条" and "kind=consult" in tile[1] and "division=330784" in tile[1]
    assert "没有需求" in page
