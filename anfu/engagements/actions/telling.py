"""The parties hear that something stands in the way of their contracts: one message an organisation and day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from anfu.core.actor import ENTERPRISE, PROVIDER
from anfu.engagements.models import Engagement
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind
from anfu.people.models import Membership
from anfu.people.roles import PERMISSIONS

HREF = "/engagements/?check=affected"


def tell_parties(engagements: Sequence[int], on: date) -> None:
    """Those who look after contracts for the enterprises and providers of these relations; the same day once."""
    rows = Engagement.objects.filter(pk__in=engagements).values_list("enterprise", "provider")
    concerned: Counter[tuple[str, int]] = Counter()
    for enterprise, provider in rows:
        concerned[ENTERPRISE, enterprise] += 1
        concerned[PROVIDER, provider] += 1
    members = _members({key for _, key in concerned}, on)
    tell(
        News(
            members[party],
            MessageKind.NOTICE,
            f"engagements:recheck:{on}:{party[0]}:{party[1]}",
            _text(number),
            HREF,
        )
        for party, number in concerned.items()
        if members[party]
    )


def _text(number: int) -> str:
    return f"每天复查发现 {number} 份合同有问题：资质、处罚或指定人员变了。请看看怎么办"


def _members(organisations: set[int], on: date) -> dict[tuple[str, int], list[int]]:
    roles = [role for role, held in PERMISSIONS.items() if "engagements.contract" in held]
    rows = Membership.objects.in_force_on(on).filter(party__organisation__in=organisations, role__in=roles)
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for kind, organisation, user in rows.values_list("kind", "party__organisation", "user"):
        found[kind, organisation].append(user)
    return found
