"""What engagements tell the floors above, within the transaction of the change."""

from django.dispatch import Signal

# enterprises: list of enterprise ids whose service relations changed; on: date
relations_changed = Signal()
