"""Ways out of the platform for a message, all by one interface: e-mail, webhook, SMS and 浙政钉."""

from anfu.people.channels.channel import MessageChannel, Parcel
from anfu.people.channels.email import Email
from anfu.people.channels.gateway import Gateway
from anfu.people.channels.webhook import Webhook

CHANNELS: dict[str, MessageChannel] = {
    each.code: each for each in (Email(), Webhook(), Gateway("sms", "短信"), Gateway("zzd", "浙政钉"))
}


def channel_of(code: str) -> MessageChannel:
    """The channel of a code; KeyError where there is none."""
    return CHANNELS[code]


__all__ = ["CHANNELS", "MessageChannel", "Parcel", "channel_of"]
