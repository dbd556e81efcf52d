"""The unread messages, to be counted in the top bar."""

from anfu.core.actor import Actor
from anfu.people.messages.models import Message, MessageQuerySet


def unread(actor: Actor) -> MessageQuerySet:
    """One's own that are not yet read."""
    found: MessageQuerySet = Message.objects.visible_to(actor).unread()
    return found
