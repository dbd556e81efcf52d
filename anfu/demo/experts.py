"""The made-up expert pool: 300 people of three levels, drawn from the city's seed."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from anfu.demo.draws import Draws
from anfu.demo.identity import people, phones
from anfu.demo.tables import table
from anfu.registry import divisions

EXPERTS = 300


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up expert. `barred_until` only of those suspended or removed."""

    name: str
    phone: str
    level: str
    region: str
    specialities: list[str]
    industries: list[str]
    divisions: list[str]
    title: str
    record: str
    state: str
    valid_from: date
    valid_to: date
    barred_until: date | None
    employer: int  # which organisation, -1: retired
    ties: list[tuple[str, int, int]]  # kind of tie, which organisation, days ago it began
    trained: int
    awarded: bool


def experts(seed: int, today: date, count: int = EXPERTS) -> list[Made]:
    """The same people for the same seed; `employer` and ties count organisations from 0."""
    draws = Draws(seed, np.arange(count))
    facts = table("experts")
    level = _shares([(code, n * count // EXPERTS) for code, n in facts["levels"]], count)
    state = _shares([(code, n * count // EXPERTS) for code, n in facts["states"]], count)
    order = np.argsort(draws.uniform("expert/state"), kind="stable")
    states = {int(place): state[n] for n, place in enumerate(order)}
    names, numbers = people(draws, "expert"), phones(draws)
    return [_one(n, draws, level[n], states[n], str(names[n]), str(numbers[n]), today) for n in range(count)]


def _one(n: int, draws: Draws, level: str, state: str, name: str, phone: str, today: date) -> Made:
    one = draws.at(np.array([n]))
    rows = table("experts")["specialities"]
    weights = [row[1] for row in rows]
    chosen = list(dict.fromkeys(int(one.pick(f"expert/speciality/{k}", weights)[0]) for k in range(3)))
    chosen = chosen[: 1 + int(one.integer("expert/specialities", 3)[0])]
    first = rows[chosen[0]]
    counties = [each.code for each in divisions.counties()]
    region = counties[int(one.integer("expert/region", len(counties))[0])]
    begun = today - timedelta(days=int(one.integer("expert/begun", 1000)[0]))
    years = 8 + int(one.integer("expert/years", 24)[0])
    barred = today + timedelta(days=60) if state in ("suspended", "removed") else None
    return Made(
        name=name,
        phone=phone,
        level=level,
        region=region,
        specialities=sorted(rows[k][0] for k in chosen),
        industries=sorted({code for k in chosen for code in rows[k][3].split()}),
        divisions=sorted(
            {counties[int(one.integer(f"expert/serves/{k}", len(counties))[0])] for k in range(3)}
        ),
        title=first[2],
        record=f"{first[4]} {years} 年。",
        state=state,
        valid_from=begun,
        valid_to=begun + timedelta(days=3 * 365),
        barred_until=barred,
        employer=-1 if one.chance("expert/retired", 0.2)[0] else int(one.integer("expert/employer", 60)[0]),
        ties=_ties(one),
        trained=int(one.integer("expert/trained", 3)[0]),
        awarded=bool(one.chance("expert/awarded", 0.08)[0]),
    )


def _ties(one: Draws) -> list[tuple[str, int, int]]:
    kinds = ("employment", "shareholding", "kinship")
    count = int(one.pick("expert/ties", [70, 22, 8])[0])
    return [
        (
            kinds[int(one.integer(f"expert/tie/{k}", 3)[0])],
            int(one.integer(f"expert/tied/{k}", 60)[0]),
            200 + int(one.integer(f"expert/since/{k}", 2500)[0]),
        )
        for k in range(count)
    ]


def _shares(shares: list[tuple[str, int]], count: int) -> list[str]:
    """So many of each, in order; the first fills what rounding leaves."""
    listed = [code for code, number in shares for _ in range(number)]
    return (listed + [shares[0][0]] * count)[:count]
