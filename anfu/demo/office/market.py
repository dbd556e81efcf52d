"""The made-up market: standing services, and demands in each state with offers, through the same actions as the pages."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from anfu.core import clock, ledger
from anfu.core.actor import ENTERPRISE, PROVIDER, Actor, platform
from anfu.core.refusal import Refused
from anfu.engagements.actions import confirming
from anfu.engagements.models import Contract
from anfu.market.actions import answering, asking, choosing, closing, joining, offering, placing, serving
from anfu.market.models import Demand, Offer, Said, Service
from anfu.market.queries.matching import eligible
from anfu.market.queries.serviceable import given_by
from anfu.market.queries.viewing import view_now
from anfu.market.rules.comparison import hash_of
from anfu.market.suggesting import scope_of
from anfu.people.actions.accounts import member_of, party_of
from anfu.people.actors import actor_of
from anfu.people.models import Membership, Party, User
from anfu.people.roles import PERMISSIONS, Kind, Role
from anfu.providers.kinds import Check, ServiceKind
from anfu.providers.models import Provider, State
from anfu.registry.models import Enterprise, Organisation

PRICES = {"entrust": 12_000, "train": 3_600, "consult": 5_000, "hazard_inspection": 6_800}
KINDS = tuple(PRICES)
FIRMS, PACKAGES = 10, 24
# So many choices that became contracts, all for one kind of service: enough for a median and for a town to be judged.
SIGNED = 9
SAID = (Said.NOBODY, Said.NOBODY, Said.NOBODY, Said.PROVIDER, Said.NOBODY, Said.OFFICIAL, Said.NOBODY)


def work() -> None:
    """Do it all once."""
    if Demand.objects.exists() or not User.objects.filter(username="qiye").exists():
        return
    today = clock.today()
    _packages(today)
    owner = actor_of(User.objects.get(username="qiye"))
    if not owner.own(ENTERPRISE):
        return
    own = Enterprise.objects.select_related("organisation").get(pk__in=owner.own(ENTERPRISE))
    _demands_of(owner, own, today)
    others = Enterprise.objects.filter(division=own.division, merged_into=None).exclude(organisation=own.pk)
    others = others.select_related("organisation").order_by("pk")
    found = list(others[:FIRMS])
    for number, each in enumerate(found):
        _demand_of_another(each, number, today)
    _shared_demand(owner, found, today)
    rest = others.exclude(organisation__in=[each.pk for each in found])
    for number, each in enumerate(rest.filter(town=_largest(rest))[:SIGNED]):
        _signed_demand(each, number, today)


def _largest(rows: QuerySet[Enterprise]) -> str:
    """The town with most enterprises: only a town with some choices is judged."""
    counted = rows.order_by().exclude(town="").values_list("town").annotate(number=Count("pk"))
    return str(counted.order_by("-number", "town")[0][0])


def _packages(today: date) -> None:
    """Listed institutions publish what they may give."""
    for number, provider in enumerate(Provider.objects.filter(state=State.LISTED).order_by("pk")):
        kinds = [kind for kind in given_by(provider.pk, today) if kind in KINDS]
        if not kinds or Service.objects.count() >= PACKAGES:
            continue
        kind = kinds[number % len(kinds)]
        words = str(ServiceKind(kind).label)
        package = serving.Package(
            title=f"小微企业{words}（一年，演示）", kinds=(kind,), includes=f"{scope_of((kind,))}（演示，虚构）",
            price_fen=(PRICES[kind] + number % 7 * 400) * 100, capacity=5 + number % 30,
            divisions=(provider.division,) if number % 2 and provider.division else (),
        )  # fmt: skip
        serving.publish(package, actor=_provider(provider), on=today)


def _demands_of(owner: Actor, own: Enterprise, today: date) -> None:
    """What the enterprise that signs in sees: a draft, an open one, one to choose from, one that waits for an answer."""
    placing.draft(_wish(("train",)), actor=owner, on=today)
    _offered(_open(("consult",), owner, today), today)
    _closed(_open(("consult",), owner, today), today, first=_first())
    waits = _closed(_open(("consult",), owner, today), today, first=_first())
    _choose(waits, owner, own, today)


def _demand_of_another(firm: Enterprise, number: int, today: date) -> None:
    actor = _enterprise(firm)
    made = _open((KINDS[number % len(KINDS)],), actor, today)
    match number % 5:
        case 0:
            placing.withdraw(made.pk, reason="今年先由自己的安全员做", actor=actor, on=today)
        case 1:
            _brought_forward(made, today)
        case 2:
            closed = _closed(made, today)
            if (offer := _choose(closed, actor, firm, today)) is not None:
                choice = closed.choices.get()
                answering.confirm(choice.pk, actor=_provider(offer.provider), on=today)
        case _:
            _offered(made, today)


def _shared_demand(owner: Actor, partners: list[Enterprise], today: date) -> None:
    """What the enterprise that signs in buys together with its neighbours, of whom one has not answered yet."""
    codes = tuple(each.organisation.uscc for each in partners[:4])
    made = placing.draft(_wish(("consult",), partners=codes), actor=owner, on=today)
    for each in partners[:3]:
        joining.answer(made.pk, True, actor=_enterprise(each), on=today)


def _signed_demand(firm: Enterprise, number: int, today: date) -> None:
    """Chosen, accepted, signed by both sides; most then say in private whether anybody told them whom to take."""
    owner = _person(firm.organisation, Kind.ENTERPRISE, Role.ENTERPRISE_OWNER, today)
    closed = _brought_forward(_offered(_open(("consult",), owner, today), today, most=2), today)
    if (offer := _choose(closed, owner, firm, today, number)) is None:
        return
    seller = _person(offer.provider.organisation, Kind.PROVIDER, Role.PROVIDER_OWNER, today)
    made = answering.confirm(closed.choices.get().pk, actor=seller, on=today)
    for side in (owner, seller):
        contract = Contract.objects.get(pk=made.contract_id or 0)
        digest = contract.versions.get().digest
        confirming.confirm(contract.pk, digest=digest, seen=str(contract.edition), actor=side)
    if number < len(SAID):
        note = "" if SAID[number] == Said.NOBODY else "口头说的（演示，虚构）"
        asking.tell(made.pk, SAID[number], note=note, actor=owner, on=today)


def _wish(kinds: tuple[str, ...], partners: tuple[str, ...] = ()) -> placing.Wish:
    return placing.Wish(
        partners=partners,
        kinds=kinds, scope=scope_of(kinds), valid_from=clock.today() + timedelta(14), months=12, visits_per_month=1,
        deadline=clock.now().replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(7),
        budget_high_fen=PRICES[kinds[0]] * 150,
    )  # fmt: skip


def _open(kinds: tuple[str, ...], actor: Actor, today: date) -> Demand:
    made = placing.draft(_wish(kinds), actor=actor, on=today)
    return placing.publish(made.pk, actor=actor, on=today)


def _offered(made: Demand, today: date, first: Provider | None = None, most: int = 3) -> Demand:
    """Up to three institutions that may serve it offer, the one that signs in before others."""
    able = [match.provider for match in eligible(made, today) if not match.why_not]
    chosen = ([first] if first in able else []) + [each for each in able if each != first]
    for number, provider in enumerate(chosen[:most]):
        _offer(made, provider, number, today)
    return made


def _offer(made: Demand, provider: Provider, number: int, today: date) -> None:
    people = provider.employments.filter(
        valid_to=None, professional__certificates__check_state=Check.VERIFIED,
        professional__certificates__valid_from__lte=today, professional__certificates__valid_to__gt=made.valid_from,
    ).distinct()  # fmt: skip
    staff = tuple(people.order_by("pk").values_list("pk", flat=True)[:2])
    price = (PRICES[made.kinds[0]] + (number - 1) * 700) * 100
    bid = offering.Bid(
        price_fen=price, plan=f"{scope_of(tuple(made.kinds))}首次上门 10 个工作日内完成（演示，虚构）",
        valid_until=today + timedelta(60), visits_per_month=1, staff=staff, training_hours=4 * number,
    )  # fmt: skip
    try:
        offering.offer(made.pk, bid, actor=_provider(provider), on=today)
    except Refused:
        return  # its people are not certified, or have no time left: it stays out, as on the pages


def _closed(made: Demand, today: date, first: Provider | None = None) -> Demand:
    return _brought_forward(_offered(made, today, first), today)


@transaction.atomic
def _brought_forward(made: Demand, today: date) -> Demand:
    """The deadline is over: a made-up city cannot wait a week for it."""
    Demand.objects.filter(pk=made.pk).update(deadline=clock.now() - timedelta(minutes=1))
    ledger.record(
        "demo.loaded", f"demand:{made.pk}", actor=platform(), on=today, after={"deadline": "演示：提前截止"}
    )
    closing.close(made.pk, on=today)
    return Demand.objects.select_related("closing_entry__rows").get(pk=made.pk)


def _choose(made: Demand, actor: Actor, firm: Enterprise, today: date, number: int = 0) -> Offer | None:
    offers = list(Offer.objects.filter(demand=made).select_related("provider__organisation").order_by("pk"))
    offer = offers[number % len(offers)] if offers else None
    if offer is not None:
        seen = hash_of(view_now(made, firm, today))
        choosing.choose(
            made.pk, offer.pk, reason="方案写得清楚，离得也近（演示）", actor=actor, on=today, seen=seen
        )
    return offer


def _first() -> Provider | None:
    """The institution whose owner signs in."""
    user = User.objects.filter(username="jigou").first()
    return Provider.objects.filter(pk__in=actor_of(user).own(PROVIDER)).first() if user else None


def _enterprise(firm: Enterprise) -> Actor:
    return _acting(firm.organisation, Kind.ENTERPRISE, Role.ENTERPRISE_OWNER)


def _provider(provider: Provider) -> Actor:
    return _acting(provider.organisation, Kind.PROVIDER, Role.PROVIDER_OWNER)


def _acting(organisation: Organisation, kind: Kind, role: Role) -> Actor:
    """Somebody of a party who never signs in."""
    party = _party(organisation, kind)
    return Actor(
        user_id=None, name="演示", office=organisation.name, role=role.label, permissions=PERMISSIONS[role],
        organisations=frozenset({organisation.pk}), kind=kind, party_id=party.pk,
    )  # fmt: skip


@transaction.atomic
def _person(organisation: Organisation, kind: Kind, role: Role, today: date) -> Actor:
    """Who signs for a party: a contract names a person, though nobody can sign in as this one."""
    party = _party(organisation, kind)
    held = Membership.objects.filter(party=party, role=role).select_related("user").first()
    if held is not None:
        return actor_of(held.user)
    user = User(username=f"yanshi-{party.pk}", name="演示经办人")
    user.set_unusable_password()
    user.save()
    member_of(user, party, role, on=today)
    ledger.record("demo.loaded", f"user:{user.pk}", actor=platform(), on=today, after={"role": role})
    return actor_of(user)


@transaction.atomic
def _party(organisation: Organisation, kind: Kind) -> Party:
    known = Party.objects.filter(kind=kind, organisation=organisation).first()
    if known is None:
        known = party_of(kind, organisation.name, organisation=organisation)
        ledger.record(
            "demo.loaded", f"party:{known.pk}", actor=platform(), on=clock.today(), after={"kind": kind}
        )
    return known
