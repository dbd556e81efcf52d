"""三(五): one full-time employer at a time, whoever asks first; identity numbers never in the clear."""

from datetime import date

import pytest

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.actors import actor_of
from anfu.providers.actions.staff import Hiring, hire, leave
from anfu.providers.models import Employment, Professional
from anfu.providers.tests.factories import make_identity, make_member, make_provider

HIRED = date(2026, 3, 1)


def hiring(identity: str, **facts: object) -> Hiring:
    return Hiring(**{"name": "陆一鸣", "identity": identity, "valid_from": HIRED} | facts)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_wrong_identity_number_is_refused_and_never_repeated() -> None:
    provider = make_provider()
    right = make_identity()
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    with pytest.raises(Refused) as said:
        hire(provider.organisation.uscc, hiring(wrong), actor=actor_of(make_member(provider)))
    assert said.value.field == "identity" and wrong not in said.value.message


@pytest.mark.django_db
def test_hiring_is_entered_without_name_and_number_which_lie_sealed() -> None:
    provider = make_provider()
    identity = make_identity()
    made = hire(provider.organisation.uscc, hiring(identity), actor=actor_of(make_member(provider)))
    entry = LedgerEntry.objects.get(verb="providers.hired")
    assert made.provider_id == provider.pk and identity not in entry.body and "陆一鸣" not in entry.body
    person = Professional.objects.get()
    assert identity not in (person.identity_sealed, person.identity_digest)


@pytest.mark.django_db
def test_a_second_full_time_employer_in_the_same_days_is_refused_a_part_time_one_is_not() -> None:
    first, second = make_provider(), make_provider()
    identity = make_identity()
    hire(first.organisation.uscc, hiring(identity), actor=actor_of(make_member(first)))
    other = actor_of(make_member(second))
    with pytest.raises(Refused, match="别家机构的专职人员"):
        hire(second.organisation.uscc, hiring(identity), actor=other)
    hire(second.organisation.uscc, hiring(identity, full_time=False), actor=other)
    assert Employment.objects.count() == 2


@pytest.mark.django_db
def test_after_leaving_the_next_employer_may_hire_from_the_day_after() -> None:
    first, second = make_provider(), make_provider()
    identity = make_identity()
    made = hire(first.organisation.uscc, hiring(identity), actor=actor_of(make_member(first)))
    leave(made.pk, last_day=date(2026, 5, 31), actor=actor_of(make_member(first)), seen="")
    other = actor_of(make_member(second))
    with pytest.raises(Refused):
        hire(second.organisation.uscc, hiring(identity, valid_from=date(2026, 5, 31)), actor=other)
    hire(second.organisation.uscc, hiring(identity, valid_from=date(2026, 6, 1)), actor=other)


@pytest.mark.django_db
def test_nobody_hires_for_another_institution_and_officers_do_not_either() -> None:
    provider, stranger = make_provider(), actor_of(make_member(make_provider()))
    with pytest.raises(Refused):
        hire(provider.organisation.uscc, hiring(make_identity()), actor=stranger)
    assert not Employment.objects.exists() and not LedgerEntry.objects.exists()
