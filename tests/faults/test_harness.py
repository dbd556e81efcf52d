"""The harness itself: a real fault holds, and a planted one is found, on the small (the long one: `make faults`)."""

import subprocess
import sys

import pytest


@pytest.mark.faults
@pytest.mark.parametrize("fault", ["kill -9", "planted: early"])
def test_what_is_acknowledged_survives_kills_and_a_build_that_answers_early_is_found(fault):
    command = [sys.executable, "-m", "tests.faults.harness", "--seconds", "8", "--database", "sqlite"]
    done = subprocess.run([*command, "--only", fault], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    row = next(line for line in done.stdout.splitlines() if fault in line)
    assert ("found: " in row) == fault.startswith("planted") and " | 0 | 0 | 0 | 0" not in row
