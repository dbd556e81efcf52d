"""Whether a provider may give the services of a contract: yes, no with what is missing, or nobody can say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from anfu.providers.models import Spell
from anfu.providers.queries.serving import Pair, may_serve_many
from anfu.providers.rules.scope import Reason

# The answer rests on what is not known, which is no reason against anybody.
NOT_KNOWN = ("industry_unknown", "no_rule")
UNCHECKED = "这家机构还没有列入服务机构目录，平台没有核对它的资质。请企业自己核对。"


@dataclass(frozen=True, slots=True)
class Fitness:
    """`unchecked` says why nobody can say; `reasons` stand against it, "kind: reason"."""

    unchecked: str = ""
    reasons: tuple[tuple[str, Reason], ...] = ()


def registered(providers: Iterable[int]) -> set[int]:
    """Those organisations that were listed, suspended or removed at some time."""
    return set(Spell.objects.filter(provider__in=providers).values_list("provider", flat=True))


def fitness(provider: int, kinds: Iterable[str], enterprise: int, *, on: date) -> Fitness:
    """For one contract, as of the day. Clause 二(二)2."""
    if not registered([provider]):
        return Fitness(UNCHECKED)
    asked = [Pair(provider, kind, enterprise) for kind in kinds]
    found = [
        (pair.kind, reason)
        for pair, decision in zip(asked, may_serve_many(asked, on=on), strict=True)
        for reason in decision.reasons
    ]
    unknown = [reason.text for _, reason in found if reason.code in NOT_KNOWN]
    against = tuple((kind, reason) for kind, reason in found if reason.code not in NOT_KNOWN)
    return Fitness(unknown[0] if unknown else "", against)
