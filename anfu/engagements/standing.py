"""What always waits in service relations: contracts whose last day is near."""

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
    standing.register("engagements.ending", "engagements.view", _ending)


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
