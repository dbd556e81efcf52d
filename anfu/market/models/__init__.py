from anfu.market.models.choice import Choice, ChoiceState, FreeAnswer, Said
from anfu.market.models.demand import Demand, DemandState, Invitation, Member, MemberState
from anfu.market.models.offer import Offer, OfferState, OfferVersion
from anfu.market.models.service import Service, ServiceState, Subscription

__all__ = [
    "Choice",
    "ChoiceState",
    "Demand",
    "DemandState",
    "FreeAnswer",
    "Invitation",
    "Member",
    "MemberState",
    "Offer",
    "OfferState",
    "OfferVersion",
    "Said",
    "Service",
    "ServiceState",
    "Subscription",
]
