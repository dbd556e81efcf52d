"""What the outbox does with a message: look it up, give it to the channel."""

from typing import Any

from django.conf import settings

from anfu.core import outbox
from anfu.core.outbox import Undeliverable
from anfu.people.channels import channel_of
from anfu.people.channels.channel import Parcel
from anfu.people.messages.actions import TOPIC
from anfu.people.messages.models import ChannelChoice, Message


@outbox.handler(TOPIC)
def deliver(payload: dict[str, Any], effect_key: str) -> None:
    """Send it by the channel as the person has it set now; one who no longer wants it gets nothing."""
    person, channel = payload["person"], channel_of(payload["channel"])
    found = Message.objects.filter(person=person, key=payload["key"], person__is_active=True).first()
    choice = ChannelChoice.objects.filter(person=person, channel=channel.code).first()
    if found is None or choice is None or found.kind not in choice.kinds:
        return
    if not channel.configured():
        raise Undeliverable(f"{channel.label}没有配置")
    channel.send(
        Parcel(
            event_id=effect_key,
            person=person,
            address=choice.address,
            generation=choice.generation,
            kind=found.kind,
            text=found.text,
            link=settings.SITE_URL + found.href,
            at=found.created_at,
        )
    )
