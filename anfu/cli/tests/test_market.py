"""`anfu market replay` recomputes what each chooser saw, and names what was changed past the platform (T13)."""

import json

import pytest
from typer.testing import CliRunner

from anfu.cli.market import app
from anfu.core.ledger.guard import without_ledger
from anfu.market.models import OfferVersion
from anfu.market.tests.factories import make_choice

pytestmark = pytest.mark.django_db


def run(*words: str, code: int = 0) -> dict:
    found = CliRunner().invoke(app, ["replay", *words, "--json"])
    assert found.exit_code == code, found.output
    return json.loads(found.stdout)


def test_T13_replay_says_equal_until_an_offer_is_changed_and_then_names_it(files_root):
    choice = make_choice()
    told = run("--all")
    assert (told["demands"], told["choices"], told["faults"], told["rows"][0]["equal"]) == (1, 1, 0, True)
    with without_ledger():
        OfferVersion.objects.filter(pk=choice.version_id).update(plan="偷偷改过的方案")
    row = run(str(choice.demand_id), code=1)["rows"][0]
    assert not row["equal"] and row["faults"][0]["subject"] == f"offer:{choice.version.offer_id}:1"


def test_one_asks_for_a_demand_or_for_all():
    assert CliRunner().invoke(app, ["replay"]).exit_code == 1
    assert CliRunner().invoke(app, ["replay", "1", "--all"]).exit_code == 1
