"""Acts of two persons: one proposes, another approves, and only then is it done (MLPS 8.1.4.2 d, ASVS 2.3.5).

A room declares a kind of act with `@act`; `propose` keeps it waiting, `approve` carries it out in one transaction.
"""

from anfu.core.approvals.actions import approve, propose, refuse, withdraw
from anfu.core.approvals.kinds import Act, Change, Description, act, act_of, persons

__all__ = [
    "Act",
    "Change",
    "Description",
    "act",
    "act_of",
    "approve",
    "persons",
    "propose",
    "refuse",
    "withdraw",
]
