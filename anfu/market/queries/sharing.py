"""The suggestion for a group, as far as it is this reader's: the parts that one may see, and the sums of all."""

from dataclasses import dataclass
from datetime import date

from anfu.core.actor import ENTERPRISE, Actor
from anfu.market.models import Demand, Member
from anfu.market.queries.splitting import Part, Split, suggested


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one reader sees of a suggestion: `parts` of those that the reader may see, `all` and `served` of the group."""

    of: Split
    parts: list[Part]
    all: int
    served: int


def own_member(demand: Demand, actor: Actor) -> Member | None:
    """The own enterprise's part in it, if it was asked."""
    rows = Member.objects.visible_to(actor).filter(demand=demand, enterprise__in=actor.own(ENTERPRISE))
    found: Member | None = rows.first()
    return found


def undecided(demand: Demand, mine: Member | None) -> bool:
    """The own enterprise takes part and has yet to choose from opened offers."""
    if mine is None or mine.state != "agreed" or demand.state not in ("closed", "chosen"):
        return False
    return not demand.choices.standing().filter(enterprise=mine.enterprise).exists()


def sharing_for(demand: Demand, mine: Member | None, actor: Actor, on: date) -> Sharing | None:
    """How the group could share out providers: until the deadline for all who take part, then for who has yet to choose."""
    sealed = demand.state in ("draft", "open")
    taking_part = mine is not None or demand.party_id == actor.party_id
    if not (demand.joint and taking_part and (sealed or undecided(demand, mine))):
        return None
    found = suggested(demand, on, opened=not sealed)
    shown = set(Member.objects.visible_to(actor).filter(demand=demand).values_list("enterprise", flat=True))
    return Sharing(
        found,
        [part for part in found.parts if part.enterprise.pk in shown],
        len(found.parts),
        sum(part.provider is not None for part in found.parts),
    )
