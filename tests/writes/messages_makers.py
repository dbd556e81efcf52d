"""For each write route of messages and of calls to other machines, what it can be done to and the request that does it."""

from itertools import count

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import OutboundHost, OutboxItem
from anfu.people.messages.models import Message
from anfu.people.tests.factories import make_user
from tests.writes.calls import Call, maker

numbers = count(1)


def _message() -> Message:
    key = f"event-{next(numbers)}"
    return Message.objects.create(
        person=make_user(), kind="notice", key=key, text="有结果", href="/desk/", created_at=clock.now()
    )


@maker("POST /messages/read/")
def read_all() -> Call:
    _message()
    return Call("/messages/read/")


@maker("POST /api/v1/people/messages/read")
def read_api() -> Call:
    return Call("/api/v1/people/messages/read", json={"ids": [_message().pk]})


@maker("POST /messages/settings/")
def quiet() -> Call:
    return Call("/messages/settings/", {"part": "quiet", "begin": "22:00", "end": "07:00"})


@maker("POST /outbound/hosts/")
def host_propose() -> Call:
    form = {"host": f"sms{next(numbers)}.example.org", "port": "443", "note": "短信网关"}
    return Call("/outbound/hosts/", form, also=frozenset({"plain_http"}), role="system_admin")


@maker("POST /outbound/hosts/<int:pk>/forbid/")
def host_forbid() -> Call:
    with without_ledger():
        made = OutboundHost.objects.create(
            host=f"sms{next(numbers)}.example.org", port=443, note="短信网关", allowed_at=clock.now()
        )
    return Call(f"/outbound/hosts/{made.pk}/forbid/", role="system_admin")


@maker("POST /outbound/<int:pk>/retry/")
def retry() -> Call:
    now, key = clock.now(), f"event-{next(numbers)}"
    made = OutboxItem.objects.create(
        topic="people.message", payload={}, effect_key=key, created_at=now, not_before=now, failed_at=now
    )
    return Call(f"/outbound/{made.pk}/retry/", role="system_admin")
