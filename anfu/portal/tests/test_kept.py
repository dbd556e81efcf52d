"""What is kept in memory is what the database says, as soon as the ledger says that something changed."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from anfu import portal
from anfu.core import clock, ledger
from anfu.core.actor import platform
from anfu.engagements.tests.factories import make_engagement, make_enterprise
from anfu.portal.queries import burdens
from anfu.portal.shelf import loading, news, shelf_on
from anfu.portal.tests.factories import make_market
from anfu.providers.actions.common import stand, subject
from anfu.providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, monkeypatch, tmp_path):
    settings.DIRECTORY_KEPT = True
    settings.HOME = str(tmp_path)
    monkeypatch.setattr(portal.shelf, "_kept", None)
    monkeypatch.setattr(burdens, "_kept", None)


def enter(verb: str, about: str) -> None:
    with transaction.atomic():
        ledger.record(verb, about, actor=platform(), on=clock.today())


def suspend(provider: Provider) -> None:
    on = clock.today()
    with transaction.atomic():
        stand(
            provider, "suspended", on=on, clause="三(四)c", reason="测试用的理由", term_end=on + timedelta(30)
        )
        ledger.record("providers.suspended", subject(provider), actor=platform(), on=on)


def test_a_suspension_is_seen_at_once_and_only_that_institution_is_read_again(monkeypatch):
    market = make_market()
    before = shelf_on(clock.today())
    read: list[object] = []
    cards = loading.cards
    monkeypatch.setattr(
        portal.shelf,
        "cards",
        lambda on, seed, values, codes=None: read.append(codes) or cards(on, seed, values, codes),
    )
    suspend(market["consultancy"])
    after = shelf_on(clock.today())
    code = market["consultancy"].organisation.uscc
    assert (before.cards[code].state, after.cards[code].state, after.cards[code].mask) == (
        "listed",
        "suspended",
        0,
    )
    assert read == [{code}]
    assert after.cards.keys() == before.cards.keys()


def test_what_does_not_concern_institutions_leaves_it_as_it_is(django_assert_num_queries):
    make_market()
    before = shelf_on(clock.today())
    enter("core.intake_uploaded", "intake:1")
    assert shelf_on(clock.today()) is before
    with django_assert_num_queries(1):
        assert shelf_on(clock.today()) is before


@pytest.mark.parametrize(
    ("verb", "about"),
    [("providers.staff_imported", "intake:7"), ("core.parameter_set", "parameter:providers.consultancy_cse")],
)
def test_what_may_concern_all_reads_all_again(verb, about):
    make_market()
    before = shelf_on(clock.today())
    enter(verb, about)
    assert shelf_on(clock.today()) is not before
    assert news.since({}, news.heads()) is None


def test_another_day_is_read_anew_and_so_is_another_database():
    make_market()
    first = shelf_on(date(2025, 12, 31))
    assert {card.state for card in first.cards.values()} == {"listed"}
    assert {card.state for card in shelf_on(date(2026, 6, 1)).cards.values()} == {
        "listed",
        "suspended",
        "removed",
    }
    assert news.since({"330700": (9, "a")}, {"330700": (3, "b")}) is None
    assert news.since({"330700": (9, "a")}, {}) is None


def test_what_is_taken_on_is_read_again_once_relations_change_and_not_for_anything_else(
    django_assert_num_queries,
):
    shelf, provider = shelf_on(clock.today()), make_market()["consultancy"]
    assert burdens.burdens(shelf).height == 0
    make_engagement(make_enterprise(), provider=provider.organisation, valid_to=None)
    enter("experts.invited", "expert:ZJ000001")
    with django_assert_num_queries(2):  # how the ledger stands, and what is new in it
        assert burdens.burdens(shelf).height == 0
    with django_assert_num_queries(1):
        burdens.burdens(shelf)
    enter("engagements.reported", "enterprise:x")
    assert burdens.burdens(shelf).select("pk", "firms").rows() == [(provider.pk, 1)]
