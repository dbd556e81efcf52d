from anfu.core.models.audited import Audited
from anfu.core.models.budget import Budget
from anfu.core.models.file import StoredFile, UploadTally
from anfu.core.models.intake import Intake, IntakeState, MendedRow, RememberedMapping
from anfu.core.models.job import Job, JobState
from anfu.core.models.ledger import LedgerEntry, LedgerLeaf, LedgerLog, LedgerStream, TouchedRow, WatchedTable
from anfu.core.models.outbound_host import OutboundHost
from anfu.core.models.outbound_pause import OutboundPause
from anfu.core.models.outbox import OutboxItem
from anfu.core.models.parameter import Parameter
from anfu.core.models.proposal import Proposal, ProposalState
from anfu.core.models.retention import RetentionRun
from anfu.core.models.schedule import PeriodicRun
from anfu.core.models.workday import SpecialDay
from anfu.core.models.written import AnsweredWrite

__all__ = [
    "AnsweredWrite",
    "Audited",
    "Budget",
    "Intake",
    "IntakeState",
    "Job",
    "JobState",
    "LedgerEntry",
    "LedgerLeaf",
    "LedgerLog",
    "LedgerStream",
    "MendedRow",
    "OutboundHost",
    "OutboundPause",
    "OutboxItem",
    "Parameter",
    "PeriodicRun",
    "Proposal",
    "ProposalState",
    "RememberedMapping",
    "RetentionRun",
    "SpecialDay",
    "StoredFile",
    "TouchedRow",
    "UploadTally",
    "WatchedTable",
]
