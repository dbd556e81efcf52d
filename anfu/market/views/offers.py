"""A provider's side: demands it may serve, its own offers, the receipt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core import clock
from anfu.core.actor import PROVIDER, Actor
from anfu.core.editions import seen_in
from anfu.core.json_lists import holding
from anfu.core.ledger.receipts import receipt as receipt_of
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.core.web.refusing import done
from anfu.market.actions import offering, subscribing
from anfu.market.forms import BidForm, SubscriptionForm
from anfu.market.models import Choice, Demand, Offer, OfferVersion, Subscription
from anfu.market.queries import seen
from anfu.market.queries.matching import served_by
from anfu.market.queries.sealed import content_of
from anfu.market.web.rows import demand_line, offer_line
from anfu.providers.kinds import ServiceKind
from anfu.registry import divisions

SHOWN = 50


@needs("market.offer")
@require_GET
@counted
def offer_list(request: HttpRequest) -> HttpResponse:
    """Open demands with whether one may serve them, and one's own offers."""
    actor = request.actor  # type: ignore[attr-defined]
    kind = choice_facet(request.GET, "kind", "服务内容", ServiceKind.choices, many=False)
    place = choice_facet(request.GET, "division", "地区", [(d.code, d.name) for d in divisions.counties()])
    rows = seen.open_to(actor).open_at(clock.now())
    if kind.chosen:
        rows = holding(rows, "kinds", [kind.chosen[0].value])
    if place.chosen:
        rows = rows.filter(division__in=[option.value for option in place.chosen])
    bar = FilterBar((kind, place))
    page = page_of(rows.defer("basis"), Order("deadline"), request.GET, narrowed=bool(bar.active))
    why_not = _why_not(actor, list(page), request.today)  # type: ignore[attr-defined]
    context = {
        "page": page, "bar": bar, "rows": [demand_line(d) | {"why_not": why_not[d.pk]} for d in page],
        "offers": _own_offers(actor), "form": _subscription_form(actor), "subscribed": _subscribed(actor),
    }  # fmt: skip
    return render(request, "market/offers.html", context)


@needs("market.offer")
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an offer or change it, until the deadline."""
    actor, posted = request.actor, request.method == "POST"  # type: ignore[attr-defined]
    demand = get_object_or_404(seen.open_to(actor), pk=pk)
    offer = Offer.objects.visible_to(actor).filter(demand=demand).first()
    version = _current(actor, offer)
    staff = _staff(actor, demand, request.today)  # type: ignore[attr-defined]
    form = BidForm(staff, request.POST) if posted else BidForm(staff, initial=BidForm.start(demand, version))
    if posted and (made := done(form, lambda: _offered(request, pk, form))):
        messages.success(
            request, f"已收下并密封，回执 {made.receipt.stream}-{made.receipt.seq}。截止前还可以改"
        )
        return redirect("market:demand", pk)
    shown = request.POST.get("version", "") if posted else offering.edition_of_offer(offer)
    context = {"form": form, "found": demand, "line": demand_line(demand), "offer": offer, "version": shown}
    return render(request, "market/offer_form.html", context, status=422 if posted else 200)


@needs("market.offer")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Until the deadline."""
    found = _own(request, pk)
    offering.withdraw(pk, seen=seen_in(request), **_who(request))
    messages.success(request, "已撤回。截止前还可以重新报")
    return redirect("market:demand", found.demand_id)


@needs("market.offer")
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of the newest version: the ledger entry with its proof, and what the seal hides, for its owner alone."""
    found = _own(request, pk)
    version = _current(request.actor, found)  # type: ignore[attr-defined]
    if version is None:
        raise Http404
    content = content_of(version, found.demand_id, found.provider_id)
    answer = JsonResponse(
        receipt_of(version.receipt) | {"sealed": content}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Disposition"] = f'attachment; filename="offer-{found.pk}-{version.number}.json"'
    return answer


@needs("market.offer")
@require_POST
def subscription(request: HttpRequest) -> HttpResponse:
    """A digest of new demands each day, or none."""
    form = SubscriptionForm(request.POST)
    active = request.POST.get("active", "") == "1"
    if not form.is_valid():
        return redirect("market:offer_list")
    data = form.cleaned_data
    subscribing.subscribe(data["kinds"], data["divisions"], active, **_who(request))
    messages.success(request, "已订阅，每天一次，有新的才发" if active else "已停止订阅")
    return redirect("market:offer_list")


def _offered(request: HttpRequest, pk: int, form: BidForm) -> OfferVersion:
    return offering.offer(pk, form.bid(), seen=seen_in(request), **_who(request))


def _current(actor: Actor, offer: Offer | None) -> OfferVersion | None:
    rows = OfferVersion.objects.visible_to(actor).filter(offer=offer).select_related("receipt", "offer")
    return rows.order_by("-number").first() if offer else None


def _own(request: HttpRequest, pk: int) -> Offer:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Offer.objects.visible_to(actor).filter(provider__in=actor.own(PROVIDER))
    found: Offer = get_object_or_404(rows, pk=pk)
    return found


def _why_not(actor: Actor, demands: list[Demand], on: Any) -> dict[int, str]:
    own = actor.own(PROVIDER)
    return served_by(next(iter(own)), demands, on) if own else {each.pk: "" for each in demands}


def _own_offers(actor: Actor) -> list[dict[str, Any]]:
    rows = list(Offer.objects.visible_to(actor).select_related("demand").order_by("-pk")[:SHOWN])
    versions = OfferVersion.objects.visible_to(actor).filter(offer__in=rows).select_related("offer").current()
    by_offer = {each.offer_id: each for each in versions}
    choices = Choice.objects.visible_to(actor).filter(version__offer__in=rows).order_by("pk")
    chosen = {each.version.offer_id: each for each in choices.select_related("version")}
    return [offer_line(each, by_offer.get(each.pk), chosen.get(each.pk)) for each in rows]


def _subscribed(actor: Actor) -> bool:
    return Subscription.objects.visible_to(actor).filter(active=True).exists()


def _subscription_form(actor: Actor) -> SubscriptionForm:
    found = Subscription.objects.visible_to(actor).first()
    return SubscriptionForm(initial={"kinds": found.kinds, "divisions": found.divisions} if found else {})


def _staff(actor: Actor, demand: Demand, on: Any) -> list[tuple[str, str]]:
    """The own people who could be named: employed on the first day, and certified then."""
    day = max(on, demand.valid_from)
    return [(str(key), name) for key, name in seen.certified_staff(actor, day)]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
