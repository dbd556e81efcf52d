"""What the registry tells the floors above, within the transaction of the change."""

from django.dispatch import Signal

# enterprises: list of enterprise ids whose facts changed; on: date; actor: Actor
facts_changed = Signal()
