"""For each write route of the market, a thing that it can be done to, and the request that does it."""

from datetime import timedelta

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.market.actions import answering, placing, serving
from anfu.market.actions.offering import edition_of_offer
from anfu.market.forms import BidForm, PackageForm, SubscriptionForm, WishForm
from anfu.market.models import Choice, Demand, Offer, Service
from anfu.market.tests.factories import (
    WHY,
    Firm,
    Institution,
    choose,
    close,
    make_demand,
    make_firm,
    make_institution,
    make_offer,
    seen_by,
    wish,
)  # fmt: skip
from anfu.people.actors import actor_of
from anfu.people.models import Membership
from anfu.people.tests.factories import make_user
from anfu.providers.tests.factories import make_staff
from anfu.registry.models import Enterprise
from tests.writes.calls import Call, maker
from tests.writes.providers_makers import listed

API = "/api/v1/market"
BUYER, SELLER = "enterprise_owner", "provider_owner"


def _firm() -> Firm:
    """The sender's enterprise."""
    actor = actor_of(make_user(BUYER))
    return Firm(
        Enterprise.objects.select_related("organisation").get(pk__in=actor.organisations), actor, actor
    )


def _seller() -> Institution:
    """The sender's institution, with certified people."""
    actor, known = actor_of(make_user(SELLER)), listed()
    people = list(known.employments.filter(professional__certificates__isnull=False)[:3])
    if not people:
        people = make_staff(known, 3, credential="cse")
        make_staff(known, 2)
    return Institution(known, actor, people)


def _fresh(made: Demand) -> Demand:
    return Demand.objects.get(pk=made.pk)


def _form() -> dict[str, object]:
    today = clock.today()
    return {
        "kinds": ["consult"], "scope": "每月上门看一次，查出的隐患列清单，教我们怎么改", "visits_per_month": "1",
        "valid_from": (today + timedelta(14)).isoformat(), "months": "12", "closes_on": (today + timedelta(6)).isoformat(),
    }  # fmt: skip


def _body() -> dict[str, object]:
    form = _form()
    closes = form.pop("closes_on")
    return form | {"months": 12, "visits_per_month": 1, "deadline": f"{closes}T17:30:00+08:00"}


@maker("POST /demands/new/")
def demand_new() -> Call:
    return Call("/demands/new/", _form(), also=frozenset(WishForm.base_fields), role=BUYER)


@maker("POST /demands/<int:pk>/edit/")
def demand_edit() -> Call:
    made = _fresh(make_demand(_firm(), "draft"))
    form = _form() | {"version": edition_of(made)}
    also = frozenset(WishForm.base_fields)
    return Call(f"/demands/{made.pk}/edit/", form, version="version", also=also, role=BUYER)


@maker("POST /demands/<int:pk>/publish/")
def demand_publish() -> Call:
    made = _fresh(make_demand(_firm(), "draft"))
    return Call(f"/demands/{made.pk}/publish/", {"version": edition_of(made)}, version="version", role=BUYER)


@maker("POST /demands/<int:pk>/withdraw/")
def demand_withdraw() -> Call:
    made = _fresh(make_demand(_firm()))
    form = {"reason": WHY, "version": edition_of(made)}
    return Call(f"/demands/{made.pk}/withdraw/", form, version="version", role=BUYER)


def _asked() -> Demand:
    """Somebody else's joint demand, which asks the sender's enterprise."""
    other = make_firm()
    return _fresh(placing.draft(wish(partners=(_firm().uscc,)), actor=other.owner, on=clock.today()))


@maker("POST /demands/<int:pk>/join/")
def join() -> Call:
    made = _asked()
    form = {"agree": "1", "version": edition_of(made)}
    return Call(f"/demands/{made.pk}/join/", form, version="version", role=BUYER)


def _opened(of: Institution | None = None) -> Demand:
    made = make_demand(_firm())
    make_offer(made, of or make_institution())
    return close(made)


@maker("POST /demands/<int:pk>/pass/")
def pass_on() -> Call:
    return Call(f"/demands/{_opened().pk}/pass/", {"reason": WHY}, role=BUYER)


@maker("POST /demands/<int:pk>/choose/")
def choose_page() -> Call:
    made = _opened()
    key = Offer.objects.get(demand=made).pk
    form = {"offer": str(key), "reason": WHY, "version": seen_by(_firm(), made)}
    return Call(f"/demands/{made.pk}/choose/", form, version="version", role=BUYER)


SALT = frozenset({"market_offerversion", "core_ledgerentry", "core_ledgerstream"})


@maker("POST /demands/<int:pk>/offer/")
def offer_page() -> Call:
    of, made = _seller(), make_demand(make_firm())
    form = {
        "price": "8000", "plan": "每月上门一次，列清单，复查到销号", "visits_per_month": "1", "training_hours": "0",
        "reports": "0", "drills": "0", "staff": [str(of.people[0].pk)], "version": "0",
        "valid_until": (clock.today() + timedelta(60)).isoformat(),
    }  # fmt: skip
    make_offer(made, of)
    form["version"] = edition_of_offer(Offer.objects.get(demand=made))
    also = frozenset(BidForm.base_fields)
    path = f"/demands/{made.pk}/offer/"
    return Call(path, form, version="version", also=also, role=SELLER, chance=SALT)


def _own_offer() -> Offer:
    made = make_demand(make_firm())
    make_offer(made, _seller())
    return Offer.objects.get(demand=made)


@maker("POST /offers/<int:pk>/withdraw/")
def offer_withdraw() -> Call:
    made = _own_offer()
    form = {"version": edition_of_offer(made)}
    return Call(f"/offers/{made.pk}/withdraw/", form, version="version", role=SELLER, chance=SALT)


@maker("POST /offers/subscription/")
def subscribe() -> Call:
    _seller()
    form = {"kinds": ["consult"], "divisions": ["330784"], "active": "1"}
    return Call("/offers/subscription/", form, also=frozenset(SubscriptionForm().fields), role=SELLER)


def _waiting(of: Institution | None = None) -> Choice:
    """The sender's enterprise chose; or, where the institution is the sender's, somebody else's enterprise did."""
    firm = _firm() if of is None else make_firm()
    of = of or make_institution()
    made = make_demand(firm)
    make_offer(made, of)
    return choose(close(made), firm, of)


@maker("POST /choices/<int:pk>/take-back/")
def take_back() -> Call:
    return Call(f"/choices/{_waiting().pk}/take-back/", {"reason": WHY}, role=BUYER)


@maker("POST /choices/<int:pk>/confirm/")
def confirm() -> Call:
    return Call(f"/choices/{_waiting(_seller()).pk}/confirm/", role=SELLER)


@maker("POST /choices/<int:pk>/decline/")
def decline() -> Call:
    return Call(f"/choices/{_waiting(_seller()).pk}/decline/", {"reason": WHY}, role=SELLER)


@maker("POST /choices/<int:pk>/free/")
def tell_freely() -> Call:
    made = _waiting()
    answering.confirm(made.pk, actor=_owner_of(made), on=clock.today())
    with without_ledger():
        Choice.objects.filter(pk=made.pk).update(state="signed")
    return Call(f"/choices/{made.pk}/free/", {"said": "nobody", "detail": "我们自己选的"}, role=BUYER)


def _owner_of(made: Choice) -> Actor:
    held = Membership.objects.get(party__organisation=made.version.offer.provider_id, role=SELLER)
    return actor_of(held.user)


def _package() -> dict[str, object]:
    return {
        "title": "小微企业咨询（一年）", "kinds": ["consult"], "includes": "每月上门一次，随时电话咨询", "price": "5000",
        "capacity": "10",
    }  # fmt: skip


def _service() -> Service:
    said = serving.Package("小微企业咨询（一年）", ("consult",), "每月上门一次，随时电话咨询", 500_000, 10)
    return Service.objects.get(pk=serving.publish(said, actor=_seller().owner, on=clock.today()).pk)


@maker("POST /services/new/")
def service_new() -> Call:
    _seller()
    return Call("/services/new/", _package(), also=frozenset(PackageForm().fields), role=SELLER)


@maker("POST /services/<int:pk>/edit/")
def service_edit() -> Call:
    made = _service()
    form = _package() | {"version": edition_of(made), "price": "6000"}
    also = frozenset(PackageForm().fields)
    return Call(f"/services/{made.pk}/edit/", form, version="version", also=also, role=SELLER)


@maker("POST /services/<int:pk>/withdraw/")
def service_withdraw() -> Call:
    made = _service()
    form = {"version": edition_of(made)}
    return Call(f"/services/{made.pk}/withdraw/", form, version="version", role=SELLER)


# The same over the API.


@maker("POST /api/v1/market/demands")
def demand_new_api() -> Call:
    make_user(BUYER)
    also = frozenset({"budget_low_fen", "budget_high_fen", "by_invitation", "invited", "partners"})
    return Call(f"{API}/demands", json=_body(), also=also, role=BUYER)


@maker("POST /api/v1/market/demands/{demand_id}/publish")
def demand_publish_api() -> Call:
    made = _fresh(make_demand(_firm(), "draft"))
    body = {"version": edition_of(made)}
    return Call(f"{API}/demands/{made.pk}/publish", json=body, version="version", role=BUYER)


@maker("POST /api/v1/market/demands/{demand_id}/withdraw")
def demand_withdraw_api() -> Call:
    made = _fresh(make_demand(_firm()))
    body = {"reason": WHY, "version": edition_of(made)}
    return Call(f"{API}/demands/{made.pk}/withdraw", json=body, version="version", role=BUYER)


@maker("POST /api/v1/market/demands/{demand_id}/join")
def join_api() -> Call:
    made = _asked()
    body = {"agree": True, "version": edition_of(made)}
    return Call(f"{API}/demands/{made.pk}/join", json=body, version="version", role=BUYER)


@maker("POST /api/v1/market/demands/{demand_id}/choose")
def choose_api() -> Call:
    made = _opened()
    body = {"offer": Offer.objects.get(demand=made).pk, "reason": WHY, "version": seen_by(_firm(), made)}
    return Call(f"{API}/demands/{made.pk}/choose", json=body, version="version", role=BUYER)


@maker("POST /api/v1/market/demands/{demand_id}/offer")
def offer_api() -> Call:
    of, made = _seller(), make_demand(make_firm())
    make_offer(made, of)
    body = {
        "price_fen": 800_000, "plan": "每月上门一次，列清单，复查到销号", "visits_per_month": 1,
        "staff": [of.people[0].pk], "valid_until": (clock.today() + timedelta(60)).isoformat(),
        "version": edition_of_offer(Offer.objects.get(demand=made)),
    }  # fmt: skip
    also = frozenset({"training_hours", "reports", "drills"})
    return Call(
        f"{API}/demands/{made.pk}/offer", json=body, version="version", also=also, role=SELLER, chance=SALT
    )


@maker("POST /api/v1/market/offers/{offer_id}/withdraw")
def offer_withdraw_api() -> Call:
    made = _own_offer()
    body = {"version": edition_of_offer(made)}
    return Call(f"{API}/offers/{made.pk}/withdraw", json=body, version="version", role=SELLER, chance=SALT)


@maker("POST /api/v1/market/choices/{choice_id}/confirm")
def confirm_api() -> Call:
    return Call(f"{API}/choices/{_waiting(_seller()).pk}/confirm", json={}, role=SELLER)


@maker("POST /api/v1/market/choices/{choice_id}/decline")
def decline_api() -> Call:
    return Call(f"{API}/choices/{_waiting(_seller()).pk}/decline", json={"reason": WHY}, role=SELLER)


@maker("POST /api/v1/market/choices/{choice_id}/take-back")
def take_back_api() -> Call:
    return Call(f"{API}/choices/{_waiting().pk}/take-back", json={"reason": WHY}, role=BUYER)


@maker("POST /api/v1/market/services")
def service_new_api() -> Call:
    _seller()
    body = _package() | {"price_fen": 500_000, "capacity": 10}
    body.pop("price")
    return Call(f"{API}/services", json=body, also=frozenset({"divisions"}), role=SELLER)
