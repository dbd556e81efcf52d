"""What engagements tell the floors above, within the transaction of the change."""

from django.dispatch import Signal

# enterprises: list of enterprise ids whose service relations changed; on: date
relations_changed = Signal()

# contract: Contract; sent in the transaction in which both sides had confirmed, or one side walked away
contract_signed = Signal()
contract_abandoned = Signal()
