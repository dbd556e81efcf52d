"""Forms of service relations and of contracts."""

from anfu.engagements.forms.contract import ContractForm, EndingForm
from anfu.engagements.forms.recorded import EvidenceForm, NewForm, StartForm

__all__ = ["ContractForm", "EndingForm", "EvidenceForm", "NewForm", "StartForm"]
