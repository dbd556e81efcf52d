"""`anfu experts draw` writes a record that `scripts/verify_draw.py` accepts; one purpose is drawn once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anfu.cli.experts import app
from anfu.experts.models import Draw, DrawLine, Use
from anfu.experts.tests.factories import make_expert, make_pool
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[3] / "scripts" / "verify_draw.py"


def run(*words: str, code: int = 0) -> str:
    found = CliRunner().invoke(app, list(words))
    assert found.exit_code == code, found.output
    return found.output if code else found.stdout


def test_a_draw_of_the_pool_is_recomputed_by_the_script(tmp_path):
    make_pool(12)
    path = tmp_path / "record.json"
    told = json.loads(
        run("draw", "--seats", "3", "--record", str(path), "--source", "福彩3D=4 7 1", "--source", "气温=12",
            "--purpose", "样例评审", "--json")
    )  # fmt: skip
    assert len(told["seats"]) == 3 and len(told["alternates"]) == 2 and told["pool"] == 12
    verified = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), "--digest", told["digest"]],
        capture_output=True,
        text=True,
    )
    assert (verified.returncode, verified.stdout[:3]) == (0, "ok:"), verified.stdout
    assert Use.objects.waiting().count() == 3
    again = tmp_path / "again.json"
    run("record", "样例评审", "--record", str(again))
    assert again.read_bytes() == path.read_bytes()


def test_T08_the_same_purpose_is_refused_and_too_few_use_none_up(tmp_path):
    make_pool(4)
    words = ["draw", "--record", str(tmp_path / "r.json"), "--source", "a=1", "--purpose", "样例评审"]
    assert "不够" in run(*words, "--seats", "9", code=1)
    assert not Draw.objects.exists()
    run(*words, "--seats", "2")
    assert "一件事只抽一次" in run(*words, "--seats", "2", code=1)
    assert "--source" in run("draw", "--seats", "1", "--record", str(tmp_path / "x.json"), code=1)


def test_T10_filters_and_recusal_hold_at_the_command_line(tmp_path):
    firm = make_enterprise().organisation
    tied = make_expert(employer=firm, specialities=["chemical"])
    for _ in range(3):
        make_expert(specialities=["chemical"])
    make_expert(specialities=["fire"])
    make_expert(specialities=["chemical"], level="city")
    run(
        "draw", "--seats", "3", "--record", str(tmp_path / "r.json"), "--source", "a=1", "--level", "county",
        "--speciality", "chemical", "--exclude-party", firm.uscc, "--alternates", "5",
    )  # fmt: skip
    assert DrawLine.objects.count() == 4
    assert DrawLine.objects.get(expert=tied).excluded == "employment"
    assert DrawLine.objects.filter(place__isnull=False).count() == 3
