"""Somebody of a provider asks for a digest of new demands each day; it goes out through the outbox."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger
from anfu.core.actor import PROVIDER, Actor
from anfu.core.refusal import Refused
from anfu.market.actions.shared import BY_THE_CLOCK
from anfu.market.models import Demand, Subscription
from anfu.market.queries.matching import served_by
from anfu.people.messages.actions import News, tell
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Provider
from anfu.registry import divisions

MOST = 2_000


@transaction.atomic
def subscribe(
    kinds: Sequence[str], places: Sequence[str], active: bool, *, actor: Actor, on: date
) -> Subscription:
    """Take the digest, or take it no longer. No kinds: all that the provider may give; no places: the whole city."""
    own = Provider.objects.filter(pk__in=actor.own(PROVIDER)).first()
    if own is None or actor.user_id is None:
        raise Refused("只有服务机构的人能订阅。什么都没有保存。")
    if set(kinds) - set(ServiceKind.values) or set(places) - {each.code for each in divisions.counties()}:
        raise Refused("服务内容或地区不认识。请重新选。", field="kinds")
    facts = {"provider": own, "kinds": sorted(kinds), "divisions": sorted(places), "active": active}
    made, _ = Subscription.objects.update_or_create(
        person_id=actor.user_id, defaults=facts, create_defaults=facts | {"told_until": clock.now()}
    )
    after = {"kinds": sorted(kinds), "divisions": sorted(places), "active": active}
    ledger.record("market.subscribed", f"user:{actor.user_id}", actor=actor, on=on, after=after)
    return made


def tell_digests(on: date) -> int:
    """Each subscriber once a day, if there is anything new; returns how many were told."""
    rows = Subscription.objects.filter(active=True, person__is_active=True).order_by("pk")
    return sum(_tell(key, on) for key in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _tell(subscription_id: int, on: date) -> bool:
    found = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)
    now = clock.now()
    fitting = _new(found, now, on)
    found.told_until = now
    found.save(update_fields=["told_until"])
    after = {"demands": len(fitting)}
    ledger.record("market.digest_told", f"user:{found.person_id}", actor=BY_THE_CLOCK, on=on, after=after)
    if fitting:
        text = f"新发布 {len(fitting)} 条你机构能做的需求，最早 {min(d.deadline for d in fitting):%m-%d} 截止"
        key = f"market.digest:{on}:{found.pk}"
        tell([News([found.person_id], "notice", key, text, reverse("market:offer_list"))])
    return bool(fitting)


def _new(found: Subscription, now: datetime, on: date) -> list[Demand]:
    """Published since the last digest, still open, and within what the provider may serve."""
    rows = Demand.objects.open_at(now).filter(opened_at__gt=found.told_until, by_invitation=False)
    if found.divisions:
        rows = rows.filter(division__in=found.divisions)
    wanted = [d for d in rows.order_by("pk")[:MOST] if not found.kinds or set(d.kinds) & set(found.kinds)]
    why_not = served_by(found.provider_id, wanted, on)
    return [each for each in wanted if not why_not[each.pk]]
