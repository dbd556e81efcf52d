"""Every file of a person comes in by the one door, and every workbook leaves as text, entered in the ledger."""

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

PACKAGE = Path(__file__).parents[2] / "anfu"
# What the platform writes itself and keeps.
KEEPERS = {
    "core/intake/applying.py",
    "core/ledger/record.py",
    "core/ledger/state/taking.py",
    "demo/office/institutions.py",
    "people/letters/job.py",
    "registry/actions/export.py",
}
# Workbook -> what enters it in the ledger; None: made-up data of the demo, written at the command line.
WORKBOOKS = {
    "registry/export.py": "registry/actions/export.py",
    "targets/web/workbook.py": "targets/actions/export.py",
    "core/intake/sheets.py": "core/intake/sheets.py",
    "demo/roster.py": None,
}


def sources() -> dict[str, str]:
    paths = (p for p in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(p.parts))
    return {str(p.relative_to(PACKAGE)): p.read_text("utf-8") for p in paths}


def raw_reads(text: str) -> list[str]:
    """Where an upload's bytes are read or kept without the door."""
    return re.findall(
        r"FILES\s*\[[^\]]+\]\s*\.|FILES\.get(?:list)?\(|\.chunks\(\)\s*:|temporary_file_path", text
    )


def test_T29_every_view_that_takes_files_hands_them_to_the_door():
    takers = {n: t for n, t in sources().items() if "request.FILES" in t or "UploadedFile" in t}
    # The door itself, what ends a session, and the digest under which a repeated write is known; none keeps a byte.
    apart = ("core/uploads/", "people/signin/middleware", "core/writes/key")
    takers = {n: t for n, t in takers.items() if not n.startswith(apart)}
    assert takers
    direct = {name: raw_reads(text) for name, text in takers.items()}
    assert {name: found for name, found in direct.items() if found} == {}


def test_T29_only_the_door_keeps_a_file_that_a_person_sent():
    """`files.keep` is for what the platform made itself; evidence goes through `uploads.take`."""
    keepers = {n for n, text in sources().items() if re.search(r"\bfiles\.keep\(", text)}
    assert keepers == KEEPERS


def test_T35_every_workbook_is_known_and_entered():
    made = {n for n, text in sources().items() if re.search(r"\bWorkbook\(", text)}
    assert made == set(WORKBOOKS)
    told = sources()
    assert [w for w, by in WORKBOOKS.items() if by and "exports.enter(" not in told[by]] == []


@pytest.mark.parametrize("name", sorted(w for w, by in WORKBOOKS.items() if by))
def test_T27_a_cell_is_never_a_formula(name):
    text = sources()[name]
    assert '"strings_to_formulas": False' in text
    calls = {n.attr for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Attribute)}
    assert not calls & {"write_formula", "write_array_formula", "write_url", "write_rich_string"}
    assert "write" not in calls and "write_row" not in calls
