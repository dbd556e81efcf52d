"""What targeting tells the floors above, within the transaction of the change."""

from django.dispatch import Signal

# enterprises: list of enterprise ids whose classes may have changed; on: date
classes_changed = Signal()
