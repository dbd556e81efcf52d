"""The writers of targeting, one module a subject."""

from anfu.targeting.actions.accidents import record_accident, record_accidents
from anfu.targeting.actions.decide import add_ground, confirm, end, refute, take_back
from anfu.targeting.actions.listings import delist, record_listing, record_listings
from anfu.targeting.actions.many import Preview, decide_many, preview
from anfu.targeting.actions.presume import Presumed, presume
from anfu.targeting.actions.programmes import create_programme, end_programme

__all__ = [
    "Presumed",
    "Preview",
    "add_ground",
    "confirm",
    "create_programme",
    "decide_many",
    "delist",
    "end",
    "end_programme",
    "presume",
    "preview",
    "record_accident",
    "record_accidents",
    "record_listing",
    "record_listings",
    "refute",
    "take_back",
]
