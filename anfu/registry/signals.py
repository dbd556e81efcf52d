"""What the registry tells the floors above, within the transaction of the change."""

from django.dispatch import Signal

# enterprises: list of enterprise ids whose facts changed; on: date; actor: Actor
facts_changed = Signal()

# Two enterprises became one: kept, merged: enterprise ids; on: date from which; actor: Actor. Both are locked,
# the merged one has no facts in force any more. Sent before facts_changed of both. A receiver moves what hangs
# on the merged one to the kept one and returns (name of its room, JSON that says what it did), or None where
# there was nothing; it writes no ledger entry, since the merge's own entry holds what it returns.
enterprises_merged = Signal()

# That merge is undone: kept, merged, on (today), actor as above, and moved: what the receivers returned, by
# room. A receiver puts back exactly that, or raises Refused with what was built on it since; then all stays.
enterprises_unmerged = Signal()
