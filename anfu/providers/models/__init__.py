from anfu.providers.models.filing import Branch, Equipment, InternalRule, Price, RuleKind
from anfu.providers.models.people import Certificate, Employment, Professional
from anfu.providers.models.provider import Objection, Provider, Spell, State
from anfu.providers.models.qualification import Halt, HaltKind, Qualification

__all__ = [
    "Branch",
    "Certificate",
    "Employment",
    "Equipment",
    "Halt",
    "HaltKind",
    "InternalRule",
    "Objection",
    "Price",
    "Professional",
    "Provider",
    "Qualification",
    "RuleKind",
    "Spell",
    "State",
]
