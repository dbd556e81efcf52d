"""Every kind of file is imported at the command line as on the site; without --apply nothing is written."""

import json

import pytest
from typer.testing import CliRunner

from anfu.cli.importing import group
from anfu.core.intake.kinds import kinds
from anfu.core.models import LedgerEntry
from anfu.engagements.tests.factories import make_enterprise
from anfu.targeting.models import SupervisedListing

pytestmark = pytest.mark.django_db
TEXT = """企业名称,级别,文号,重大隐患,挂牌日期,整改期限
样例第1五金厂,县级,样安督〔2024〕1号,除尘系统没有泄爆装置,2024-06-01,2024-09-01
样例第9五金厂,县级,样安督〔2024〕2号,安全出口被封堵,2024-06-01,2024-09-01
"""


def run(code: str, *words: str) -> dict:
    found = CliRunner().invoke(group(code), ["import", *words, "--json"])
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def test_a_list_is_judged_then_written_then_known(tmp_path):
    make_enterprise()
    file = tmp_path / "名单.csv"
    file.write_text(TEXT)
    dry = run("listings", str(file))
    assert (dry["created"], dry["refused_by_reason"], dry["state"]) == (
        1,
        {"unknown_enterprise": 1},
        "judged",
    )
    assert not SupervisedListing.objects.exists()
    written = run("listings", str(file), "--apply")
    assert (written["created"], written["state"]) == (1, "applied")
    assert written["placed_by_division"] == {"330784": 1}
    assert SupervisedListing.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="targeting.listings_imported", stream="330784").count() == 1
    assert run("listings", str(file), "--apply")["unchanged"] == 1


def test_what_is_wrong_is_one_line_and_an_exit_code(tmp_path):
    file = tmp_path / "名单.csv"
    file.write_text("企业名称,级别\n样例第1五金厂,县级\n")
    found = CliRunner().invoke(group("listings"), ["import", str(file)])
    assert found.exit_code == 1 and not SupervisedListing.objects.exists()


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_kind_says_how_it_is_used(kind):
    found = CliRunner().invoke(group(kind.code), ["import", "--help"])
    assert found.exit_code == 0 and kind.label in found.output
