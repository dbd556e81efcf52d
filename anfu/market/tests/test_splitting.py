"""The suggestion of who could take which enterprise: within capacity, the least of its aims, the same in any order."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anfu.market.rules.splitting import Way, lot, split

FIRMS, TAKERS = ("f1", "f2", "f3", "f4"), ("t1", "t2", "t3")
far_or_near = st.builds(Way, st.integers(0, 3), st.sampled_from([100, 200, 10**11]))
cases = st.tuples(
    st.fixed_dictionaries({taker: st.integers(0, 3) for taker in TAKERS}),
    st.dictionaries(st.sampled_from([*product(FIRMS, TAKERS)]), far_or_near),
    st.integers(1, 9),
)


def aims(found, ways, room, demand):
    """What is to be least, in its order: unserved, distances, prices, places in the lot."""
    takers = sorted((t for t in room if room[t]), key=lambda code: lot(demand, code))
    pairs = found.items()
    return (
        -len(found), sum(ways[p].far for p in pairs), sum(ways[p].fen for p in pairs),
        sum(takers.index(taker) for _, taker in pairs),
    )  # fmt: skip


def all_splits(room, ways):
    """Every assignment within capacity, by trying all."""
    for tried in product((None, *TAKERS), repeat=len(FIRMS)):
        found = {f: t for f, t in zip(FIRMS, tried, strict=True) if t}
        if all(pair in ways for pair in found.items()) and all(tried.count(t) <= room[t] for t in TAKERS):
            yield found


@settings(max_examples=120, deadline=None)
@given(cases, st.randoms(use_true_random=False))
def test_nothing_within_capacity_is_better_and_the_order_of_input_changes_nothing(case, chance):
    room, ways, demand = case
    found = split(room, ways, demand)
    assert all(pair in ways for pair in found.items())
    assert all(list(found.values()).count(taker) <= room[taker] for taker in TAKERS)
    best = min(aims(each, ways, room, demand) for each in all_splits(room, ways))
    assert aims(found, ways, room, demand) == best
    shuffled = [dict(chance.sample(sorted(each.items(), key=str), len(each))) for each in (room, ways)]
    assert split(*shuffled, demand) == found


def test_between_equals_the_lot_decides_and_another_demand_draws_another():
    room, ways = dict.fromkeys(TAKERS, 1), {("f1", taker): Way(1, 100) for taker in TAKERS}
    won = [split(room, ways, demand)["f1"] for demand in range(300)]
    assert won == [min(TAKERS, key=lambda code: lot(demand, code)) for demand in range(300)]
    assert all(60 < won.count(taker) < 140 for taker in TAKERS)


@pytest.mark.parametrize("fen", [10**6, 10**14])
def test_fifty_enterprises_among_two_hundred_providers_are_split_within_capacity(fen):
    chance = random.Random(4)
    firms, takers = [f"f{n}" for n in range(50)], [f"t{n}" for n in range(200)]
    room = {taker: chance.randrange(3) for taker in takers}
    ways = {(f, t): Way(chance.randrange(4), fen + chance.randrange(999)) for f in firms for t in takers}
    found = split(room, ways, 1)
    assert len(found) == 50 and sum(ways[pair].far for pair in found.items()) == 0
    assert all(list(found.values()).count(taker) <= room[taker] for taker in takers)
