"""What always waits in the registry: enterprises without a place, pairs that may be one."""

from datetime import date

from django.urls import reverse

from anfu.core import standing
from anfu.core.actor import Actor
from anfu.core.standing import CAP, Standing, some
from anfu.registry.models import DuplicatePair, DuplicateState
from anfu.registry.queries.waiting import unplaced


def register() -> None:
    """Offer both lines to those who can deal with them."""
    standing.register("registry.unplaced", "registry.edit", _unplaced)
    standing.register("registry.duplicates", "registry.merge", _duplicates)


def _unplaced(actor: Actor, on: date) -> Standing | None:
    waiting = unplaced(actor).order_by()[: CAP + 1].count()
    if not waiting:
        return None
    return Standing(
        kind="registry.unplaced",
        icon="map-pin",
        title=f"给 {some(waiting)} 家企业落位",
        href=reverse("registry:unplaced"),
        verb="落位",
        detail="地址看不出在哪个县（市、区），暂不计入覆盖率",
        count=waiting,
    )


def _duplicates(actor: Actor, on: date) -> Standing | None:
    pairs = DuplicatePair.objects.visible_to(actor).in_state(DuplicateState.OPEN)
    waiting = pairs.order_by()[: CAP + 1].count()
    if not waiting:
        return None
    return Standing(
        kind="registry.duplicates",
        icon="copy",
        title=f"核对 {some(waiting)} 对疑似重复的企业",
        href=reverse("registry:duplicate_list"),
        verb="核对",
        detail="可能是同一家，合并或标明不是同一家",
        count=waiting,
    )
