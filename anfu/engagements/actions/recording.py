"""One new service relation, as the enterprise and the provider agreed on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.models import StoredFile
from anfu.core.money import LARGEST
from anfu.core.periods import day_after
from anfu.core.refusal import Refused
from anfu.engagements.models import Engagement
from anfu.engagements.signals import relations_changed
from anfu.registry.models import Enterprise, Organisation
from anfu.registry.roster import uscc


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says. `last_day` is the last day served (none: without end); money in fen."""

    provider_uscc: str
    provider_name: str
    mode: str
    kinds: tuple[str, ...]
    contract_no: str
    valid_from: date
    last_day: date | None = None
    signed_on: date | None = None
    price_fen: int | None = None


@transaction.atomic
def record(enterprise_uscc: str, terms: Terms, *, actor: Actor, file: StoredFile | None = None) -> Engagement:
    """Record a relation of an enterprise in the actor's territory. Clause 二(二)."""
    if not actor.may("engagements.record"):
        raise Refused("你没有登记服务关系的权限。什么都没有保存。")
    enterprise = _enterprise(enterprise_uscc, actor)
    _check(enterprise, terms)
    made = Engagement.objects.create(
        enterprise=enterprise,
        provider=_provider(terms),
        mode=terms.mode,
        kinds=list(terms.kinds),
        valid_from=terms.valid_from,
        valid_to=day_after(terms.last_day),
        signed_on=terms.signed_on,
        price_fen=terms.price_fen,
        contract_no=terms.contract_no,
        file=file,
        source=f"{actor.office}登记"[:200],
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    announce(made, "engagements.recorded", actor, after=described(made))
    return made


def announce(engagement: Engagement, verb: str, actor: Actor, **change: Any) -> None:
    """Tell the floors above, then the ledger of the enterprise's division."""
    today = clock.today()
    relations_changed.send(sender=Engagement, enterprises=[engagement.enterprise_id], on=today)
    enterprise = engagement.enterprise
    stream = enterprise.division or enterprise.waiting_at or None
    subject = f"enterprise:{enterprise.organisation.uscc}"
    ledger.record(verb, subject, actor=actor, on=today, stream=stream, **change)


def described(engagement: Engagement) -> dict[str, Any]:
    """A relation as the ledger keeps it."""
    names = ("id", "mode", "kinds", "valid_from", "valid_to", "signed_on", "price_fen", "contract_no")
    facts = {name: getattr(engagement, name) for name in names}
    file = engagement.file
    return facts | {"provider": engagement.provider.uscc, "file": file.sha256 if file else None}


def _enterprise(code: str, actor: Actor) -> Enterprise:
    visible = Enterprise.objects.visible_to(actor).select_related("organisation")
    found: Enterprise | None = visible.filter(organisation__uscc=uscc.clean(code), merged_into=None).first()
    if found is None:
        raise Refused("没有找到这家企业，或者不在你的管辖范围里。请核对信用代码。", field="uscc")
    return found


def _check(enterprise: Enterprise, terms: Terms) -> None:
    if not uscc.is_valid(terms.provider_uscc):
        why, fix = uscc.explain(terms.provider_uscc)
        raise Refused(f"{why}。{fix}。", field="provider_uscc")
    if terms.provider_uscc == enterprise.organisation.uscc:
        raise Refused("企业和服务机构是同一家。请核对服务机构的信用代码。", field="provider_uscc")
    if max(filter(None, (terms.valid_from, terms.last_day, terms.signed_on))) > clock.LAST_DAY:
        raise Refused(
            f"日期晚于 {clock.LAST_DAY}。请核对年份；没有结束日期的，结束日期留空。", field="last_day"
        )
    if terms.last_day and terms.last_day < terms.valid_from:
        raise Refused("结束日期早于开始日期。请核对。", field="last_day")
    if terms.signed_on and terms.last_day and terms.signed_on > terms.last_day:
        raise Refused("签订日期晚于结束日期。请核对。", field="signed_on")
    if terms.price_fen is not None and not 0 <= terms.price_fen <= LARGEST:
        raise Refused("价款不能是负数，也不能大到放不下。请核对，接口里以分计。", field="price")
    same = Engagement.objects.valid().filter(enterprise=enterprise, contract_no=terms.contract_no)
    if taken := same.select_related("provider").first():
        raise Refused(
            f"合同编号 {terms.contract_no} 已登记（{taken.provider.name}），没有重复登记。请核对编号。",
            field="contract_no",
        )


def _provider(terms: Terms) -> Organisation:
    found = Organisation.objects.filter(uscc=terms.provider_uscc).first()
    if found is None and not terms.provider_name:
        raise Refused("库里还没有这家服务机构，请写上它的名称。", field="provider_name")
    if found is not None and terms.provider_name and terms.provider_name != found.name:
        raise Refused(
            f"这个信用代码是“{found.name}”，不是“{terms.provider_name}”。请核对。", field="provider_name"
        )
    return found or Organisation.objects.create(uscc=terms.provider_uscc, name=terms.provider_name)
