"""The draw `anfu-draw-1`: fair, the same for everybody who recomputes it, and deaf to whoever comes last."""

import hashlib
import random

import pytest

from anfu.experts.draw import choose, commitment_hash, seed_of, select, settled
from anfu.experts.draw.answers import Answer, begin, replay
from anfu.experts.draw.choosing import fair_index, numbers
from anfu.experts.draw.commitment import Group, too_few
from anfu.experts.tests.draws import NONCES, commit, drawn, lines

pytestmark = pytest.mark.once
# Chi-square at p = 0.001 for 39, 9 and 4 degrees of freedom; the seeds are fixed, so nothing here is left to luck.
LIMITS = {40: 72.05, 10: 27.88, 5: 18.47}


def chi_square(counts: list[int]) -> float:
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 / mean for count in counts)


def test_the_worked_example_of_rfc_3797_comes_out_of_our_choosing():
    key = b"9319./2.5.8.10.12./9.18.26.34.41.45./"
    counter = iter(range(10))

    def index(size: int) -> int:
        edge = next(counter).to_bytes(2, "big")
        return int.from_bytes(hashlib.md5(edge + key + edge, usedforsecurity=False).digest(), "big") % size

    volunteers = [str(number) for number in range(1, 26)]
    picks = [choose(volunteers, 1, index)[0] for _ in range(10)]
    assert picks == ["17", "7", "2", "16", "25", "23", "8", "24", "19", "13"]


def test_every_index_is_as_likely_as_any_other():
    index = fair_index(numbers(b"\x01" * 32, "a"))
    counts = [0] * 40
    for _ in range(40_000):
        counts[index(40)] += 1
    assert chi_square(counts) < LIMITS[40]


def test_everybody_is_as_likely_to_be_drawn_whatever_the_seat():
    made = commit(lines(10), (Group("a", 2),), alternates=1)
    places = [[0] * 10 for _ in range(3)]
    order = {row["hash"]: n for n, row in enumerate(made["pool"])}
    for number in range(4_000):
        found = select(made, hashlib.sha256(f"seed {number}".encode()).digest())
        for place, line in enumerate([*found.seats["a"], *found.alternates["a"]]):
            places[place][order[line]] += 1
    assert all(chi_square(counts) < LIMITS[10] for counts in places)


def test_numbers_of_the_uneven_rest_are_passed_over():
    assert [fair_index(iter([15, 13, 12, 3]), 16)(5)] == [3]  # 15 is the rest above 3 × 5; 13 % 5
    assert fair_index(iter([14]), 16)(5) == 4
    counts = [0] * 5
    index = fair_index((number % 16 for number in numbers(b"\x02" * 32, "a")), 16)
    for _ in range(5_000):
        counts[index(5)] += 1
    assert chi_square(counts) < LIMITS[5]


def test_the_order_in_which_experts_come_changes_nothing():
    shuffled = lines(excluded={3: "employment", 7: "kinship"})
    random.Random(5).shuffle(shuffled)
    assert commit(shuffled) == commit()
    assert drawn(commit(shuffled))[2] == drawn()[2]


def test_nobody_sits_twice_nobody_excluded_sits_and_each_fits_the_seat():
    made, _, found = drawn()
    chosen = [line for lists in (found.seats, found.alternates) for each in lists.values() for line in each]
    assert len(chosen) == len(set(chosen)) == 9
    assert not {row["hash"] for row in made["exclusions"]} & set(chosen)
    known = {line.hash: line for line in lines()}
    assert all({"chemical", "dust"} & set(known[line].specialities) for line in found.seats["a"])
    assert all(known[line].region in ("330784", "330782") for line in found.seats["b"])


def test_another_commitment_or_source_is_another_draw():
    made, sources, _ = drawn()
    seed = seed_of(commitment_hash(made), sources)
    assert seed_of(commitment_hash(commit(alternates=1)), sources) != seed
    assert seed_of(commitment_hash(made), drawn(public="4 7 2")[1]) != seed


def test_a_group_that_chance_could_leave_short_is_found_before_the_draw():
    pool = lines(6)
    assert too_few(pool, [Group("a", 6)]) == ""
    assert too_few(pool, [Group("a", 7)]) == "a"
    assert too_few(pool, [Group("a", 4), Group("b", 3)]) == "b"
    assert too_few(lines(6, {0: "kinship"}), [Group("a", 6)]) == "a"


def test_a_nonce_not_revealed_is_replaced_by_its_own_hash_and_a_wrong_one_refused():
    made = commit()
    told = settled(made, {"甲局": NONCES["甲局"], "乙局": None}, {"福彩3D": "4 7 1"})
    assert told[1] == {"name": "乙局", "revealed": False, "value": made["sources"][1]["said"]}
    with pytest.raises(ValueError, match="nonce"):
        settled(made, {"甲局": "something else"}, {"福彩3D": "4 7 1"})
    with pytest.raises(ValueError, match="no value"):
        settled(made, NONCES, {})


def favoured(public_first: bool, rounds: int) -> list[int]:
    """How often each of ten is first, where the last revealer chooses between revealing and not for number 0."""
    made = commit(lines(10), (Group("a", 1),), alternates=0)
    hash_, order = commitment_hash(made), {row["hash"]: n for n, row in enumerate(made["pool"])}
    counts = [0] * 10
    for number in range(rounds):
        public = str(number)
        guess = public if public_first else "unknown"
        ways = [NONCES, {"甲局": NONCES["甲局"], "乙局": None}]

        def first(way: dict[str, str | None], value: str) -> int:
            chosen = select(made, seed_of(hash_, settled(made, way, {"福彩3D": value})))
            return order[chosen.seats["a"][0]]

        best = next((way for way in ways if first(way, guess) == 0), ways[0])
        counts[first(best, public)] += 1
    return counts


def test_T09_the_last_revealer_gains_nothing_because_the_public_number_comes_last():
    assert chi_square(favoured(public_first=False, rounds=3_000)) < LIMITS[10]
    # The same strategy would win where the number was known before: the test can fail.
    assert chi_square(favoured(public_first=True, rounds=1_000)) > LIMITS[10]


def test_a_refusal_takes_the_next_alternate_and_never_a_new_draw():
    _, _, found = drawn()
    first = found.seats["a"]
    said = [Answer(first[0], "declined", "2026-11-03T02:00:00Z", "busy")]
    calls = replay(found, said)
    assert calls.asked["a"] == [first[1], first[2], found.alternates["a"][0]]
    said += [Answer(found.alternates["a"][0], "lapsed", "2026-11-03T03:00:00Z")]
    assert replay(found, said).asked["a"] == [first[1], first[2], found.alternates["a"][1]]
    said += [Answer(found.alternates["a"][1], "declined", "2026-11-03T04:00:00Z", "field")]
    assert replay(found, said).asked["a"] == [first[1], first[2]]
    assert begin(found).panel == {"a": [], "b": []}


@pytest.mark.parametrize(
    "wrong",
    [
        Answer("f" * 64, "accepted", "2026-11-03T02:00:00Z"),
        Answer("", "declined", "2026-11-03T02:00:00Z", "busy"),
        Answer("seat", "declined", "2026-11-03T02:00:00Z"),
        Answer("seat", "accepted", "2026-11-03T02:00:00Z", "busy"),
        Answer("seat", "perhaps", "2026-11-03T02:00:00Z"),
    ],
)
def test_only_who_was_asked_answers_and_only_a_refusal_has_a_reason(wrong):
    _, _, found = drawn()
    line = found.seats["a"][0] if wrong.hash == "seat" else wrong.hash
    with pytest.raises(ValueError, match=r"asked|reason"):
        replay(found, [Answer(line, wrong.answer, wrong.at, wrong.reason)])
