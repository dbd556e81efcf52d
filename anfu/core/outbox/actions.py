"""What the system administrator does with effects that failed."""

from django.db import transaction
from django.db.models import QuerySet

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.models import OutboxItem
from anfu.core.outbound.allowing import PERMISSION
from anfu.core.refusal import Refused


def failed_for(actor: Actor) -> QuerySet[OutboxItem]:
    """Those that were given up, for the system administrator; none for others."""
    failed = OutboxItem.objects.filter(failed_at__isnull=False)
    return failed if actor.may(PERMISSION) else failed.none()


@transaction.atomic
def retry(item_id: int, *, actor: Actor) -> None:
    """Try it again from the beginning, under the same key."""
    if not actor.may(PERMISSION):
        raise Refused("只有系统管理员能重发。什么都没有改。")
    now = clock.now()
    again = failed_for(actor).filter(pk=item_id)
    if not again.update(failed_at=None, attempts=0, not_before=now, locked_until=None, error=""):
        raise Refused("这一条已经重发，或者已经送达。请刷新后再看。")
    ledger.record("core.outbox_retried", f"outbox:{item_id}", actor=actor, on=clock.today())
