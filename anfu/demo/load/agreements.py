"""Contracts between the two demo accounts: one signed, one that waits for both, one whose filing was returned."""

from datetime import date, timedelta

from django.db import transaction

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft
from anfu.engagements.actions.filing import decide
from anfu.engagements.models import Contract, Filing
from anfu.engagements.queries.fitness import fitness
from anfu.engagements.terms import Deliverables, Payment, Terms
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Employment
from anfu.registry.models import Enterprise, Organisation

SCOPE = {
    "train": "新员工三级教育和全员年度再培训，讲解本行业事故案例，考核合格后建档",
    "entrust": "每月上门排查隐患并跟踪整改，健全制度和操作规程，组织培训和演练",
}
USUAL = "按双方约定的清单上门服务，交书面记录和整改建议，年底交总结"
OVERLAP = "原合同只管老厂区，这一份管新厂区"


@transaction.atomic
def load_contracts(today: date) -> int:
    """Once, and only where both accounts act for somebody; returns how many."""
    people = User.objects.in_bulk(["qiye", "jigou", "yongkang"], field_name="username")
    if len(people) < 3 or Contract.objects.exists():
        return 0
    owner, other, officer = (actor_of(people[name]) for name in ("qiye", "jigou", "yongkang"))
    if not owner.organisations or not other.organisations:
        return 0
    kinds = _possible(owner, other, today)
    for number, kind in enumerate(kinds[:3]):
        made = draft(owner, _terms(owner, other, kind, today + timedelta(number)), "direct")
        if number != 1:
            _sign(made, owner, other)
    _return_filing(officer)
    return Contract.objects.count()


def _possible(owner: Actor, other: Actor, today: date) -> list[str]:
    """Kinds that the institution may give the enterprise, the one that is filed last."""
    enterprise, provider = min(owner.organisations), min(other.organisations)
    found = [
        kind
        for kind in ServiceKind.values
        if not fitness(provider, [kind], enterprise, on=today + timedelta(2)).reasons
    ]
    return sorted(found, key=lambda kind: kind == ServiceKind.ENTRUST)[-3:]


def _terms(owner: Actor, other: Actor, kind: str, start: date) -> Terms:
    firm = Enterprise.objects.select_related("organisation").get(pk=min(owner.organisations))
    return Terms(
        enterprise_uscc=firm.organisation.uscc,
        provider_uscc=Organisation.objects.get(pk=min(other.organisations)).uscc,
        kinds=(kind,),
        scope=SCOPE.get(kind, USUAL),
        valid_from=start,
        last_day=start + timedelta(364),
        price_fen=960_000,
        payments=(Payment("首付款", 480_000, start), Payment("尾款", 480_000)),
        deliverables=Deliverables(visits_per_month=1, training_hours=8, reports=1, drills=1),
        liability="少上门一次，扣 500 元；逾期付款的，每天按万分之五计",
        renewal="期满前一个月双方协商",
        overlap_reason=OVERLAP,
        staff=_named(other, start),
    )


def _named(other: Actor, on: date) -> tuple[int, ...]:
    """Two of the institution's people, so that their own load is seen."""
    there = (
        Employment.objects.standing().in_force_on(on).filter(provider__in=other.organisations, full_time=True)
    )
    return tuple(there.order_by("pk").values_list("pk", flat=True)[:2])


def _sign(made: Contract, *sides: Actor) -> None:
    for actor in sides:
        version = made.versions.get()
        confirm(made.pk, digest=version.digest, actor=actor, seen="")


def _return_filing(officer: Actor) -> None:
    found = Filing.objects.visible_to(officer).waiting().order_by("-pk").first()
    if found is not None:
        decide(found.pk, False, note="缺指定服务人员的名单", actor=officer, seen=edition_of(found))
