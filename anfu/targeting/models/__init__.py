from anfu.targeting.models.accident import Accident
from anfu.targeting.models.finding import BY_HAND, GROUNDS, Finding, FindingState, Strength, Subject
from anfu.targeting.models.listing import ListingLevel, SupervisedListing
from anfu.targeting.models.programme import Programme

__all__ = [
    "BY_HAND",
    "GROUNDS",
    "Accident",
    "Finding",
    "FindingState",
    "ListingLevel",
    "Programme",
    "Strength",
    "Subject",
    "SupervisedListing",
]
