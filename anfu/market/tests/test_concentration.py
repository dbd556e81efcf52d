"""The test for steered choice: free markets rarely alarm, a designated provider does (T20)."""

import os
import random

import pytest

from anfu.market.rules.concentration import ALARM, Served, judge

TOWNS, FIRMS, PROVIDERS = 12, 12, 8
# More of them: ANFU_MARKETS=1000.
MARKETS = int(os.environ.get("ANFU_MARKETS", "60"))


def free_market(seed: int) -> list[Served]:
    """Each firm chooses for itself; providers differ in size, and each county has its own."""
    chance = random.Random(seed)
    weights = [chance.paretovariate(1.2) for _ in range(PROVIDERS)]
    return [
        Served(f"t{town}", county * 100 + chance.choices(range(PROVIDERS), weights)[0], f"c{county}")
        for town in range(TOWNS)
        for county in [town % 3]
        for _ in range(FIRMS)
    ]


def steered(seed: int, town: str, share: float) -> list[Served]:
    """The same, but in one town somebody tells that share of the firms whom to take: one that few take elsewhere."""
    chance = random.Random(seed + 10_000)
    return [
        Served(each.town, 100 * int(each.stratum[1:]) + PROVIDERS, each.stratum)
        if each.town == town and chance.random() < share
        else each
        for each in free_market(seed)
    ]


def test_T20_free_markets_alarm_no_more_often_than_the_bound_says():
    """Cities without pressure: a city with any alarm at all is rarer than the bound, with three standard errors' grace."""
    alarmed = sum(any(t.alarm for t in judge(free_market(n), seed=n, shuffles=239)) for n in range(MARKETS))
    grace = 3 * (ALARM * (1 - ALARM) / MARKETS) ** 0.5
    assert alarmed / MARKETS <= ALARM + grace


def test_T20_a_town_where_most_firms_were_told_whom_to_take_alarms_and_no_other_does():
    found = [judge(steered(n, "t4", 0.8), seed=n, shuffles=239) for n in range(5)]
    assert sum(towns[0].town == "t4" and towns[0].alarm for towns in found) >= 4
    assert sum(t.alarm for towns in found for t in towns if t.town != "t4") <= 1


def test_too_few_contracts_say_nothing_and_the_same_seed_says_the_same():
    few = [Served("t1", 1, "c")] * 4 + [Served("t2", n, "c") for n in range(8)]
    found = judge(few, seed=1, shuffles=99)
    assert [town.town for town in found] == ["t2"] and not found[0].alarm
    assert judge(few, seed=1, shuffles=99) == found


@pytest.mark.parametrize("order", [1, 2])
def test_the_order_of_rows_changes_nothing(order):
    rows = free_market(3)
    shuffled = random.Random(order).sample(rows, len(rows))
    assert judge(rows, seed=5, shuffles=99) == judge(shuffled, seed=5, shuffles=99)
