"""A listing stands on the county's desk from shortly before its deadline until it is taken off."""

from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting import listings_waiting
from anfu.targeting.actions import delist, record_listing
from anfu.targeting.actions.listings import ListingRow
from anfu.targeting.imports import ListingKind
from anfu.targeting.tests.factories import make_listing
from anfu.targeting.tests.test_imports import LISTING, judged, take_back, write

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.mark.parametrize(("in_days", "waits"), [(-3, True), (0, True), (15, True), (16, False)])
def test_a_listing_waits_once_its_deadline_is_close(in_days, waits):
    officer = make_actor("county_officer", division="330784")
    due = TODAY + timedelta(in_days)
    listing = make_listing(make_enterprise(), listed_on=TODAY - timedelta(30), due_on=due)
    listings_waiting.follow_all()
    listings_waiting.follow_all()
    rows = list(Todo.objects.on_desk_of(officer).values_list("due_on", "href"))
    assert rows == ([(due, f"/listings/{listing.pk}/delist/")] if waits else [])


def test_recording_a_close_one_tells_at_once_and_delisting_ends_it():
    officer = make_actor("county_officer", division="330784")
    row = ListingRow(
        make_enterprise().pk, "county", "永安督〔2026〕9号", "安全出口被封堵", TODAY, TODAY, "县安委办"
    )
    listing = record_listing(row, actor=officer, on=TODAY)
    assert Todo.objects.on_desk_of(officer).count() == 1
    delist(listing.pk, actor=officer, on=TODAY, delisted_on=TODAY, basis="永安督验〔2026〕9号")
    assert not Todo.objects.on_desk_of(officer).exists()


def test_an_imported_close_one_stands_on_the_desk_until_its_import_is_taken_back():
    officer, kind = make_actor("county_officer", division="330784"), ListingKind()
    firm = make_enterprise()
    row = {
        "信用代码": firm.organisation.uscc,
        "被挂牌单位": "",
        "挂牌时间": str(TODAY),
        "整改时限": str(TODAY),
    }
    found = judged(kind, LISTING, row, on=TODAY)
    intake, _ = write(kind, found)
    assert Todo.objects.on_desk_of(officer).count() == 1
    take_back(kind, intake)
    assert not Todo.objects.on_desk_of(officer).exists()
