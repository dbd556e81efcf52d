"""The API gives the same figures as the pages, to the same readers."""

from datetime import date, timedelta

import pytest

from anfu.core import clock
from anfu.targets.actions import refresh
from anfu.targets.tests.city import add_ground, add_relation, by_hand, make_enterprise

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/targets/coverage"


@pytest.fixture
def city():
    with by_hand():
        firms = [make_enterprise(n) for n in range(3)]
        for firm in firms:
            add_ground(firm, "mine", date(2023, 1, 1))
        add_relation(firms[0], date(2023, 6, 1), None)
        refresh([firm.pk for firm in firms])
    return firms


def test_the_table_holds_every_place_and_group_and_says_none_where_nobody_is(as_user, city):
    rows = as_user().get(f"{ROOT}/table").json()
    of = {(row["division"], row["group"]): row for row in rows}
    assert (of["330784", "class_1"]["rate_bp"], of["330784", "class_1"]["gap"]) == (3333, 2)
    assert of["", "class_1"]["in_scope"] == 3
    assert of["330782", "class_1"]["rate_bp"] is None
    assert len(rows) == 11 * 19


@pytest.mark.parametrize("by", ["division", "class", "ground", "sector", "size_class", "town"])
def test_every_side_can_be_asked_for(as_user, city, by):
    rows = as_user().get(f"{ROOT}?by={by}").json()
    assert sum(row["covered"] for row in rows) >= 1


def test_the_trend_has_24_points_a_group_and_ends_today(as_user, city):
    points = as_user().get(f"{ROOT}/trend").json()
    assert len(points) == 48
    assert points[23]["on"] == str(clock.today()) and points[23]["covered"] == 1


def test_rows_come_by_key_with_the_figure_as_their_count(as_user, city):
    client = as_user("county_officer")
    first = client.get(f"{ROOT}/enterprises?state=uncovered&division=330784&limit=1").json()
    assert first["count"] == 2 and len(first["rows"]) == 1
    rest = client.get(f"{ROOT}/enterprises?state=uncovered&division=330784&after={first['after']}").json()
    assert len(rest["rows"]) == 1 and rest["after"] is None


def test_what_does_not_exist_is_refused_in_words(as_user):
    assert as_user().get(f"{ROOT}?group=x").status_code == 409
    assert as_user().get(f"{ROOT}?by=x").status_code == 422
    assert as_user("auditor").get(ROOT).status_code == 403


def test_a_day_still_to_come_is_today(as_user, city):
    tomorrow = clock.today() + timedelta(1)
    assert as_user().get(f"{ROOT}/table?on={tomorrow}").json()[0]["on"] == str(clock.today())
