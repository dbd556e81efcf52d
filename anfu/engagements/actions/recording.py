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
    """Record a relation of an enterprise in the actor's territory, as an officer saw it on paper. Clause 二(二).

    One that began before today is late for ever; it counts from its first day only with the paper as evidence (T12).
    """
    if not actor.may("engagements.record"):
        raise Refused("你没有登记服务关系的权限。什么都没有保存。")
    enterprise = _enterprise(enterprise_uscc, actor)
    source = f"{actor.office}登记"
    return enter(enterprise, terms, actor=actor, source=source, file=file, by_officer=True)


def enter(
    enterprise: Enterprise,
    terms: Terms,
    *,
    actor: Actor,
    source: str,
    file: StoredFile | None = None,
    by_officer: bool = False,
) -> Engagement:
    """The one place where a relation begins to count; the caller has checked who may. `by_officer`: who saw the paper."""
    _check(enterprise, terms)
    made = Engagement(
        enterprise=enterprise,
        provider=provider_named(terms.provider_uscc, terms.provider_name),
        mode=terms.mode,
        kinds=list(terms.kinds),
        valid_from=terms.valid_from,
        valid_to=day_after(terms.last_day),
        signed_on=terms.signed_on,
        price_fen=terms.price_fen,
        contract_no=terms.contract_no,
        file=file,
        source=source[:200],
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    if terms.valid_from < clock.today():
        _late(made, file if by_officer else None, actor)
    made.save(force_insert=True)
    announce(made, "engagements.recorded", actor, after=described(made))
    return made


def _late(engagement: Engagement, evidence: StoredFile | None, actor: Actor) -> None:
    """Late for ever; without the paper as evidence before an officer it counts from today."""
    engagement.agreed_from = engagement.valid_from
    if evidence is not None:
        engagement.start_confirmed_by_id, engagement.start_evidence = actor.user_id, evidence
        return
    engagement.valid_from = clock.today()
    if engagement.valid_to is not None and engagement.valid_to <= engagement.valid_from:
        raise Refused("整份合同都在过去，没有保存。补登过去的合同，请附上签好的合同文件。", field="file")


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
    names = (
        "id",
        "mode",
        "kinds",
        "valid_from",
        "valid_to",
        "signed_on",
        "price_fen",
        "contract_no",
        "agreed_from",
    )
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


def provider_named(code: str, name: str) -> Organisation:
    """The serving organisation of that code, made where it is not known yet; Refused where code and name disagree."""
    if not uscc.is_valid(code):
        why, fix = uscc.explain(code)
        raise Refused(f"{why}。{fix}。", field="provider_uscc")
    found = Organisation.objects.filter(uscc=code).first()
    if found is None and not name:
        raise Refused("库里还没有这家服务机构，请写上它的名称。", field="provider_name")
    if found is not None and name and name != found.name:
        raise Refused(f"这个信用代码是“{found.name}”，不是“{name}”。请核对。", field="provider_name")
    return found or Organisation.objects.create(uscc=code, name=name)
