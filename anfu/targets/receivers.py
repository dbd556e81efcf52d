"""What makes the figures follow: changes of classes (every change of facts may be one), of relations, of the rules' numbers."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save

from anfu.core.actor import platform
from anfu.core.models import Parameter
from anfu.engagements.signals import relations_changed
from anfu.targeting.signals import classes_changed
from anfu.targets.actions import refresh, start_rebuild


def connect() -> None:
    """Listen to the rooms below."""
    for signal in (classes_changed, relations_changed):
        signal.connect(_refresh, dispatch_uid="targets.refresh")
    post_save.connect(_rules_changed, sender=Parameter, dispatch_uid="targets.rules_changed")


def _refresh(enterprises: Collection[int], **_: Any) -> None:
    refresh(enterprises)


def _rules_changed(instance: Parameter, **_: Any) -> None:
    """A new value of a number that decides classes moves every enterprise: all spans are computed anew."""
    if instance.code.startswith("targeting."):
        start_rebuild(platform())
