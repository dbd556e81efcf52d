"""What else an institution keeps on file: internal rules, instruments, branches, its public price list. 三(五)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import models, transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import fitting
from anfu.core.inserting import insert_once
from anfu.core.models import StoredFile
from anfu.core.money import LARGEST
from anfu.core.periods import day_after
from anfu.core.refusal import Refused
from anfu.providers.actions.common import enter, subject
from anfu.providers.actions.registering import own
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Branch, Equipment, InternalRule, Price, Provider, RuleKind
from anfu.registry import divisions

GONE = "没有找到这一条，或者不归你管，或者已经撤下。"


@dataclass(frozen=True, slots=True)
class RuleText:
    """An internal rule; its text is the file."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument; `last_day`: the last day on which its calibration holds."""

    name: str
    serial: str
    model: str = ""
    calibrated_on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A branch: where it is, and the county-level divisions that it serves."""

    name: str
    address: str
    division: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the price list, from a day on; the line of the same service and item before it ends that day."""

    kind: str
    item: str
    unit: str
    price_fen: int
    valid_from: date


@transaction.atomic
def file_rule(code: str, rule: RuleText, *, actor: Actor, on: date, file: StoredFile) -> InternalRule:
    """File an internal rule."""
    provider = own(code, actor)
    if rule.kind not in RuleKind.values:
        raise Refused("请选制度种类。", field="kind")
    made = InternalRule.objects.create(provider=provider, file=file, filed_on=on, **asdict(rule))
    return _entered(provider, made, actor, {**asdict(rule), "file": file.sha256})


@transaction.atomic
def add_equipment(code: str, instrument: Instrument, *, actor: Actor) -> Equipment:
    """List an instrument."""
    provider = own(code, actor)
    facts = asdict(instrument)
    last = facts.pop("last_day")
    if last and instrument.calibrated_on and last < instrument.calibrated_on:
        raise Refused("有效期止早于检定校准日期。请核对。", field="last_day")
    made = Equipment(provider=provider, calibrated_to=day_after(last), **facts)
    insert_once(made, "这个设备编号已经登记过。", field="serial")
    return _entered(provider, made, actor, asdict(instrument))


@transaction.atomic
def add_branch(code: str, place: Place, *, actor: Actor) -> Branch:
    """List a branch and whom it serves."""
    provider = own(code, actor)
    known = divisions.county_codes()
    if place.division not in known:
        raise Refused("请选所在地区。", field="division")
    if not place.serves or not set(place.serves) <= known:
        raise Refused("请勾选服务的地区。", field="serves")
    made = Branch(provider=provider, **asdict(place) | {"serves": sorted(place.serves)})
    insert_once(made, "已经有同名的分支机构。", field="name")
    return _entered(provider, made, actor, asdict(place))


@transaction.atomic
def set_price(code: str, charge: Charge, *, actor: Actor, on: date) -> Price:
    """A price from that day on, today at the earliest; earlier prices stay readable."""
    provider = own(code, actor)
    if charge.kind not in ServiceKind.values:
        raise Refused("请选服务。", field="kind")
    if not 0 <= charge.price_fen <= LARGEST:
        raise Refused("价格不能是负数，也不能大到放不下。", field="price")
    if not on <= charge.valid_from <= clock.LAST_DAY:
        raise Refused("价格从今天或以后的一天起算，不能改过去的。", field="valid_from")
    before = Price.objects.select_for_update().filter(
        provider=provider, kind=charge.kind, item=charge.item, valid_to=None
    ).first()  # fmt: skip
    if before is not None and charge.valid_from < before.valid_from:
        raise Refused(f"{before.valid_from} 起已经有一个价格。新价格不能早于它。", field="valid_from")
    if before is not None:
        before.valid_to = charge.valid_from
        before.save(update_fields=["valid_to"])
    made = Price.objects.create(provider=provider, **asdict(charge))
    return _entered(provider, made, actor, asdict(charge))


@transaction.atomic
def take_down(
    model: type[models.Model], key: int, *, actor: Actor, on: date, seen: str, reason: str = ""
) -> Any:
    """Take one line of the file down; it stays in the ledger, a price in its dates."""
    rows = model._default_manager.visible_to(actor).select_for_update(of=("self",))  # type: ignore[attr-defined]
    open_ = rows.filter(valid_to=None) if model is Price else rows.filter(retracted_at=None)
    found = open_.select_related("provider__organisation").filter(pk=key).first()
    if found is None:
        raise Refused(GONE)
    own(found.provider.organisation.uscc, actor)
    must_be_as_seen(edition_of(found), seen, subject(found.provider))
    if isinstance(found, Price):
        found.valid_to = max(on, found.valid_from)
        found.save(update_fields=["valid_to"])
    else:
        found.retracted_at = clock.now()
        found.save(update_fields=["retracted_at"])
    what = {"what": model._meta.model_name, "id": key, "reason": fitting(reason, 500, field="reason")}
    enter("filing_taken_down", found.provider, actor, on=on, after=what)
    return found


def _entered(provider: Provider, made: Any, actor: Actor, facts: dict[str, Any]) -> Any:
    enter("filed", provider, actor, after={"what": made._meta.model_name, "id": made.pk, **facts})
    return made
