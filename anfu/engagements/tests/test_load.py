"""Load against capacity as of a day: the same number wherever it is shown, and nothing unknown counted as nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client

from anfu.core import clock
from anfu.engagements.models import ContractVersion
from anfu.engagements.queries.load import provider_load, rates_on
from anfu.engagements.queries.taken import Taken, taken_on
from anfu.engagements.rules.load import Owed
from anfu.engagements.terms import Deliverables
from anfu.engagements.tests.contracts import make_pair, make_signed
from anfu.engagements.tests.factories import make_engagement
from anfu.people.tests.factories import make_user
from anfu.providers.models import Professional, Provider
from anfu.providers.queries.capacity import capacities_on, capacity_on, days_of
from anfu.providers.rules.capacity import days_a_year
from anfu.providers.tests.factories import make_member, make_provider, make_staff
from anfu.registry.tests.factories import make_enterprise


@pytest.fixture
def provider(db) -> Provider:
    return make_provider("consultancy")


@pytest.mark.parametrize(
    ("stated", "full_time", "expected"),
    [(None, True, 132), (100, True, 100), (0, True, 0), (40, False, 40), (None, False, None)],
)
def test_the_days_of_a_person_are_those_stated_or_the_usual_ones_in_the_field(stated, full_time, expected):
    assert days_a_year(stated, full_time, usual=220, share_bp=6_000) == expected


def test_the_capacity_of_an_institution_is_that_of_its_full_time_people_of_the_day(provider):
    make_staff(provider, 3)
    make_staff(provider, 1, days_a_year=50)
    make_staff(provider, 1, full_time=False, days_a_year=90)
    make_staff(provider, 1, valid_to=date(2026, 2, 1))
    other, today = make_provider(), clock.today()
    assert capacity_on(provider, today) == 3 * 132 + 50
    assert capacity_on(provider, date(2026, 1, 31)) == 4 * 132 + 50
    assert capacities_on([provider.pk, other.pk], today) == {provider.pk: 446, other.pk: 0}
    assert sum(days or 0 for days in days_of(provider.employments.all(), today).values()) == 446 + 90


def test_what_sql_sums_up_is_what_the_rule_says_of_each_contract(provider):
    staff = make_staff(provider, 9, credential="cse")
    today, tenths = clock.today(), 0
    for owed in (Deliverables(2, 7, 1, 1), Deliverables(1, 0, 3, 0)):
        made = make_signed(make_pair(provider=provider.organisation), deliverables=owed, staff=(staff[0].pk,))
        version = made.versions.get()
        terms = (version.visits_per_month, version.training_hours, version.reports, version.drills)
        tenths += Owed(*terms, version.months).tenths_a_year(rates_on(today))
    assert tenths > 0 and ContractVersion.objects.count() == 2
    assert taken_on(today)[provider.pk] == taken_on(today, [provider.pk])[provider.pk] == Taken(2, tenths, 0)
    assert provider_load(provider.pk, today).taken == tenths
    assert provider_load(provider.pk, today + timedelta(400)).taken == 0
    make_engagement(make_enterprise(), provider=provider.organisation, valid_to=None)
    assert taken_on(today)[provider.pk] == Taken(3, tenths, 1)


def test_the_institutions_page_shows_its_load_and_that_of_whom_contracts_name(
    provider, django_assert_max_num_queries
):
    staff = make_staff(provider, 5, credential="cse", days_a_year=20)
    Professional.objects.update(name="郑不公开")
    pair = make_pair(provider=provider.organisation)
    make_signed(
        pair,
        deliverables=Deliverables(visits_per_month=15),
        staff=(staff[0].pk, staff[1].pk, staff[2].pk, staff[3].pk),
    )
    make_engagement(make_enterprise(), provider=provider.organisation, valid_to=None)
    for user in (make_member(provider), make_user("county_officer")):
        client = Client()
        client.force_login(user)
        with django_assert_max_num_queries(60):
            told = client.get(f"/providers/{provider.organisation.uscc}/").content.decode()
        assert "90 个人工日" in told and "100 个人工日" in told and "90%" in told
        assert "另有 1\u00a0份在履行的合同没有写明服务次数" in told.replace("&nbsp;", "\u00a0")
        assert told.count('data-label="要做">22.5') == 4 and "还没有写明服务天数" not in told
        assert "郑不公开" not in told and "郑" in told
