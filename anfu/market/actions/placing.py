"""A demand is written, changed, published and withdrawn by the party that placed it. Clause 二(二)2."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, parameters, waiting
from anfu.core.actor import ENTERPRISE, Actor
from anfu.core.money import LARGEST
from anfu.core.refusal import Refused
from anfu.market.actions.shared import enter, locked, needs_reason
from anfu.market.lifecycle import DEMAND, DEMAND_IT
from anfu.market.models import Demand, Invitation, Member, MemberState
from anfu.market.suggesting import suggestion_for
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Provider, State
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.roster import uscc

JOIN = "market.join"
MOST = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a demand says. Money in fen; `partners` and `invited` are credit codes."""

    kinds: tuple[str, ...]
    scope: str
    valid_from: date
    months: int
    visits_per_month: int
    deadline: datetime
    budget_low_fen: int | None = None
    budget_high_fen: int | None = None
    by_invitation: bool = False
    invited: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@transaction.atomic
def draft(wish: Wish, *, actor: Actor, on: date) -> Demand:
    """A new demand, seen by nobody but its own people until it is published."""
    if not actor.may(DEMAND_IT) or actor.party_id is None:
        raise Refused("你没有发布需求的权限。什么都没有保存。")
    own = _own(actor)
    partners = _partners(wish, own)
    invited = _check(wish)
    made = Demand(party_id=actor.party_id, made_at=clock.now(), made_by_id=actor.user_id)
    _place(made, own or next(iter(partners), None), on)
    if own is not None:
        made.basis = list(suggestion_for(own, on).basis)
    _say(made, wish, joint=bool(partners))
    made.save(force_insert=True)
    if own is not None:
        Member.objects.create(
            demand=made, enterprise=own, state=MemberState.AGREED, answered_at=made.made_at, answered_by_id=actor.user_id
        )  # fmt: skip
    Member.objects.bulk_create(Member(demand=made, enterprise=each) for each in partners)
    Invitation.objects.bulk_create(Invitation(demand=made, provider=each) for each in invited)
    enter("demand_drafted", made, actor, on, after=_told(wish))
    for each in partners:
        _ask(made, each)
    return made


@transaction.atomic
def change(demand_id: int, wish: Wish, *, actor: Actor, on: date, seen: str = "") -> Demand:
    """While it is a draft. Members that are not named any more leave; who agreed to other words is asked again."""
    found = locked(demand_id, actor, own=True, seen=seen)
    if found.state != "draft":
        raise Refused("需求已经发布，机构照它报价，不能再改。要改的，请撤回后重新发布。")
    own = _own(actor)
    partners, invited = _partners(wish, own), _check(wish)
    before = {"scope": found.scope, "kinds": found.kinds}
    _say(found, wish, joint=bool(partners))
    found.save()
    _let_go(found, {each.pk for each in partners} | ({own.pk} if own else set()))
    for each in partners:
        Member.objects.update_or_create(
            demand=found, enterprise=each,
            defaults={"state": MemberState.ASKED, "answered_at": None, "answered_by": None},
        )  # fmt: skip
        _ask(found, each)
    found.invitations.all().delete()
    Invitation.objects.bulk_create(Invitation(demand=found, provider=each) for each in invited)
    enter("demand_changed", found, actor, on, before=before, after=_told(wish))
    return found


@transaction.atomic
def publish(demand_id: int, *, actor: Actor, on: date, seen: str = "") -> Demand:
    """From now on providers make offers, until the deadline; what it says is fixed."""
    found = locked(demand_id, actor, own=True, seen=seen)
    if not found.members.filter(state=MemberState.AGREED).exists():
        raise Refused("还没有企业同意参加，不能发布。请等企业在自己的账号上同意。")
    if found.by_invitation and not found.invitations.exists():
        raise Refused("选了“只邀请”，还没有写邀请哪几家机构。请先补上。", field="invited")
    _in_time(found, on)
    DEMAND.move(found, "open", actor)
    found.opened_at = clock.now()
    found.save(update_fields=["state", "opened_at"])
    for member in found.members.filter(state=MemberState.ASKED):
        waiting.ended(JOIN, f"member:{member.pk}")
    enter("open", found, actor, on, after={"deadline": found.deadline.isoformat(), "kinds": found.kinds})
    return found


@transaction.atomic
def withdraw(demand_id: int, *, reason: str, actor: Actor, on: date, seen: str = "") -> Demand:
    """The party no longer looks for anybody; offers that are still sealed stay so."""
    found = locked(demand_id, actor, own=True, seen=seen)
    said = needs_reason(reason)
    before = {"state": found.state}
    DEMAND.move(found, "withdraw", actor)
    found.ended_at, found.ended_reason = clock.now(), said
    found.save(update_fields=["state", "ended_at", "ended_reason"])
    nobody_waits(found)
    enter("withdraw", found, actor, on, before=before, after={"state": found.state, "reason": said})
    return found


def nobody_waits(demand: Demand) -> None:
    """Nothing about this demand is on anybody's desk any more."""
    for key in demand.members.values_list("pk", flat=True):
        waiting.ended(JOIN, f"member:{key}")
        waiting.ended("market.choose", f"member:{key}")


def _own(actor: Actor) -> Enterprise | None:
    rows = Enterprise.objects.select_related("organisation").filter(
        pk__in=actor.own(ENTERPRISE), merged_into=None
    )
    return rows.first()


def _place(made: Demand, enterprise: Enterprise | None, on: date) -> None:
    if enterprise is None:
        raise Refused("请写上参加联合采购的企业，至少一家。", field="partners")
    made.division, made.town = enterprise.division, enterprise.town
    version = EnterpriseVersion.objects.filter(enterprise=enterprise).as_of(on).first()
    if version is not None:
        made.section, made.size = version.section, version.size_class


def _say(made: Demand, wish: Wish, *, joint: bool) -> None:
    for name in (
        "valid_from",
        "months",
        "visits_per_month",
        "budget_low_fen",
        "budget_high_fen",
        "by_invitation",
        "deadline",
    ):
        setattr(made, name, getattr(wish, name))
    made.kinds, made.scope, made.joint = list(wish.kinds), wish.scope.strip(), joint


def _let_go(demand: Demand, staying: set[int]) -> None:
    for member in demand.members.exclude(enterprise__in=staying):
        waiting.ended(JOIN, f"member:{member.pk}")
        member.delete()


def _ask(demand: Demand, enterprise: Enterprise) -> None:
    member = demand.members.get(enterprise=enterprise)
    waiting.began(
        waiting.Waiting(
            kind=JOIN, subject=f"member:{member.pk}", title=f"{demand.party.name}邀请你一起采购安全服务"[:200],
            href=reverse("market:demand", args=[demand.pk]), permission="market.choose", organisation=enterprise.pk,
        )
    )  # fmt: skip


def _check(wish: Wish) -> list[Provider]:
    if not wish.kinds or set(wish.kinds) - set(ServiceKind.values):
        raise Refused("请选服务内容，至少一项。", field="kinds")
    if not 10 <= len(wish.scope.strip()) <= 1000:
        raise Refused("请写明要做的事，10 到 1000 个字。", field="scope")
    if not 1 <= wish.months <= 36 or not 0 <= wish.visits_per_month <= 31:
        raise Refused("服务 1 到 36 个月，每月上门 0 到 31 次。", field="months")
    if not clock.FIRST_DAY <= wish.valid_from <= clock.today() + timedelta(366):
        raise Refused("服务开始日期要在一年以内。请核对年份。", field="valid_from")
    if wish.valid_from < clock.today():
        raise Refused("服务开始日期已经过去。请选今天或以后。", field="valid_from")
    if not clock.now() - timedelta(1) <= wish.deadline <= clock.now() + timedelta(366):
        raise Refused("报价截止要在今天以后、一年以内。请核对年份。", field="closes_on")
    _budget(wish)
    return _invited(wish)


def _budget(wish: Wish) -> None:
    low, high = wish.budget_low_fen, wish.budget_high_fen
    if any(each is not None and not 0 <= each <= LARGEST for each in (low, high)):
        raise Refused("预算不能是负数，也不能大到放不下。", field="budget_high")
    if low is not None and high is not None and high < low:
        raise Refused("预算上限比下限还小。请核对。", field="budget_high")


def _invited(wish: Wish) -> list[Provider]:
    codes = {uscc.clean(code) for code in wish.invited}
    if codes and not wish.by_invitation:
        raise Refused("写了邀请的机构，就请选“只邀请”；对所有机构公开的不用写。", field="invited")
    rows = list(
        Provider.objects.select_related("organisation").filter(
            organisation__uscc__in=codes, state=State.LISTED
        )
    )
    if len(codes) > MOST or (missing := codes - {each.organisation.uscc for each in rows}):
        raise Refused(
            f"目录里没有这家机构：{'、'.join(sorted(missing)[:3])}。请核对信用代码。", field="invited"
        )
    return rows


def _partners(wish: Wish, own: Enterprise | None) -> list[Enterprise]:
    codes = {uscc.clean(code) for code in wish.partners} - ({own.organisation.uscc} if own else set())
    if own is None and not codes:
        raise Refused("你不是企业，只能替同意的企业联合采购。请写上参加的企业。", field="partners")
    if len(codes) > MOST:
        raise Refused(f"一次最多 {MOST} 家一起采购。", field="partners")
    rows = list(
        Enterprise.objects.select_related("organisation")
        .filter(organisation__uscc__in=codes, merged_into=None)
        .order_by("pk")
    )
    if missing := codes - {each.organisation.uscc for each in rows}:
        raise Refused(
            f"库里没有这家企业：{'、'.join(sorted(missing)[:3])}。请核对信用代码。", field="partners"
        )
    return rows


def _in_time(demand: Demand, on: date) -> None:
    left = demand.deadline - clock.now()
    shortest, longest = (parameters.value(f"market.{name}_days", on=on) for name in ("shortest", "longest"))
    if not timedelta(shortest) <= left + timedelta(hours=24) or left <= timedelta(0):
        raise Refused(
            f"从发布到截止至少要 {shortest} 天，让机构来得及看。请先把截止时间改晚。", field="deadline"
        )
    if left > timedelta(longest):
        raise Refused(f"从发布到截止最多 {longest} 天。请先把截止时间改早。", field="deadline")
    if demand.valid_from < on:
        raise Refused("服务开始日期已经过去。请先改成今天或以后。", field="valid_from")


def _told(wish: Wish) -> dict[str, Any]:
    """As the ledger keeps it: without whom it names."""
    said = asdict(wish)
    return {k: v for k, v in said.items() if k not in ("invited", "partners")} | {
        "invited": len(wish.invited), "partners": len(wish.partners)
    }  # fmt: skip
