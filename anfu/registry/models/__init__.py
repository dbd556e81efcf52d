from anfu.registry.models.duplicate import DuplicatePair, DuplicateState
from anfu.registry.models.enterprise import Enterprise
from anfu.registry.models.facet_set import FacetSet
from anfu.registry.models.organisation import Organisation
from anfu.registry.models.record_change import RecordChange
from anfu.registry.models.saved_view import SavedView
from anfu.registry.models.version import EnterpriseVersion, Placement, Status

__all__ = [
    "DuplicatePair",
    "DuplicateState",
    "Enterprise",
    "EnterpriseVersion",
    "FacetSet",
    "Organisation",
    "Placement",
    "RecordChange",
    "SavedView",
    "Status",
]
