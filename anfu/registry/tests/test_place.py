"""Places found for enterprises that waited, one by one and many at once."""

from datetime import date

import pytest

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.create import create
from anfu.registry.actions.place import Choice, place
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries import waiting
from anfu.registry.queries.suggestions import suggestions
from anfu.registry.tests.factories import SINCE, make_enterprise

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("anfu.core.clock.today", lambda: TODAY)


def make_waiting(**facts):
    return make_enterprise(division="", waiting_at="330784", **facts)


def test_many_are_placed_by_few_questions_and_one_entry(db, django_assert_max_num_queries):
    firms = [make_waiting() for _ in range(40)]
    actor = make_actor("county_officer")
    with django_assert_max_num_queries(60):
        assert place([Choice(firm.pk, "330784") for firm in firms], actor=actor, on=TODAY) == 40
    assert LedgerEntry.objects.count() == 1 and waiting.unplaced_count(actor) == 0
    rows = EnterpriseVersion.objects.current()
    assert {(row.division, row.valid_from, row.placement) for row in rows} == {("330784", SINCE, "confirmed")}
    assert EnterpriseVersion.objects.filter(retracted_at__isnull=False).count() == 40


@pytest.mark.parametrize(
    ("role", "division", "town"),
    [
        ("town_officer", "330784", ""),
        ("county_officer", "", ""),
        ("county_officer", "330784", "330702001"),
        ("county_officer", "110101", ""),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_written(db, role, division, town):
    firm = make_waiting()
    with pytest.raises(Refused):
        place([Choice(firm.pk, division, town)], actor=make_actor(role), on=TODAY)
    assert EnterpriseVersion.objects.get().division == ""


def test_who_is_placed_already_or_waits_elsewhere_is_not_placed_again(db):
    placed, elsewhere = make_enterprise(), make_enterprise(division="", waiting_at="330702")
    for firm in (placed, elsewhere):
        with pytest.raises(Refused):
            place([Choice(firm.pk, "330784")], actor=make_actor("county_officer"), on=TODAY)


def test_a_county_hands_over_and_the_other_places(db):
    firm = make_waiting()
    place([Choice(firm.pk, "330702")], actor=make_actor("county_officer"), on=TODAY)
    other = make_actor("county_officer", division="330702")
    assert waiting.unplaced_count(make_actor("county_officer")) == 0 and waiting.unplaced_count(other) == 1
    place([Choice(firm.pk, "330702", "330702001")], actor=other, on=TODAY)
    firm.refresh_from_db()
    assert (firm.division, firm.town) == ("330702", "330702001")


def test_suggestions_say_how_sure_and_why(db):
    sure = make_waiting(address="浙江省金华市永康市古山镇金山路1号")
    blank = make_waiting(name="某某厂", address="")
    found = suggestions(
        list(EnterpriseVersion.objects.select_related("enterprise__organisation").order_by("pk"))
    )
    first, second = (found[EnterpriseVersion.objects.get(enterprise=firm).pk] for firm in (sure, blank))
    assert (first.division, first.confidence) == ("330784", "high") and "永康" in first.basis
    assert second.confidence in ("none", "low") and second.basis


def test_a_new_enterprise_without_a_place_waits_where_it_was_registered(db):
    facts = {"name": "示例甲厂"}
    made = create("91330784MA00AB1C6J", facts, actor=make_actor("county_officer"), on=TODAY, source="执照")
    assert (made.division, made.waiting_at) == ("", "330784")
    foreign = facts | {"division": "330702"}
    with pytest.raises(Refused) as refused:
        create("91330702MA0000015Q", foreign, actor=make_actor("county_officer"), on=TODAY, source="执照")
    assert refused.value.field == "division"
