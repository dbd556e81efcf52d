"""What a person has set for messages."""

from datetime import time

from anfu.people.messages.models import Channel, ChannelChoice, QuietHours


def quiet_hours(person: int) -> dict[str, time]:
    """Begin and end; empty where none are set."""
    row = QuietHours.objects.filter(pk=person).first()
    return {"begin": row.begin, "end": row.end} if row else {}


def chosen_webhook(person: int) -> ChannelChoice | None:
    """The person's webhook, if one is set."""
    return ChannelChoice.objects.filter(person=person, channel=Channel.WEBHOOK).first()
