"""Made-up draws for tests: nobody in them exists."""

import hashlib
from typing import Any

from anfu.experts.draw import (
    Answer,
    commitment,
    commitment_hash,
    line_hash,
    nonce_hash,
    public_record,
    seed_of,
    select,
    settled,
)
from anfu.experts.draw.commitment import Group, Line, Source

NONCES = {"甲局": "nonce-of-the-first-office-0001", "乙局": "nonce-of-the-second-office-002"}
SPECIALITIES = ("chemical", "machinery", "electric", "fire", "dust")
REGIONS = ("330702", "330781", "330782", "330784")


def salt(number: int) -> str:
    return hashlib.sha256(f"salt {number}".encode()).hexdigest()


def lines(count: int = 40, excluded: dict[int, str] | None = None) -> list[Line]:
    return [
        Line(
            line_hash(salt(n), f"C{n:04d}"),
            (SPECIALITIES[n % 5], SPECIALITIES[(n * 3 + 1) % 5]),
            REGIONS[n % 4],
            (excluded or {}).get(n, ""),
        )
        for n in range(count)
    ]


def commit(pool: list[Line] | None = None, groups: tuple[Group, ...] = (), alternates: int = 2) -> Any:
    return commitment(
        purpose="样例评审",
        office="样例局",
        at="2026-11-02T01:00:00Z",
        pool=lines(excluded={3: "employment", 7: "kinship"}) if pool is None else pool,
        groups=groups or (Group("a", 3, ("chemical", "dust")), Group("b", 2, (), ("330784", "330782"))),
        alternates=alternates,
        sources=[
            *(Source(name, "nonce", nonce_hash(nonce)) for name, nonce in NONCES.items()),
            Source("福彩3D", "public", "2026305"),
        ],
    )


def drawn(made: Any = None, public: str = "4 7 1", nonces: dict[str, str | None] | None = None) -> Any:
    """(commit, sources, selection)."""
    made = made or commit()
    sources = settled(made, NONCES if nonces is None else nonces, {"福彩3D": public})
    return made, sources, select(made, seed_of(commitment_hash(made), sources))


def closed_record() -> dict[str, Any]:
    """Two refusals, one in each group, and then everybody accepts."""
    made, sources, selection = drawn()
    first, second = selection.seats["a"], selection.seats["b"]
    said = [
        Answer(first[0], "declined", "2026-11-03T02:00:00Z", "busy"),
        Answer(first[1], "accepted", "2026-11-03T02:10:00Z"),
        Answer(second[1], "lapsed", "2026-11-04T02:00:00Z"),
    ]
    rest = [first[2], second[0], selection.alternates["a"][0], selection.alternates["b"][0]]
    said += [Answer(line, "accepted", f"2026-11-05T0{n}:00:00Z") for n, line in enumerate(rest)]
    salts = [
        {"hash": line_hash(salt(n), f"C{n:04d}"), "salt": salt(n), "code": f"C{n:04d}"} for n in range(40)
    ]
    return public_record(
        made, sources=sources, drawn_at="2026-11-03T01:00:00Z", answers=said, salts=salts,
        closed_at="2026-11-06T01:00:00Z",
    )  # fmt: skip
