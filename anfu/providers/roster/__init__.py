"""Import of an institution's people: read, judge, write, take back, by the machine that imports rosters too."""

from anfu.providers.roster.kind import StaffKind

__all__ = ["StaffKind"]
