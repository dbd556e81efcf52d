"""None crashes, each is refused in words or taken without harm, within 5 seconds of the processor and 512 MB."""

import pytest

from tests.hostile.corpus import ALL, answers_of

pytestmark = pytest.mark.once

SECONDS, MB = 5, 512


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, dict]:
    return answers_of(tmp_path_factory.mktemp("hostile"))


def test_T28_T29_the_corpus_is_large_enough_and_none_of_it_fells_the_door(answers):
    assert len(ALL) >= 120
    assert set(answers) == set(ALL)
    assert {name: each["told"] for name, each in answers.items() if each["verdict"] == "fell"} == {}


def test_T28_T29_each_gets_its_verdict(answers):
    wrong = {
        name: answers[name]["told"] or "taken"
        for name, case in ALL.items()
        if case.verdict not in ("either", answers[name]["verdict"])
    }
    assert wrong == {}


def test_every_refusal_says_what_to_do(answers):
    told = {name: each["told"] for name, each in answers.items() if each["verdict"] == "refused"}
    assert {name: text for name, text in told.items() if "请" not in text} == {}


def test_T28_none_takes_more_than_5_seconds_or_512_mb(answers):
    slow = {n: (a["seconds"], a["mb"]) for n, a in answers.items() if a["seconds"] > SECONDS or a["mb"] > MB}
    assert slow == {}
    assert max(each["child_mb"] for each in answers.values()) <= MB


def test_T29_what_ran_or_told_of_persons_is_gone_from_what_is_kept(answers):
    left = [
        name
        for name, case in ALL.items()
        if case.gone and case.gone in answers[name]["kept"].encode("latin-1")
    ]
    assert left == []
