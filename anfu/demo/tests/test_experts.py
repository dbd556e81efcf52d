"""What must hold of the made-up expert pool."""

from collections import Counter
from datetime import date

import pytest

from anfu.demo.experts import experts
from anfu.demo.load.experts import load_experts
from anfu.experts.models import Expert, Talent
from anfu.experts.specialities import specialities
from anfu.registry.tests.factories import make_enterprise

TODAY = date(2026, 11, 24)


@pytest.mark.once
def test_three_hundred_people_of_three_levels_the_same_for_the_same_seed():
    made = experts(7, TODAY)
    assert made == experts(7, TODAY) != experts(8, TODAY)
    assert Counter(each.level for each in made) == {"province": 60, "city": 90, "county": 150}
    assert {code for each in made for code in each.specialities} == set(specialities()) - {"coal"}
    assert all(1 <= len(each.specialities) <= 3 and each.phone.startswith("1380000") for each in made)


@pytest.mark.django_db
def test_they_stand_in_the_pool_with_accounts_that_cannot_sign_in():
    make_enterprise()
    assert load_experts(7, TODAY) == 300 and load_experts(7, TODAY) == 0
    assert Expert.objects.in_pool_on(TODAY).count() > 250
    assert not any(each.user.has_usable_password() for each in Expert.objects.select_related("user")[:5])
    assert Talent.objects.exists() and Expert.objects.filter(employer__isnull=False).exists()
