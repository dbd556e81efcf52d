"""After signing, the enterprise says in private whether anybody required or suggested this provider. 三(四)b."""

from datetime import date

from django.db import transaction

from anfu.core import clock, ledger, waiting
from anfu.core.actor import ENTERPRISE, Actor
from anfu.core.explaining import fitting
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.market.models import Choice, FreeAnswer, Said


@transaction.atomic
def tell(choice_id: int, said: str, *, note: str = "", actor: Actor, on: date) -> FreeAnswer:
    """Once. The ledger holds that an answer was given, not which."""
    found = (
        Choice.objects.visible_to(actor).filter(pk=choice_id, state="signed").select_related("demand").first()
    )
    if found is None or found.enterprise_id not in actor.own(ENTERPRISE) or not actor.may("market.choose"):
        raise Refused("没有找到这次选择，或者还没有签约。请刷新后再看。")
    if said not in Said.values:
        raise Refused("请选一项。", field="said")
    made = FreeAnswer(
        choice=found, said=said, note=fitting(note, 500, field="detail"), answered_at=clock.now()
    )
    insert_once(made, "你单位已经答复过，没有再记。")
    waiting.ended("market.free_choice", f"choice:{found.pk}")
    stream = found.demand.division or None
    ledger.record(
        "market.asked_freely", f"demand:{found.demand_id}", actor=_UNNAMED, on=on, stream=stream, after={}
    )
    return made


# The entry says that somebody answered; who did could follow from it what was said.
_UNNAMED = Actor(user_id=None, name="企业（不具名）")
