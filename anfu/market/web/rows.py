"""Demands, offers, choices and services as lines of a page."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from anfu.core import clock
from anfu.core.web.formats import money
from anfu.market.models import Choice, Demand, Offer, OfferVersion, Service
from anfu.providers.kinds import ServiceKind
from anfu.registry import divisions
from anfu.registry.labels import SIZES

DEMAND_STATUS = {
    "draft": "mute", "open": "info", "closed": "ask", "chosen": "warn", "contracted": "ok", "failed": "mute",
    "withdrawn": "mute",
}  # fmt: skip
CHOICE_STATUS = {
    "waiting": "ask", "confirmed": "warn", "signed": "ok", "declined": "mute", "withdrawn": "mute", "left": "mute"
}  # fmt: skip


def kinds_words(kinds: Iterable[str]) -> str:
    """安全托管、教育培训."""
    return "、".join(str(ServiceKind(kind).label) for kind in kinds)


def budget_words(low: int | None, high: int | None) -> str:
    """A range of money as people read it; "" where none was given."""
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"不超过 {money(high)}" if low is None else f"{money(low)} 起"
    return money(low) if low == high else f"{money(low)} 至 {money(high)}"


def whose(demand: Demand) -> str:
    """A demand to strangers: where and how large, not who."""
    place = divisions.town_label(demand.town) if demand.town else divisions.short_label(demand.division)
    size = SIZES.get(demand.size, "")
    return f"{place or '本市'}{size}企业" + ("（联合采购）" if demand.joint else "")


def demand_line(demand: Demand) -> dict[str, Any]:
    """One demand; without offers or how many there are."""
    now = clock.now()
    state = demand.get_state_display()
    if demand.state == "open" and demand.deadline <= now:
        state = "正在开封"
    return {
        "pk": demand.pk,
        "kinds": kinds_words(demand.kinds),
        "scope": demand.scope,
        "whose": whose(demand),
        "place": divisions.short_label(demand.division),
        "months": demand.months,
        "visits": demand.visits_per_month,
        "valid_from": demand.valid_from,
        "budget": budget_words(demand.budget_low_fen, demand.budget_high_fen),
        "deadline": demand.deadline,
        "closes": timezone.localtime(demand.deadline).date(),
        "is_open": demand.state == "open" and demand.deadline > now,
        "by_invitation": demand.by_invitation,
        "status": DEMAND_STATUS[demand.state],
        "state": state,
    }


def version_line(version: OfferVersion) -> dict[str, Any]:
    """What an offer says."""
    names = ("price_fen", "plan", "valid_until", "made_at", "number", "seal")
    return {name: getattr(version, name) for name in names} | {"owed": owed_words(vars(version))}


def owed_words(said: dict[str, Any]) -> str:
    """每月上门 2 次，培训 8 学时."""
    parts = [
        (said["visits_per_month"], "每月上门 {} 次"), (said["training_hours"], "培训 {} 学时"),
        (said["reports"], "报告 {} 份"), (said["drills"], "演练 {} 次"),
    ]  # fmt: skip
    return "，".join(words.format(number) for number, words in parts if number)


def offer_line(offer: Offer, version: OfferVersion | None, choice: Choice | None) -> dict[str, Any]:
    """A provider's own offer, with what became of it."""
    status, state = "info", "已密封" if offer.demand.state == "open" else "未被选中"
    if offer.demand.state in ("closed", "chosen"):
        status, state = "ask", "已开封，等企业选"
    if offer.state == "withdrawn":
        status, state = "mute", "已撤回"
    if choice is not None:
        status, state = CHOICE_STATUS[choice.state], str(choice.get_state_display())
    return {
        "pk": offer.pk,
        "demand": demand_line(offer.demand),
        "price_fen": version.price_fen if version else None,
        "number": offer.number,
        "status": status if state != "未被选中" else "mute",
        "state": state,
        "choice": choice.pk if choice else None,
    }


def service_line(service: Service) -> dict[str, Any]:
    """A standing service."""
    places = "、".join(divisions.short_label(code) for code in service.divisions)
    return {
        "pk": service.pk,
        "title": service.title,
        "kinds": kinds_words(service.kinds),
        "includes": service.includes,
        "price_fen": service.price_fen,
        "places": places or "全市",
        "capacity": service.capacity,
        "published_at": service.published_at,
        "state": service.get_state_display(),
        "status": "ok" if service.state == "published" else "mute",
        "provider": service.provider.organisation.name,
        "uscc": service.provider.organisation.uscc,
        "phone": service.provider.phone,
        "kind": service.provider.get_kind_display(),
        "seat": divisions.short_label(service.provider.division),
    }
