"""`anfu ledger export` leaves the same entry as the page's export does (T35)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anfu.cli.ledger import app
from anfu.core.models import LedgerEntry

pytestmark = pytest.mark.django_db


def taken() -> list[dict]:
    found = LedgerEntry.objects.filter(verb="core.ledger_taken").order_by("pk")
    return [json.loads(entry.body)["after"] | {"digest": entry.digest} for entry in found]


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_T35_the_ledger_taken_at_the_command_line_is_entered_with_its_purpose(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    found = CliRunner().invoke(app, ["export", str(file), "--purpose", "incident", "--json"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["entries"] == len(lines(file.read_text("utf-8"))) == 1
    assert [entry["purpose"] for entry in taken()] == ["查一件事的经过"]
    printed = CliRunner().invoke(app, ["export"])
    assert printed.exit_code == 0, printed.output
    assert [entry["purpose"] for entry in taken()][1:] == ["核验台账有没有被改过"]
    assert taken()[-1]["digest"] in {line["digest"] for line in lines(printed.stdout)}


def test_T35_without_a_known_purpose_nothing_leaves_and_no_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    found = CliRunner().invoke(app, ["export", str(file), "--purpose", "curiosity"])
    assert found.exit_code == 1
    assert not file.exists() and not taken()
