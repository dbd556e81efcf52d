"""Two officers import the same people in the same moment, one list from its end: each comes in once, the other list is told."""

import os
from pathlib import Path

import pytest
from django.db import connection

from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Intake
from anfu.experts.models import Expert
from anfu.experts.roster import ExpertKind
from anfu.people.tests.factories import make_user
from anfu.targeting.tests.test_imports import intake_of
from anfu.targeting.tests.test_race import said_at_once, shared_database


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_the_same_people_one_brings_them_and_neither_is_stuck(tmp_path: Path) -> None:
    lots = [intake_of(ExpertKind()) for _ in range(2)]
    with without_ledger():
        for lot in lots:
            Intake.objects.filter(pk=lot.pk).update(
                created_by=make_user("county_officer", username=f"u{lot.pk}")
            )
    environment = shared_database(tmp_path) | {"PATH": os.environ["PATH"]}
    works = [(lot.pk, turned) for lot, turned in zip(lots, (False, True), strict=True)]
    said = sorted(said_at_once("anfu.experts.tests.importer", works, environment))
    assert said == ["0 20", "20 0"]
    if connection.vendor == "postgresql":
        assert Expert.objects.count() == 20
