"""Import of experts: each row is a nomination that waits for another person, by the machine that imports rosters too."""

from anfu.experts.roster.kind import ExpertKind

__all__ = ["ExpertKind"]
