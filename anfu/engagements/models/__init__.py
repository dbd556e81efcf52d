"""Tables of the service relation and of the contracts that it comes from."""

from anfu.engagements.models.contract import (
    Confirmation,
    Contract,
    ContractState,
    ContractVersion,
    NamedStaff,
    Outcome,
    Side,
    Source,
    VersionKind,
)
from anfu.engagements.models.engagement import Engagement, Mode
from anfu.engagements.models.filing import Filing, FilingState
from anfu.engagements.models.trouble import Trouble, TroubleKind

__all__ = [
    "Confirmation",
    "Contract",
    "ContractState",
    "ContractVersion",
    "Engagement",
    "Filing",
    "FilingState",
    "Mode",
    "NamedStaff",
    "Outcome",
    "Side",
    "Source",
    "Trouble",
    "TroubleKind",
    "VersionKind",
]
