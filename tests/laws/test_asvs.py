"""Each requirement of ASVS 5.0, levels 1 and 2, is decided once, and what a decision names exists."""

import csv
from collections import Counter

import pytest

from tests.laws.asvs import DECISIONS, ROOT, VECTORS, missing, rows, summary

pytestmark = pytest.mark.once


@pytest.mark.skipif(not VECTORS.is_file(), reason="the list of requirements is not beside the repository")
def test_each_requirement_of_levels_1_and_2_is_decided_once():
    with VECTORS.open(encoding="utf-8-sig", newline="") as file:
        asked = {line["req_id"]: line["L"] for line in csv.DictReader(file) if line["L"] in "12"}
    assert {row.id: row.level for row in rows()} == asked
    assert [id for id, times in Counter(row.id for row in rows()).items() if times > 1] == []


@pytest.mark.skipif(not VECTORS.is_file(), reason="the list of requirements is not beside the repository")
def test_the_words_are_ours():
    with VECTORS.open(encoding="utf-8-sig", newline="") as file:
        theirs = {line["req_id"]: line["req_description"].lower() for line in csv.DictReader(file)}
    assert [row.id for row in rows() if row.words and row.words.lower().rstrip(".") in theirs[row.id]] == []


def test_no_row_is_empty():
    assert {row.decision for row in rows()} <= set(DECISIONS)
    assert [row.id for row in rows() if row.decision == "met" and not row.evidence] == []
    assert [row.id for row in rows() if row.decision != "met" and not row.words] == []


def test_every_named_test_file_and_setting_exists():
    wrong = {row.id: gone for row in rows() for place in row.evidence.split() if (gone := missing(place))}
    assert wrong == {}


@pytest.mark.parametrize(
    "place", ["anfu/no.py", "anfu/core/clock.py:no_such_word", "tests/laws/test_asvs.py::test_no_such"]
)
def test_a_place_that_is_not_there_is_found(place):
    assert missing(place)


def test_the_summary_of_the_manual_is_that_of_the_table():
    manual = (ROOT / "docs" / "trust.md").read_text("utf-8")
    assert [line for line in summary().splitlines()[1:] if line not in manual] == []
