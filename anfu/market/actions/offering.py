"""A provider's offer on a demand: checked, sealed, kept version by version, with a receipt. Clause 二(二)2."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from anfu.core import clock, ledger, parameters
from anfu.core.actor import PROVIDER, Actor
from anfu.core.money import LARGEST
from anfu.core.refusal import Refused, Stale
from anfu.engagements.queries.load import names_of, rates_on, staff_loads
from anfu.engagements.rules.load import Owed, too_much
from anfu.market.actions.shared import lock
from anfu.market.lifecycle import OFFER
from anfu.market.models import Demand, Offer, OfferState, OfferVersion
from anfu.market.queries.sealed import content_of
from anfu.market.rules.sealing import seal_of
from anfu.providers.kinds import Check, ServiceKind
from anfu.providers.models import Certificate, Employment
from anfu.providers.queries.serving import Pair, may_serve_many
from anfu.providers.rules.scope import Reason

# Who offers, how much and on what stays out of the ledger until the opening: it holds a salted hash (T01, T02).
SEALED = Actor(user_id=None, name="密封报价")
LATE = "报价已经截止，没有收下。截止时间按平台的时间算。"


@dataclass(frozen=True, slots=True)
class Bid:
    """What an offer says. Fen for the whole period and one enterprise; `staff`: keys of the own employments."""

    price_fen: int
    plan: str
    valid_until: date
    visits_per_month: int
    staff: tuple[int, ...]
    training_hours: int = 0
    reports: int = 0
    drills: int = 0


@transaction.atomic
def offer(demand_id: int, bid: Bid, *, actor: Actor, on: date, seen: str = "") -> OfferVersion:
    """Make an offer, or change one's own until the deadline. The version carries the receipt's ledger entry.

    `seen`: number of the version that was on the form, "0" for none. The time is the platform's, taken under the lock.
    """
    provider = _provider(actor)
    rows = Demand.objects.open_to(actor).filter(pk=demand_id)
    demand = lock(rows.values_list("pk", flat=True).first())
    _check(bid, demand)
    _must_be_fit(provider, demand, on)
    _must_be_staffed(provider, bid, demand, on)
    now = clock.now()
    if demand.state != "open" or now >= demand.deadline:
        raise Refused(LATE)
    made = _offer(demand, provider, now, seen)
    version = OfferVersion(
        offer=made, number=made.number, made_at=now, made_by_id=actor.user_id, salt=secrets.token_hex(16),
        **asdict(bid) | {"staff": sorted(bid.staff), "plan": bid.plan.strip()},
    )  # fmt: skip
    version.seal = seal_of(content_of(version, demand.pk, provider))
    version.receipt = ledger.record(
        "market.sealed", f"seal:{version.seal[:16]}", actor=SEALED, on=on, after={"seal": version.seal}
    )
    version.save(force_insert=True)
    return version


@transaction.atomic
def withdraw(offer_id: int, *, actor: Actor, on: date, seen: str = "") -> Offer:
    """Until the deadline; its versions stay, and an offer can be made again. `seen`: the version that was shown."""
    provider = _provider(actor)
    found = Offer.objects.visible_to(actor).filter(pk=offer_id, provider=provider).first()
    if found is None:
        raise Refused("没有找到这份报价。请刷新后再看。")
    demand = lock(found.demand_id)
    found.refresh_from_db()
    _as_seen(found, seen)
    if demand.state != "open" or clock.now() >= demand.deadline:
        raise Refused("报价已经截止并开封，不能撤回。被选中时可以不接受。")
    if found.state != OfferState.STANDING:
        raise Refused("这份报价已经撤回。")
    found.state = OfferState.WITHDRAWN
    found.save(update_fields=["state"])
    token = seal_of({"withdrawn": found.pk, "salt": secrets.token_hex(16)})
    ledger.record("market.offer_withdrawn", f"seal:{token[:16]}", actor=SEALED, on=on, after={"seal": token})
    return found


def _provider(actor: Actor) -> int:
    own = actor.own(PROVIDER)
    if not actor.may(OFFER) or len(own) != 1:
        raise Refused("只有服务机构的人能报价。什么都没有保存。")
    return next(iter(own))


def _offer(demand: Demand, provider: int, now: Any, seen: str) -> Offer:
    """The row of the offer, its version number counted up; the demand's lock keeps two from doing so at once."""
    found = Offer.objects.filter(demand=demand, provider=provider).first()
    _as_seen(found, seen)
    if found is None:
        return Offer.objects.create(demand=demand, provider_id=provider, made_at=now)
    found.number += 1
    found.state = OfferState.STANDING
    found.save(update_fields=["number", "state"])
    return found


def _as_seen(found: Offer | None, seen: str) -> None:
    if seen and seen != edition_of_offer(found):
        raise Stale("没有保存：你单位有人先改了这份报价。请看过现在的样子，再决定要不要改。")


def edition_of_offer(found: Offer | None) -> str:
    """The mark that a form about an offer carries: its version and state; "0" before the first."""
    return f"{found.number}{found.state[0]}" if found else "0"


def _check(bid: Bid, demand: Demand) -> None:
    if not 0 < bid.price_fen <= LARGEST:
        raise Refused("请写价款，要大于 0。接口里以分计。", field="price")
    if not 10 <= len(bid.plan.strip()) <= 2000:
        raise Refused("请写服务方案，10 到 2000 个字。", field="plan")
    counts = (bid.visits_per_month, bid.training_hours, bid.reports, bid.drills)
    if any(not 0 <= each <= 1000 for each in counts) or not any(counts):
        raise Refused(
            "请写服务数量：上门、培训学时、报告、演练至少一项，每项不超过 1,000。", field="visits_per_month"
        )
    last = clock.today() + timedelta(366)
    if not demand.deadline.date() <= bid.valid_until <= last:
        raise Refused(f"有效期要从截止那天起，到 {last} 以内。", field="valid_until")


def _must_be_fit(provider: int, demand: Demand, on: date) -> None:
    members = list(demand.members.agreed().values_list("enterprise", flat=True))
    if provider in members:
        raise Refused("不能给自己单位报价。")
    pairs = [Pair(provider, kind, firm) for kind in demand.kinds for firm in members]
    for pair, decision in zip(pairs, may_serve_many(pairs, on=max(on, demand.valid_from)), strict=True):
        if not decision.may:
            raise Refused(unfit(pair.kind, decision.reasons[0]))


def unfit(kind: str, reason: Reason) -> str:
    """Why an offer is refused, with the missing credential and the clause."""
    return f"不能报{ServiceKind(kind).label}：{reason.text}（{reason.clause}）。没有收下报价。"


def _must_be_staffed(provider: int, bid: Bid, demand: Demand, on: date) -> None:
    day = max(on, demand.valid_from)
    rows = Employment.objects.standing().in_force_on(day).filter(provider=provider, pk__in=bid.staff)
    people = dict(rows.values_list("pk", "professional"))
    if not bid.staff or set(bid.staff) - set(people):
        raise Refused(f"请选服务人员，要 {day} 在本机构任职。", field="staff")
    held = Certificate.objects.standing().in_force_on(day).filter(check_state=Check.VERIFIED)
    certified = set(held.filter(professional__in=people.values()).values_list("professional", flat=True))
    names = names_of(bid.staff)
    if bare := [names[key] for key, person in people.items() if person not in certified]:
        raise Refused(f"{'、'.join(bare)}没有已核验、{day} 还有效的证书，不能作为服务人员。", field="staff")
    _capacity(bid, demand, names, day)


def _capacity(bid: Bid, demand: Demand, names: dict[int, str], day: date) -> None:
    firms = demand.members.agreed().count()
    owed = Owed(bid.visits_per_month, bid.training_hours, bid.reports, bid.drills, demand.months)
    limits = {
        name: parameters.value(f"engagements.load_{name}_percent", on=day) for name in ("warn", "refuse")
    }
    more = owed.tenths_a_year(rates_on(day)) * max(1, firms)
    for key, load in staff_loads(bid.staff, day, more=more).items():
        too_much(names[key], load, **limits)
