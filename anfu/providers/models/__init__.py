from anfu.providers.models.people import Certificate, Employment, Professional
from anfu.providers.models.provider import Provider, Spell, State
from anfu.providers.models.qualification import Halt, HaltKind, Qualification

__all__ = [
    "Certificate",
    "Employment",
    "Halt",
    "HaltKind",
    "Professional",
    "Provider",
    "Qualification",
    "Spell",
    "State",
]
