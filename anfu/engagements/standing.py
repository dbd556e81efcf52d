"""What always waits in service relations: contracts that the daily check found wrong, and those near their last day."""

from datetime import date

from django.urls import reverse

from anfu.core import standing
from anfu.core.actor import Actor
from anfu.core.periods import last_day
from anfu.core.standing import CAP, Standing, some
from anfu.engagements.models import Engagement
from anfu.engagements.web.rows import soon_days


def register() -> None:
    """Offer the line to those who look after contracts."""
    standing.register("engagements.affected", "engagements.view", _affected)
    standing.register("engagements.ending", "engagements.view", _ending)


def _affected(actor: Actor, on: date) -> Standing | None:
    number = Engagement.objects.visible_to(actor).affected().order_by()[: CAP + 1].count()
    if not number:
        return None
    return Standing(
        kind="engagements.affected",
        icon="alert-triangle",
        title=f"{some(number)} 份合同复查有问题",
        href=f"{reverse('engagements:engagement_list')}?check=affected",
        verb="查看",
        detail="服务机构的资质、处罚或合同指定的人员变了；合同要不要改、要不要终止由双方定",
        count=number,
    )


def _ending(actor: Actor, on: date) -> Standing | None:
    days = soon_days(on)
    near = Engagement.objects.visible_to(actor).ending_soon(on, days).order_by("valid_to")
    ends = list(near.values_list("valid_to", flat=True)[: CAP + 1])
    if not ends:
        return None
    return Standing(
        kind="engagements.ending",
        icon="clock-exclamation",
        title=f"{some(len(ends))} 份合同 {days} 天内到期",
        href=f"{reverse('engagements:engagement_list')}?state=ending_soon&sort=valid_to",
        verb="查看",
        detail="不续约就不再算已覆盖；续不续、跟谁续由企业自己定",
        count=len(ends),
        due_on=last_day(ends[0]),
    )
