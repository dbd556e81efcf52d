"""What always waits in targeting: presumptions that a person confirms or refutes."""

from datetime import date

from django.http import QueryDict
from django.urls import reverse

from anfu.core import standing
from anfu.core.actor import Actor
from anfu.core.standing import CAP, Standing, some
from anfu.targeting.queries.queue import Chosen, chosen_findings


def register() -> None:
    """Offer the line to those who decide."""
    standing.register("targeting.presumptions", "targeting.decide", _presumptions)


def _presumptions(actor: Actor, on: date) -> Standing | None:
    waiting = chosen_findings(actor, Chosen.of(QueryDict())).order_by()[: CAP + 1].count()
    if not waiting:
        return None
    return Standing(
        kind="targeting.presumptions",
        icon="target",
        title=f"确认 {some(waiting)} 条推定",
        href=reverse("targeting:queue"),
        verb="确认",
        detail="规则识别的高危情形和行业，由人确认 · 二(一)1",
        count=waiting,
    )
