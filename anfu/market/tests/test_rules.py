"""The pure rules: what becomes of a demand, how far places are apart, what a comparison holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.market.rules.comparison import FACTS, OFFERED, distance, hash_of, view_of
from anfu.market.rules.outcome import UNDECIDED, outcome

STATES = [UNDECIDED, "passed", "waiting", "confirmed", "signed"]


@pytest.mark.parametrize(
    ("members", "offers", "state"),
    [
        ([UNDECIDED], 0, "failed"), ([UNDECIDED], 2, "closed"), (["passed"], 2, "failed"), (["waiting"], 1, "chosen"),
        (["confirmed", "passed"], 1, "chosen"), (["signed"], 1, "contracted"), (["signed", "passed"], 1, "contracted"),
        (["signed", UNDECIDED], 1, "chosen"), ([], 3, "failed"),
    ],
)  # fmt: skip
def test_the_outcome_of_a_demand(members, offers, state):
    assert outcome(members, offers=offers) == state


@given(st.lists(st.sampled_from(STATES), min_size=1), st.randoms())
def test_the_outcome_does_not_depend_on_the_order_and_ends_only_when_all_are_done(members, chance):
    found = outcome(members, offers=1)
    assert outcome(chance.sample(members, len(members)), offers=1) == found
    ended = not set(members) & {UNDECIDED, "waiting", "confirmed"}
    assert (found in ("contracted", "failed")) == ended


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (("330784", "330784001", "330784", "330784001"), "同一镇街"),
        (("330784", "330784001", "330784"), "同一县（市、区）"),
        (("330784", "", "330702"), "本市其他县（市、区）"), (("330784", "", "330100"), "市外或不详"),
        (("", "", "330784"), "市外或不详"),
    ],
)  # fmt: skip
def test_how_far_two_places_are_apart(places, words):
    assert distance(*places) == words


@given(st.permutations(range(4)))
def test_the_order_of_a_comparison_is_the_lot_and_nothing_else(order):
    rows = [
        {name: n for name in OFFERED} | {"uscc": str(n), "seal": f"{(n * 7) % 4}", "extra": 1}
        for n in range(4)
    ]
    facts = {str(n): dict.fromkeys(FACTS, n) for n in range(4)}
    made = view_of({"demand": 1}, [rows[n] for n in order], facts)
    assert [each["uscc"] for each in made["offers"]] == ["0", "3", "2", "1"]
    assert hash_of(made) == hash_of(view_of({"demand": 1}, rows, facts)) and "extra" not in made["offers"][0]
