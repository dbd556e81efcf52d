"""A file and a person record the same listing in the same moment: it is there once, and the other is told."""

from pathlib import Path

import pytest

from anfu.engagements.tests.factories import make_enterprise
from anfu.people.tests.factories import make_user
from anfu.targeting.imports import ListingKind
from anfu.targeting.tests.test_imports import intake_of
from anfu.targeting.tests.test_race import said_at_once, shared_database


@pytest.mark.django_db(transaction=True)
def test_a_file_and_a_person_record_one_listing_once(tmp_path: Path) -> None:
    firm, user, intake = make_enterprise(), make_user("county_officer"), intake_of(ListingKind())
    environment = shared_database(tmp_path)
    works = [(how, user.pk, firm.pk, intake.pk) for how in ("file", "hand")]
    said = tuple(said_at_once("anfu.targeting.tests.recorder", works, environment))
    assert said in {("written", "refused"), ("late", "recorded")}
