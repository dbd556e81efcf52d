"""What waits for an actor's hand. Counts stop at CAP: beyond that the exact number changes nothing."""

from datetime import date

from anfu.core.actor import Actor
from anfu.core.intake import queries as intakes
from anfu.core.models import Intake, IntakeState
from anfu.engagements.models import Engagement
from anfu.registry.models import Enterprise
from anfu.targeting.models import Finding, FindingState, Subject

CAP = 1000
INTAKES = 5


def open_presumptions(actor: Actor) -> int:
    """Presumed grounds that are likelier than not and wait for confirmation."""
    waiting = Finding.objects.visible_to(actor).filter(state=FindingState.PRESUMED, likelier=True)
    return _capped(waiting.exclude(subject=Subject.INDUSTRY))


def unplaced(actor: Actor) -> int:
    """Enterprises that nobody has placed in a county yet."""
    return _capped(Enterprise.objects.visible_to(actor).filter(division="", merged_into=None))


def ending_soon(actor: Actor, on: date, days: int) -> int:
    """Relations whose last day is near."""
    return _capped(Engagement.objects.visible_to(actor).ending_soon(on, days))


def waiting_intakes(actor: Actor) -> list[Intake]:
    """Files that are judged and wait to be written, or wait for their columns."""
    waiting = intakes.visible_to(actor).filter(state__in=[IntakeState.JUDGED, IntakeState.UPLOADED])
    return list(waiting[:INTAKES])


def _capped(rows: object) -> int:
    return rows.order_by()[: CAP + 1].count()  # type: ignore[attr-defined]
