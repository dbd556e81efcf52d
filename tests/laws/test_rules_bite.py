"""Each rule of the house finds the bad form in the samples, and only there."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

HERE = Path(__file__).parent
RULE = re.compile(r"\b(?:no|writes|reads)-[a-z-]+\b")


def expected() -> set[tuple[str, int, str]]:
    """(file, line, rule) as the samples' own comments say."""
    found = set()
    for path in [HERE / "samples/room/views.py", HERE / "samples/room/templates/room/page.html"]:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            comment = line.split("#")[-1] if "#" in line else line.split("<!--")[-1] if "<!--" in line else ""
            found |= {(path.name, number, rule) for rule in RULE.findall(comment)}
    return found


def test_each_rule_finds_its_bad_form_and_says_the_good_one(tmp_path):
    semgrep = shutil.which("semgrep", path=str(Path(sys.executable).parent))
    if semgrep is None:
        pytest.skip("semgrep comes with the checks")
    # The scanner leaves out folders called tests, so the samples are scanned elsewhere.
    shutil.copytree(HERE / "samples", tmp_path / "samples")
    command = [semgrep, "scan", "--json", "--metrics=off", "--disable-version-check", "--no-git-ignore"]
    done = subprocess.run([*command, "--config", str(HERE / "rules"), str(tmp_path)], capture_output=True)
    results = json.loads(done.stdout)["results"]
    found = {(Path(r["path"]).name, r["start"]["line"], r["check_id"].split(".")[-1]) for r in results}
    assert found == expected()
    assert all(len(r["extra"]["message"]) > 60 for r in results)
