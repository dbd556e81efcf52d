"""What targeting does when the registry's facts change, within the same transaction."""

from collections.abc import Collection
from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.registry.signals import facts_changed
from anfu.targeting.actions.presume import presume
from anfu.targeting.queries.neighbours import neighbours_of
from anfu.targeting.signals import classes_changed


def connect() -> None:
    """Listen to the registry."""
    facts_changed.connect(_follow, dispatch_uid="targeting.follow")


def _follow(enterprises: Collection[int], on: date, actor: Actor, **_: Any) -> None:
    ids = list(enterprises)
    presume(ids, actor=actor, on=on)
    # A firm that comes or goes changes what is at its address for all who sit there (二(一)5).
    classes_changed.send(sender="facts", enterprises=sorted({*ids, *neighbours_of(ids)}), on=on)
