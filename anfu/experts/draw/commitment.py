"""What is published before chance comes in: the whole pool, who is excluded and why, the seats, the sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anfu.experts.draw.canonical import canonical, sha256

ALGORITHM = "anfu-draw-1"
# Why a line of the pool may not be chosen, as the record says it.
EXCLUSIONS = {
    "employment": "三年内任职",
    "shareholding": "三年内持股",
    "kinship": "亲属关系",
    "unavailable": "请假",
    "unreachable": "没有账号，通知不到",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One expert of the frozen pool: known to the public by the salted hash alone until the draw is closed."""

    hash: str
    specialities: tuple[str, ...]
    region: str
    excluded: str = ""  # one of EXCLUSIONS


@dataclass(frozen=True, slots=True)
class Group:
    """Seats of one kind: who may sit on them by speciality and region (empty: any)."""

    code: str
    seats: int
    specialities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def fits(self, line: Line) -> bool:
        """Whether the line may take one of these seats."""
        by_speciality = not self.specialities or bool(set(self.specialities) & set(line.specialities))
        return by_speciality and (not self.regions or line.region in self.regions)


@dataclass(frozen=True, slots=True)
class Source:
    """Where chance comes from: a supervisor's nonce (by its hash) or a public number (by its issue, still to come)."""

    name: str
    kind: str  # nonce or public
    said: str  # the nonce's hash, or which issue of the public number


def line_hash(salt: str, code: str) -> str:
    """H(salt ‖ code): the salt is of one length (64 hex digits), so nothing else can be read into it."""
    if len(salt) != 64:
        raise ValueError("a salt has 64 hex digits")
    return sha256((salt + code).encode())


def commitment(
    *,
    purpose: str,
    office: str,
    at: str,
    pool: Iterable[Line],
    groups: Iterable[Group],
    alternates: int,
    sources: Iterable[Source],
) -> dict[str, Any]:
    """The commit record. Lines stand in the order of their hashes, whatever order they come in.

    An order by the experts' numbers would tell whoever holds the pool's list which line is whose.
    """
    lines = sorted(pool, key=lambda line: line.hash)
    return {
        "algorithm": ALGORITHM,
        "purpose": purpose,
        "office": office,
        "at": at,
        "pool": [
            {"hash": line.hash, "specialities": sorted(line.specialities), "region": line.region}
            for line in lines
        ],
        "exclusions": [{"hash": line.hash, "reason": line.excluded} for line in lines if line.excluded],
        "groups": [
            {
                "code": group.code,
                "seats": group.seats,
                "specialities": sorted(group.specialities),
                "regions": sorted(group.regions),
            }
            for group in groups
        ],
        "alternates": alternates,
        "sources": [{"name": s.name, "kind": s.kind, "said": s.said} for s in sources],
    }


def commitment_hash(commit: Mapping[str, Any]) -> str:
    """What everything after is bound to."""
    return sha256(canonical(commit))


def too_few(pool: Iterable[Line], groups: Iterable[Group]) -> str:
    """The code of the first group that chance could leave without enough people, or ""."""
    free = [line for line in pool if not line.excluded]
    before: list[tuple[int, set[str]]] = []
    for group in groups:
        mine = {line.hash for line in free if group.fits(line)}
        taken = sum(min(seats, len(mine & others)) for seats, others in before)
        if len(mine) < group.seats + taken:
            return group.code
        before.append((group.seats, mine))
    return ""
