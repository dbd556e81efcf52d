"""Seeing personal data in full: for a purpose, counted a day, and entered in the ledger without the values."""

from collections.abc import Iterable
from datetime import datetime, time

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from anfu.core import clock, ledger, parameters
from anfu.core.actor import Actor
from anfu.core.explaining import explained
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused

VERB = "core.personal_shown"
PURPOSES = {
    "inspection": "执法检查、核查",
    "emergency": "事故和应急联络",
    "service": "联系企业办事、通知",
    "correction": "核对、更正登记",
    "complaint": "办理投诉举报",
}


@transaction.atomic
def reveal(
    subject: str, fields: Iterable[str], *, purpose: str, reason: str, actor: Actor, stream: str | None
) -> None:
    """Allow the actor to see these fields of the subject in full; Refused where the purpose or the day's rest is missing.

    The entry says who, which subject, which fields and why; never a value. Whoever calls may show them afterwards.
    """
    if purpose not in PURPOSES:
        raise Refused("请选查看的用途。", field="purpose")
    said = explained(reason, "请写明为什么要看，5 个字以上。", most=500)
    _count(actor)
    ledger.record(
        VERB,
        subject,
        actor=actor,
        on=clock.today(),
        stream=stream,
        after={"fields": sorted(fields), "purpose": PURPOSES[purpose], "reason": said},
    )


def _count(actor: Actor) -> None:
    if actor.user_id is None:
        raise Refused("请先登录。")
    # Two requests at once wait for each other here, so that neither slips under the limit.
    get_user_model()._default_manager.select_for_update().get(pk=actor.user_id)
    today = clock.today()
    most = parameters.value("personal.reveals_a_day", on=today)
    start = timezone.make_aware(datetime.combine(today, time()))
    if LedgerEntry.objects.filter(verb=VERB, actor_id=actor.user_id, at__gte=start).count() >= most:
        raise Refused(f"今天查看完整个人信息已到 {most} 次的上限。请明天再看，或请上级办理。")
