"""The tables of experts, of how they are asked, and of draws."""

from anfu.experts.models.claim import Claim
from anfu.experts.models.declaration import Declaration, DeclarationKind
from anfu.experts.models.draw import Draw, DrawLine, DrawState, Supervisor
from anfu.experts.models.expert import Expert, ExpertState, Level
from anfu.experts.models.talent import Talent, TalentKind
from anfu.experts.models.use import Evaluation, Use, UseKind, UseState

__all__ = [
    "Claim",
    "Declaration",
    "DeclarationKind",
    "Draw",
    "DrawLine",
    "DrawState",
    "Evaluation",
    "Expert",
    "ExpertState",
    "Level",
    "Supervisor",
    "Talent",
    "TalentKind",
    "Use",
    "UseKind",
    "UseState",
]
