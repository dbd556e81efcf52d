"""may_serve over the database: as of a day, and in bulk the same as one by one."""

from datetime import date

import pytest

from anfu.providers.queries.serving import Pair, facts_on, may_serve, may_serve_many
from anfu.providers.tests.factories import make_licence, make_provider, make_staff
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def test_an_expired_licence_closes_the_scope_on_that_day() -> None:
    provider, enterprise = make_provider("safety_assessor"), make_enterprise(industry="2614")
    make_licence(provider, valid_to=date(2026, 7, 1))
    assert may_serve(provider.pk, "assess", enterprise, on=date(2026, 6, 30)).may
    closed = may_serve(provider.pk, "assess", enterprise, on=date(2026, 7, 1))
    assert [(r.code, r.credential) for r in closed.reasons] == [("licence_ended", "safety_assessment")]


def test_staff_counts_only_full_time_people_there_that_day_with_verified_certificates() -> None:
    provider = make_provider()
    make_staff(provider, 3, credential="cse")
    make_staff(provider, 2, credential="cse", full_time=False)
    make_staff(provider, 2, valid_to=date(2026, 1, 1))
    make_staff(provider, 1)
    assert dict(facts_on([provider.pk], on=ON)[provider.pk].staff) == {"staff": 4, "cse": 3}
    assert dict(facts_on([provider.pk], on=date(2025, 6, 1))[provider.pk].staff) == {"staff": 6, "cse": 3}


def test_who_was_never_registered_may_not_serve_and_the_answer_says_so() -> None:
    enterprise = make_enterprise()
    decision = may_serve(enterprise.pk, "consult", enterprise, on=ON)
    assert "not_listed" in [reason.code for reason in decision.reasons]


def test_many_answers_are_the_single_ones_in_a_fixed_number_of_queries(
    django_assert_max_num_queries: object,
) -> None:
    providers = [make_provider(), make_provider("safety_assessor"), make_provider("trainer")]
    make_licence(providers[1])
    make_staff(providers[0], 5, credential="cse")
    firms = [make_enterprise(industry=code) for code in ("2614", "3351", "")]
    pairs = [
        Pair(p.pk, kind, f.pk) for p in providers for f in firms for kind in ("assess", "train", "entrust")
    ]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        many = may_serve_many(pairs, on=ON)
    by_key = {firm.pk: firm for firm in firms}
    assert many == [may_serve(p.provider, p.kind, by_key[p.enterprise], on=ON) for p in pairs]
    assert {decision.may for decision in many} == {True, False}
