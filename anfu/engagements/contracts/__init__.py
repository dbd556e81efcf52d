"""Import of existing contracts: read, judge, write, take back, by the machine that imports rosters too."""

from anfu.engagements.contracts.kind import ContractKind

__all__ = ["ContractKind"]
