"""Changes of facts: dated, explained, never overlapping."""

import itertools
import json
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anfu.core import ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.facts import set_facts
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise, make_uscc

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("anfu.core.clock.today", lambda: TODAY)


def change(enterprise, on=TODAY, actor=None, expected=None, **changes):
    actor = actor or make_actor("county_officer")
    return set_facts(enterprise, changes, actor=actor, on=on, source="现场核实", expected_version=expected)


def told(enterprise, field="employees") -> list[tuple]:
    rows = EnterpriseVersion.objects.filter(enterprise=enterprise, retracted_at=None).order_by("valid_from")
    return [(row.valid_from, row.valid_to, getattr(row, field)) for row in rows]


def current(enterprise) -> EnterpriseVersion:
    return EnterpriseVersion.objects.current().get(enterprise=enterprise)


D1, D2, D3 = date(2024, 1, 1), date(2025, 6, 1), date(2026, 3, 1)


def test_a_change_closes_the_version_in_force_and_begins_a_new_one(db):
    firm = make_enterprise(employees=50, industry="3311", valid_from=D1)
    version = change(firm, D2, employees=400, name="换了名字的厂")
    assert told(firm) == [(D1, D2, 50), (D2, None, 400)]
    assert (version.section, version.size_class, version.source) == ("C", "medium", "现场核实")
    firm.refresh_from_db()
    assert firm.organisation.name == "换了名字的厂"


def test_a_change_on_the_day_on_which_a_version_began_replaces_it(db):
    firm = make_enterprise(employees=50, valid_from=D1)
    change(firm, D2, employees=60)
    change(firm, D2, employees=70)
    assert told(firm) == [(D1, D2, 50), (D2, None, 70)]
    assert EnterpriseVersion.objects.filter(enterprise=firm, retracted_at__isnull=False).count() == 1


def test_a_late_entry_holds_until_somebody_said_something_new_about_that_field(db):
    firm = make_enterprise(employees=50, valid_from=D1, status="active")
    change(firm, D2, name="第二个名字")
    change(firm, D3, employees=90)
    change(firm, date(2024, 7, 1), employees=80, status="suspended")
    assert told(firm) == [
        (D1, date(2024, 7, 1), 50),
        (date(2024, 7, 1), D2, 80),
        (D2, D3, 80),
        (D3, None, 90),
    ]
    assert [row[2] for row in told(firm, "status")] == ["active", "suspended", "suspended", "suspended"]
    assert current(firm).name == "第二个名字"


def test_what_is_so_already_is_no_change(db):
    firm = make_enterprise(employees=50)
    assert change(firm, employees=50).pk == current(firm).pk
    assert not LedgerEntry.objects.exists()


def test_the_entry_says_before_and_after_and_names_no_person(db):
    firm = make_enterprise(employees=50, contact_phone="13812345678", principal="陈晓岚")
    change(firm, employees=60, contact_phone="13987654321", principal="林倩")
    entry = LedgerEntry.objects.get()
    body = json.loads(entry.body)
    assert entry.stream == "330784" and entry.subject == f"enterprise:{firm.organisation.uscc}"
    assert (body["before"]["employees"], body["after"]["employees"]) == ("50", "60")
    assert "13987654321" not in entry.body and "陈晓岚" not in entry.body and "林倩" not in entry.body
    assert ledger.verify() == (1, [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"employees": -1}, "employees"),
        ({"status": "asleep"}, "status"),
        ({"industry": "9999"}, "industry"),
        ({"division": "330702"}, "division"),
        ({"division": ""}, "division"),
        ({"town": "330702001"}, "town"),
        ({"hazard_level": "heavier", "hazard_scheme": "2021"}, "hazard_level"),
        ({"hazard_level": "severe"}, "hazard_scheme"),
        ({"established_on": TODAY + timedelta(1)}, "established_on"),
        ({"recorded_at": "2020"}, "recorded_at"),
        ({"name": "长" * 201}, "name"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_their_field(db, changes, field):
    firm = make_enterprise()
    with pytest.raises(Refused) as refused:
        change(firm, **changes)
    assert refused.value.field == field and not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("role", "where", "on"),
    [
        ("town_officer", {}, TODAY),
        ("leader", {}, TODAY),
        ("county_officer", {"division": "330702"}, TODAY),
        ("county_officer", {}, TODAY + timedelta(1)),
        ("county_officer", {}, date(2020, 1, 1)),
    ],
)
def test_who_may_not_or_a_day_that_cannot_be_is_refused(db, role, where, on):
    firm = make_enterprise()
    with pytest.raises(Refused):
        change(firm, on, actor=make_actor(role, **where), employees=1)
    assert told(firm)[0][2] is None


def test_the_city_moves_an_enterprise_and_its_territory_follows(db):
    firm = make_enterprise(town="330784001")
    change(firm, actor=make_actor("city_officer"), division="330702", town="330702001")
    firm.refresh_from_db()
    assert (firm.division, firm.town, current(firm).placement) == ("330702", "330702001", "confirmed")


def test_a_stale_form_is_refused_with_what_changed_and_by_whom(db):
    firm = make_enterprise(employees=50, contact_phone="13812345678")
    seen = current(firm).pk
    change(firm, employees=60, contact_phone="13987654321")
    with pytest.raises(Stale) as stale:
        change(firm, expected=seen, employees=70)
    assert "测试员" in stale.value.message
    said = {row["label"]: (row["old"], row["new"]) for row in stale.value.changes}
    assert said == {"从业人员": ("50", "60"), "联系电话": ("138****5678", "139****4321")}
    assert current(firm).employees == 60


def test_of_two_who_save_at_once_one_is_told(transactional_db):
    firm, actor = make_enterprise(employees=50), make_actor("county_officer")
    seen, answers = current(firm).pk, []

    def save(count: int) -> None:
        mine = Enterprise.objects.select_related("organisation").get(pk=firm.pk)
        try:
            change(mine, actor=actor, expected=seen, employees=count)
            answers.append("saved")
        except Stale:
            answers.append("stale")

    at_once(lambda: save(60), lambda: save(70))
    assert sorted(answers) == ["saved", "stale"]
    assert current(firm).employees in (60, 70) and LedgerEntry.objects.count() == 1


def at_once(*acts) -> None:
    """In threads of their own; on a database in memory, which has one connection, one after the other."""
    if connection.vendor == "sqlite":
        for act in acts:
            act()
        return

    def run(act) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "employees": st.sampled_from([None, 1, 2, 3]),
        "status": st.sampled_from(["active", "suspended", "cancelled"]),
        "industry": st.sampled_from(["", "3311", "5211"]),
        "name": st.sampled_from(["甲厂", "乙厂"]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(FIELDS, st.integers(0, 30)), min_size=1, max_size=8))
def test_periods_never_overlap_and_never_leave_a_gap(db, steps):
    with transaction.atomic():
        firm = make_enterprise(valid_from=D1, name="甲厂", uscc=make_uscc())
        for changes, days in steps:
            on = D1 + timedelta(days * 10)
            version = change(firm, on, **changes)
            assert all(getattr(version, name) == value for name, value in changes.items())
        periods = told(firm)
        assert periods[0][0] == D1 and periods[-1][1] is None
        assert all(one[1] == other[0] for one, other in itertools.pairwise(periods))
        transaction.set_rollback(True)
