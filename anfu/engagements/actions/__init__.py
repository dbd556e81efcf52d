"""What people do with a service relation: record it, end it, take it back, give its evidence."""

from anfu.engagements.actions.changing import attach, end, retract
from anfu.engagements.actions.recording import Terms, record

__all__ = ["Terms", "attach", "end", "record", "retract"]
