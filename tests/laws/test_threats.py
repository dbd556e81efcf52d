"""The threats of the model in docs/trust.md: none left out, and each test that is named exists and carries the number."""

import re

import pytest

from tests.laws.asvs import ROOT, missing

pytestmark = pytest.mark.once

ROW = re.compile(r"^\| (T\d\d) \| ([^|]+) \| ([^|]+) \|$", re.M)
PLACE = re.compile(r"`([\w/]+\.py(?:::\w+)?)`")
NAMED = re.compile(r"(?<![A-Za-z0-9])T(\d\d)(?![0-9])", re.I)


def rows() -> dict[str, str]:
    """Threat -> its tests, as the manual says them."""
    return {threat: tests for threat, _, tests in ROW.findall((ROOT / "docs/trust.md").read_text("utf-8"))}


def proofs(threat: str, tests: str) -> list[str]:
    """Of the places named, the tests that carry the threat's number."""
    return [place for place in PLACE.findall(tests) if threat[1:] in NAMED.findall(place.partition("::")[2])]


def threats_in_names() -> set[str]:
    """Every threat that the name of some test carries."""
    files = [path for folder in ("anfu", "tests") for path in (ROOT / folder).rglob("test_*.py")]
    names = (name for path in files for name in re.findall(r"def (test_\w+)", path.read_text("utf-8")))
    return {f"T{number}" for name in names for number in NAMED.findall(name)}


def test_each_of_the_42_threats_stands_there_once():
    found = [threat for threat, *_ in ROW.findall((ROOT / "docs/trust.md").read_text("utf-8"))]
    assert found == [f"T{number:02}" for number in range(1, 43)]


def test_what_is_named_exists():
    wrong = [gone for tests in rows().values() for place in PLACE.findall(tests) if (gone := missing(place))]
    assert wrong == []


def test_each_is_proved_by_a_test_with_its_number_or_said_to_be_open():
    unproved = {threat for threat, tests in rows().items() if not proofs(threat, tests)}
    assert {
        threat for threat in unproved if "no: " not in rows()[threat] and " no, " not in rows()[threat]
    } == set()
    assert unproved & threats_in_names() == set(), "a threat with a test is not open"


def test_a_test_that_is_gone_or_carries_another_number_is_found():
    named = "`anfu/core/tests/test_money.py::test_T99_no_such`"
    assert [missing(place) for place in PLACE.findall(named)] != [""]
    assert proofs("T98", named) == []
