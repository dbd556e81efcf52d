"""A worker over the outbox as a process of its own, to be killed: queue, deliver, let the lease run out, tell."""

import json
import os
import sys

import django

from anfu.settings import module


def put(port: str) -> None:
    """One message for one person whose webhook listens on this port."""
    from anfu.core import clock
    from anfu.core.ledger.guard import without_ledger
    from anfu.core.models import OutboundHost
    from anfu.people.messages.actions import News, tell
    from anfu.people.messages.models import ChannelChoice
    from anfu.people.models import User

    with without_ledger():
        person = User.objects.create(username="receiver", name="测试员")
        OutboundHost.objects.create(
            host="127.0.0.1",
            port=int(port),
            plain_http=True,
            loopback=True,
            note="试",
            allowed_at=clock.now(),
        )
        ChannelChoice.objects.create(
            person=person, channel="webhook", address=f"http://127.0.0.1:{port}/hook", kinds=["notice"]
        )
        tell([News([person.pk], "notice", "event-1", "已有结果：一件事", "/desk/")])


def deliver() -> None:
    """What is due."""
    from anfu.core import outbox

    outbox.deliver_due()


def expire() -> None:
    """As if the lease had run out."""
    from anfu.core import clock
    from anfu.core.models import OutboxItem

    OutboxItem.objects.update(locked_until=clock.now(), not_before=clock.now())


def tell_state() -> None:
    """The one row, and the key its receiver checks with."""
    from anfu.core.models import OutboxItem
    from anfu.people.channels.webhook import key_text

    row = OutboxItem.objects.get()
    person = row.payload["person"]
    state = {"done": row.done_at is not None, "attempts": row.attempts, "key": key_text(person, 1)}
    print(json.dumps(state))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    django.setup()
    from django.conf import settings

    settings.OUTBOUND_LOOPBACK = True
    verb, *rest = sys.argv[1:]
    {"put": put, "deliver": deliver, "expire": expire, "state": tell_state}[verb](*rest)
