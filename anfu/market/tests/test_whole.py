"""From a demand to a contract, by the parties alone."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from anfu.core import clock
from anfu.core.ledger import canonical
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.market.actions import answering, asking, choosing, closing, joining, offering, placing, serving
from anfu.market.models import Choice, Demand, FreeAnswer, Member, Offer, OfferVersion
from anfu.market.queries.replaying import replay
from anfu.market.rules.comparison import hash_of
from anfu.market.tests.factories import (
    WHY,
    bid,
    choose,
    close,
    later,
    make_choice,
    make_demand,
    make_firm,
    make_institution,
    make_offer,
    seen_by,
    wish,
)  # fmt: skip
from anfu.people.actors import actor_of
from anfu.people.models import Membership, User
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.registry.models import Enterprise

pytestmark = pytest.mark.django_db
SEALED_FROM = (
    "city_admin",
    "city_officer",
    "county_officer",
    "town_officer",
    "discipline_officer",
    "auditor",
    "insurer_officer",
)


def on():
    return clock.today()


def test_a_demand_goes_from_offers_to_a_drafted_contract_and_each_step_stands_in_the_ledger():
    firm, near, far = make_firm(), make_institution(), make_institution(division="330702")
    demand = make_demand(firm)
    for each, price in ((near, 900_000), (far, 700_000)):
        assert make_offer(demand, each, price_fen=price).receipt.verb == "market.sealed"
    made = choose(close(demand), firm, near)
    view = json.loads(made.view)
    assert [each["place"] for each in view["offers"] if each["uscc"] == near.provider.organisation.uscc] == [
        "同一县（市、区）"
    ]
    assert len(view["offers"]) == 2 and {each["grade"] for each in view["offers"]} == {"还没有评级"}
    confirmed = answering.confirm(made.pk, actor=near.owner, on=on())
    contract = confirmed.contract
    assert contract.source == "market" and contract.enterprise == firm.enterprise
    demand.refresh_from_db()
    assert demand.state == "chosen"
    verbs = list(
        LedgerEntry.objects.filter(subject=f"demand:{demand.pk}")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "market.demand_drafted",
        "market.open",
        "market.closed",
        "market.chosen",
        "market.confirm",
    ]
    assert replay(demand).as_plain()["equal"]


def test_T20_no_official_places_a_choice_or_an_offer():
    firm, of = make_firm(), make_institution()
    demand = make_demand(firm)
    make_offer(demand, of)
    close(demand)
    key = Offer.objects.get().pk
    for role in SEALED_FROM:
        actor = make_actor(role)
        with pytest.raises(Refused):
            choosing.choose(demand.pk, key, reason=WHY, actor=actor, on=on())
        with pytest.raises(Refused):
            offering.offer(demand.pk, bid(of), actor=actor, on=on())
    assert not Choice.objects.exists()


def test_T21_an_official_with_a_firm_of_a_relative_finds_no_act_that_assigns_work():
    """Only members choose, and only for themselves: a town that gathers them cannot."""
    town = make_actor("town_officer")
    firm, of = make_firm(), make_institution()
    made = placing.draft(wish(partners=(firm.uscc,)), actor=town, on=on())
    with pytest.raises(Refused, match="还没有企业同意"):
        placing.publish(made.pk, actor=town, on=on())
    joining.answer(made.pk, True, actor=firm.owner, on=on())
    demand = placing.publish(made.pk, actor=town, on=on())
    make_offer(demand, of)
    close(demand)
    assert not Offer.objects.visible_to(town).exists()
    with pytest.raises(Refused):
        choosing.choose(demand.pk, Offer.objects.get().pk, reason=WHY, actor=town, on=on())
    assert choose(demand, firm, of).state == "waiting"


@pytest.mark.parametrize("when", ["sealed", "opened"])
def test_T22_offers_are_sealed_from_rivals_and_officials_and_open_to_the_buyer_alone(when):
    firm, of, rival, stranger = make_firm(), make_institution(), make_institution(), make_firm()
    demand = make_demand(firm)
    make_offer(demand, of)
    make_offer(demand, rival, price_fen=1)
    if when == "opened":
        close(demand)
    for model, of_provider in ((Offer, "provider"), (OfferVersion, "offer__provider")):
        for each in (of, rival):
            seen = model.objects.visible_to(each.owner).values_list(of_provider, flat=True)
            assert set(seen) == {each.provider.pk}
        assert model.objects.visible_to(firm.owner).count() == (2 if when == "opened" else 0)
        assert not model.objects.visible_to(stranger.owner).exists()
        assert not any(model.objects.visible_to(make_actor(role)).exists() for role in SEALED_FROM)


def test_the_ledger_tells_nobody_who_offered_what_before_the_deadline():
    firm, of = make_firm(), make_institution(name="密封测试机构")
    demand = make_demand(firm)
    make_offer(demand, of, price_fen=765_432_1)
    body = LedgerEntry.objects.get(verb="market.sealed").body
    told = json.loads(body)
    assert set(told["after"]) == {"seal"} and told["actor"]["id"] is None and told["stream"] == "330700"
    for secret in (
        "7654321",
        "密封测试机构",
        of.provider.organisation.uscc,
        f"demand:{demand.pk}",
        of.owner.name,
    ):
        assert secret not in body


def test_an_offer_outside_the_scope_is_refused_with_the_missing_credential_and_its_clause():
    chemical = make_firm(industry="2614")
    demand = make_demand(chemical, kinds=("assess",))
    with pytest.raises(Refused, match="没有安全评价机构资质证书（二\\(二\\)2）"):
        make_offer(demand, make_institution())
    assert not Offer.objects.exists() and not LedgerEntry.objects.filter(verb="market.sealed").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_fen": 0}, "price"), ({"plan": "短"}, "plan"), ({"staff": ()}, "staff"),
        ({"visits_per_month": 0}, "visits_per_month"),
        ({"visits_per_month": 900}, "visits_per_month"),
    ],
    ids=str,
)  # fmt: skip
def test_an_offer_that_cannot_be_is_refused_with_its_field(changes, field):
    of, demand = make_institution(), make_demand(make_firm())
    with pytest.raises(Refused) as refused:
        make_offer(demand, of, **changes)
    assert refused.value.field == field


def test_named_staff_are_the_own_employed_that_day_and_certified():
    of, other, demand = make_institution(), make_institution(), make_demand(make_firm())
    bare = of.provider.employments.exclude(pk__in=[p.pk for p in of.people]).first()
    for key in (other.people[0].pk, bare.pk):
        with pytest.raises(Refused) as refused:
            make_offer(demand, of, staff=(key,))
        assert refused.value.field == "staff"


def test_an_offer_is_changed_until_the_deadline_each_version_kept_and_not_after():
    of, demand = make_institution(), make_demand(make_firm())
    make_offer(demand, of)
    with pytest.raises(Stale):
        offering.offer(demand.pk, bid(of, price_fen=2), actor=of.owner, on=on(), seen="0")
    offering.offer(demand.pk, bid(of, price_fen=700_000), actor=of.owner, on=on(), seen="1s")
    assert list(OfferVersion.objects.order_by("number").values_list("price_fen", flat=True)) == [
        800_000,
        700_000,
    ]
    with later(days=6), pytest.raises(Refused, match="已经截止"):
        make_offer(demand, of, price_fen=1)
    assert close(demand).offers_opened == 1


def test_T04_nothing_is_opened_before_its_time_and_the_database_keeps_that_too():
    demand = make_demand(make_firm())
    make_offer(demand, make_institution())
    assert closing.close(demand.pk, on=on()) is False and closing.close_due(on()) == 0
    demand.refresh_from_db()
    assert demand.state == "open" and demand.closing_entry is None


def test_a_demand_without_offers_fails_and_one_that_nobody_chose_from_fails_in_time():
    assert close(make_demand(make_firm())).state == "failed"
    demand = make_demand(make_firm())
    make_offer(demand, make_institution())
    close(demand)
    with later(days=40):
        assert closing.end_undecided(on()) == 1
    demand.refresh_from_db()
    assert demand.state == "failed"


def test_a_provider_who_declines_late_leaves_the_enterprise_days_to_choose_again():
    firm, first, second = make_firm(), make_institution(), make_institution()
    demand = make_demand(firm)
    make_offer(demand, first)
    make_offer(demand, second)
    made = choose(close(demand), firm, first)
    day = on() + timedelta(40)
    with later(days=40):
        answering.decline(made.pk, reason="人手已经排满", actor=first.owner, on=day)
        assert closing.end_undecided(day) == 0
        asked = Todo.objects.get(kind="market.choose", organisation=firm.enterprise.pk, ended_at=None)
        assert asked.due_on == day + timedelta(7)
    with later(days=48):
        assert closing.end_undecided(day + timedelta(8)) == 1


def test_the_provider_declines_and_the_enterprise_chooses_another():
    firm, first, second = make_firm(), make_institution(), make_institution()
    demand = make_demand(firm)
    make_offer(demand, first)
    make_offer(demand, second)
    made = choose(close(demand), firm, first)
    answering.decline(made.pk, reason="人手已经排满", actor=first.owner, on=on())
    demand.refresh_from_db()
    assert demand.state == "closed"
    asked = Todo.objects.get(kind="market.choose", organisation=firm.enterprise.pk, ended_at=None)
    assert "没有接受，请另选" in asked.title and asked.due_on > on()
    page = Client()
    page.force_login(User.objects.get(pk=firm.owner.user_id))
    assert "没有接受：人手已经排满" in page.get(f"/demands/{demand.pk}/compare/").content.decode()
    assert choose(demand, firm, second).state == "waiting"
    assert [each["equal"] for each in (replay(demand).as_plain(),)] == [True]


def test_whoever_chose_on_an_older_comparison_chooses_again():
    firm, of = make_firm(), make_institution()
    demand = make_demand(firm)
    make_offer(demand, of)
    close(demand)
    with pytest.raises(Stale):
        choosing.choose(
            demand.pk, Offer.objects.get().pk, reason=WHY, actor=firm.owner, on=on(), seen="0" * 64
        )
    assert not Choice.objects.exists()


def test_members_of_a_joint_demand_agree_and_choose_each_for_itself():
    firms, of, other = [make_firm() for _ in range(5)], make_institution(), make_institution()
    made = placing.draft(wish(partners=tuple(f.uscc for f in firms[1:])), actor=firms[0].owner, on=on())
    for each in firms[1:4]:
        joining.answer(made.pk, True, actor=each.owner, on=on())
    joining.answer(made.pk, False, actor=firms[4].owner, on=on())
    demand = placing.publish(made.pk, actor=firms[0].owner, on=on())
    make_offer(demand, of)
    make_offer(demand, other)
    close(demand)
    choices = [choose(demand, firm, of if n % 2 else other) for n, firm in enumerate(firms[:3])]
    with pytest.raises(Refused):
        choose(demand, firms[4], of)
    joining.pass_on(demand.pk, reason="价格都高了", actor=firms[3].owner, on=on())
    assert (
        len({each.enterprise_id for each in choices}) == 3
        and Member.objects.filter(state="passed").count() == 1
    )
    assert replay(demand).choices == 3


def test_T14_nobody_offers_to_the_own_firm():
    of = make_institution()
    with without_ledger():
        own = Enterprise.objects.create(organisation=of.provider.organisation, division="330784")
    demand = make_demand(make_firm(own))
    with pytest.raises(Refused, match="自己单位"):
        make_offer(demand, of)


def test_T12_a_demand_cannot_begin_in_the_past_nor_close_before_anybody_could_see_it():
    firm = make_firm()
    with pytest.raises(Refused) as refused:
        make_demand(firm, valid_from=on().replace(year=on().year - 1))
    assert refused.value.field == "valid_from"
    with pytest.raises(Refused) as refused:
        make_demand(firm, deadline=clock.now())
    assert refused.value.field == "deadline"


def test_what_was_answered_in_private_is_read_by_nobody_who_regulates():
    choice = make_choice(state="confirmed")
    with without_ledger():
        Choice.objects.filter(pk=choice.pk).update(state="signed")
    firm = actor_of(_owner_of(choice))
    asking.tell(choice.pk, "official", note="镇里开会说的", actor=firm, on=on())
    with pytest.raises(Refused):
        asking.tell(choice.pk, "nobody", actor=firm, on=on())
    readers = {role for role in SEALED_FROM if FreeAnswer.objects.visible_to(make_actor(role)).exists()}
    assert readers == {"discipline_officer"}
    assert "official" not in LedgerEntry.objects.get(verb="market.asked_freely").body


def test_the_discipline_office_reads_what_was_said_and_how_many_said_nothing(as_user):
    told, silent = make_choice(state="confirmed"), make_choice(state="confirmed")
    with without_ledger():
        Choice.objects.filter(pk__in=[told.pk, silent.pk]).update(state="signed")
    asking.tell(told.pk, "official", note="镇里开会说的", actor=actor_of(_owner_of(told)), on=on())
    client, found = as_user("discipline_officer"), FreeAnswer.objects.get()
    page = client.get("/market/free-choice/").content.decode()
    assert "问了 2 份合同的企业，1 份还没有答复" in page and told.enterprise.organisation.name in page
    assert "镇里开会说的" in client.get(f"/market/free-choice/{found.pk}/").content.decode()
    assert "没有这样的答复" in client.get("/market/free-choice/?said=nobody").content.decode()
    assert as_user("county_officer").get(f"/market/free-choice/{found.pk}/").status_code == 403


def _owner_of(choice):
    return Membership.objects.get(party__organisation=choice.enterprise_id, role="enterprise_owner").user


def test_T13_an_offer_changed_behind_the_platforms_back_is_named():
    firm, of = make_firm(), make_institution()
    demand = make_demand(firm)
    version = make_offer(demand, of)
    choose(close(demand), firm, of)
    with without_ledger():
        OfferVersion.objects.filter(pk=version.pk).update(price_fen=1)
    done = replay(Demand.objects.get(pk=demand.pk))
    assert [(f.what, f.subject) for f in done.faults] == [("offer_changed", f"offer:{version.offer_id}:1")]


def test_T13_a_frozen_record_that_was_rewritten_is_named_though_its_own_hash_fits():
    choice = make_choice()
    view = json.loads(choice.view)
    view["offers"][0]["price_fen"] = 1
    with without_ledger():
        Choice.objects.filter(pk=choice.pk).update(view=canonical(view), view_hash=hash_of(view))
    done = replay(Demand.objects.get(pk=choice.demand_id))
    assert [f.what for f in done.faults] == ["frozen_record_changed"]


def test_a_provider_publishes_only_what_it_may_give():
    of = make_institution()
    package = serving.Package(
        "小微企业咨询（一年）", ("consult",), "每月上门一次，随时电话咨询", 500_000, 10, ("330784",)
    )
    made = serving.publish(package, actor=of.owner, on=on())
    assert made.state == "published"
    with pytest.raises(Refused) as refused:
        serving.publish(
            serving.Package("检测", ("occ_health",), "一年检测一次，出一份报告", 1, 1),
            actor=of.owner,
            on=on(),
        )
    assert refused.value.field == "kinds"


def test_seen_is_what_is_frozen():
    firm, of = make_firm(), make_institution()
    demand = make_demand(firm)
    make_offer(demand, of)
    close(demand)
    assert choose(demand, firm, of).view_hash == seen_by(firm, demand)
