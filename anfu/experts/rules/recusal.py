"""Who must stay away from which party, and why: from dated declarations, on any day. Clause 二(二)1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from anfu.core.years import years_after

CLAUSE = "二(二)1"
# The law that the clause's tenders stand under.
LAW = "政府采购法实施条例第九条"
_WORDS = {"employment": "任职", "shareholding": "持股", "kinship": "亲属在该单位任职或持股"}


@dataclass(frozen=True, slots=True)
class Declared:
    """What ties an expert to a party (an organisation's key) over a period (half-open; None = still so)."""

    kind: str  # employment, shareholding or kinship
    party: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Recusal:
    """One reason to stay away."""

    party: int
    kind: str
    reason: str
    clause: str = CLAUSE


def recusals(
    declared: Iterable[Declared], parties: Iterable[int], on: date, *, years: int
) -> tuple[Recusal, ...]:
    """Every reason against any of the parties that day; none: the expert may act.

    Employment and shareholding count for so many years after they ended, kinship as long as it lasts.
    """
    wanted = set(parties)
    found = {
        Recusal(each.party, each.kind, reason)
        for each in declared
        if each.party in wanted and (reason := _reason(each, on, years))
    }
    return tuple(sorted(found, key=lambda r: (r.party, r.kind, r.reason)))


def _reason(each: Declared, on: date, years: int) -> str:
    if each.valid_from > on:
        return ""
    word = _WORDS[each.kind]
    if each.valid_to is None or each.valid_to > on:
        return f"{word}，{each.valid_from} 起（{LAW}）"
    if each.kind == "kinship" or each.valid_to <= years_after(on, -years):
        return ""
    return f"{word}，{each.valid_from} 至 {each.valid_to - timedelta(1)}，不满 {years} 年（{LAW}）"
