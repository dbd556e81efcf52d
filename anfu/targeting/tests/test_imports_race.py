"""A file and a person record the same listing in the same moment: it is there once, and the other is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from anfu.engagements.tests.factories import make_enterprise
from anfu.people.tests.factories import make_user
from anfu.targeting.imports import ListingKind
from anfu.targeting.tests.test_imports import intake_of
from anfu.targeting.tests.test_race import shared_database


@pytest.mark.django_db(transaction=True)
def test_a_file_and_a_person_record_one_listing_once(tmp_path: Path) -> None:
    firm, user, intake = make_enterprise(), make_user("county_officer"), intake_of(ListingKind())
    environment = shared_database(tmp_path)
    command = [sys.executable, "-m", "anfu.targeting.tests.recorder"]
    both = [
        subprocess.Popen(
            [*command, how, str(user.pk), str(firm.pk), str(intake.pk)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for how in ("file", "hand")
    ]  # fmt: skip
    for each in both:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = tuple(each.communicate(timeout=60)[0].strip() for each in both)
    assert said in {("written", "refused"), ("late", "recorded")}
