"""三(五): full time at one employer at a time, whoever writes and whoever asks first; numbers never in the clear."""

import os
from datetime import date
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from anfu.core.personal.sealing import unseal
from anfu.providers.actions.staff import ELSEWHERE
from anfu.providers.models import Employment
from anfu.providers.tests.factories import make_identity, make_member, make_person, make_provider, make_staff
from anfu.targeting.tests.test_race import said_at_once, shared_database


@pytest.mark.django_db
def test_an_identity_number_lies_sealed_and_is_bound_to_its_field() -> None:
    identity = make_identity()
    person = make_person(identity=identity)
    assert identity not in (person.identity_sealed, person.identity_digest)
    assert unseal("providers.Professional", "identity_sealed", person.identity_sealed) == identity
    with pytest.raises(InvalidTag):
        unseal("providers.Professional", "name", person.identity_sealed)


@pytest.mark.django_db
def test_a_second_full_time_employment_in_the_same_days_is_refused_by_the_database() -> None:
    person = make_person()
    at, other = make_staff(make_provider())[0], make_staff(make_provider(), valid_to=date(2025, 1, 1))[0]
    Employment.objects.filter(pk=at.pk).update(professional=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.filter(pk=other.pk).update(professional=person)
    Employment.objects.filter(pk=other.pk).update(professional=person, full_time=False)


@pytest.mark.django_db
def test_the_day_after_the_last_one_the_next_employer_may_begin() -> None:
    person = make_person()
    first = make_staff(make_provider(), valid_to=date(2026, 6, 1))[0]
    second = make_staff(make_provider(), valid_from=date(2026, 6, 1))[0]
    Employment.objects.filter(pk__in=[first.pk, second.pk]).update(professional=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.filter(pk=second.pk).update(valid_from=date(2026, 5, 31))


@pytest.mark.django_db(transaction=True)
def test_of_two_institutions_that_hire_the_same_person_at_once_one_wins_and_the_other_is_told(
    tmp_path: Path,
) -> None:
    providers = [make_provider() for _ in range(2)]
    people = [make_member(each).username for each in providers]
    identity, environment = make_identity(), shared_database(tmp_path) | {"PATH": os.environ["PATH"]}
    works = [(identity, each.organisation.uscc, who) for each, who in zip(providers, people, strict=True)]
    said = sorted(said_at_once("anfu.providers.tests.hirer", works, environment))
    assert said == ["hired", ELSEWHERE]
    if connection.vendor == "postgresql":
        assert Employment.objects.count() == 1
