"""A provider publishes, changes and withdraws its standing services."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import PROVIDER, Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.money import LARGEST
from anfu.core.refusal import Refused
from anfu.market.lifecycle import OFFER
from anfu.market.models import Service, ServiceState
from anfu.market.queries.serviceable import may_give
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Provider
from anfu.registry import divisions


@dataclass(frozen=True, slots=True)
class Package:
    """What a standing service says. Fen a year; `divisions` empty: the whole city."""

    title: str
    kinds: tuple[str, ...]
    includes: str
    price_fen: int
    capacity: int
    divisions: tuple[str, ...] = ()


@transaction.atomic
def publish(package: Package, *, actor: Actor, on: date) -> Service:
    """A new one, seen by everybody at once."""
    provider = _own(actor)
    _check(package, provider, on)
    made = Service.objects.create(provider=provider, published_at=clock.now(), **_said(package))
    _enter("service_published", made, actor, on, package)
    return made


@transaction.atomic
def change(service_id: int, package: Package, *, actor: Actor, on: date, seen: str = "") -> Service:
    """What it says from now on; one that was withdrawn is published again."""
    found = _locked(service_id, actor, seen)
    _check(package, found.provider, on)
    for name, value in _said(package).items():
        setattr(found, name, value)
    found.state = ServiceState.PUBLISHED
    found.save()
    _enter("service_changed", found, actor, on, package)
    return found


@transaction.atomic
def withdraw(service_id: int, *, actor: Actor, on: date, seen: str = "") -> Service:
    """It is no longer shown; offers and contracts go on."""
    found = _locked(service_id, actor, seen)
    if found.state == ServiceState.WITHDRAWN:
        raise Refused("这个服务项目已经撤下。")
    found.state = ServiceState.WITHDRAWN
    found.save(update_fields=["state"])
    _enter("service_withdrawn", found, actor, on, None)
    return found


def _own(actor: Actor) -> Provider:
    found = Provider.objects.filter(pk__in=actor.own(PROVIDER)).first() if actor.may(OFFER) else None
    if found is None:
        raise Refused("只有服务机构的人能发布服务项目，机构要先登记。什么都没有保存。")
    return found


def _locked(service_id: int, actor: Actor, seen: str) -> Service:
    rows = Service.objects.visible_to(actor).select_for_update(of=("self",)).select_related("provider")
    found: Service | None = rows.filter(pk=service_id).first() if actor.may(OFFER) else None
    if found is None:
        raise Refused("没有找到这个服务项目，或者不是你机构的。")
    must_be_as_seen(edition_of(found), seen, f"service:{found.pk}")
    return found


def _check(package: Package, provider: Provider, on: date) -> None:
    if not 2 <= len(package.title.strip()) <= 60:
        raise Refused("请写名称，2 到 60 个字。", field="title")
    if not package.kinds or set(package.kinds) - set(ServiceKind.values):
        raise Refused("请选服务内容，至少一项。", field="kinds")
    if not 10 <= len(package.includes.strip()) <= 1000:
        raise Refused("请写明包含什么，10 到 1000 个字。", field="includes")
    if not 0 < package.price_fen <= LARGEST:
        raise Refused("请写一年的价格，要大于 0。接口里以分计。", field="price")
    if not 0 <= package.capacity <= 10_000:
        raise Refused("还能接几家，写 0 到 10,000。", field="capacity")
    if set(package.divisions) - {each.code for each in divisions.counties()}:
        raise Refused("服务地区不认识。请重新选。", field="divisions")
    if why := may_give(provider.pk, package.kinds, on):
        raise Refused(f"{why}。没有发布。", field="kinds")


def _said(package: Package) -> dict[str, object]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(package).items()}


def _enter(verb: str, made: Service, actor: Actor, on: date, package: Package | None) -> None:
    after = asdict(package) if package else {"state": made.state}
    stream = made.provider.division or None
    ledger.record(f"market.{verb}", f"service:{made.pk}", actor=actor, on=on, stream=stream, after=after)
