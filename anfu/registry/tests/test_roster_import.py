"""What a roster does to the registry: first nothing, then what was shown, and on demand nothing again."""

import gzip
import json
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anfu.core import clock, files, ledger
from anfu.core.intake import actions, queries, store
from anfu.core.intake.queries import RowFilter
from anfu.core.intake.store import Store
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Intake, LedgerEntry
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor
from anfu.registry.models import DuplicatePair, Enterprise, EnterpriseVersion, Organisation
from anfu.registry.tests.roster_files import AS_OF, code, finished, firm, judge, load

LATER = date(2026, 5, 1)
pytestmark = pytest.mark.django_db


def in_force(number: int) -> EnterpriseVersion:
    return EnterpriseVersion.objects.current().get(enterprise__organisation__uscc=code(number))


def picture() -> dict[str, object]:
    """All that pages and figures can see of the registry."""
    facts = EnterpriseVersion.objects.filter(retracted_at=None).order_by("pk")
    return {
        "enterprises": list(Enterprise.objects.order_by("pk").values()),
        "names": list(Organisation.objects.order_by("pk").values_list("uscc", "name")),
        "facts": list(facts.values()),
    }


def test_a_dry_run_writes_nothing():
    found = judge([firm(1), firm(2)])
    assert found.state == "judged" and found.counts["created"] == 2
    assert not Organisation.objects.exists() and not EnterpriseVersion.objects.exists()


def test_batches_that_were_cut_once_are_cut_no_other_way_by_a_later_version_of_the_program(monkeypatch):
    cut = Store.of(judge([firm(1), firm(2), firm(3)])).plan()
    monkeypatch.setattr(store, "BATCH_ROWS", 1)
    assert Store.of(Intake.objects.get()).plan() == cut
    assert len(Store.of(judge([firm(1), firm(2), firm(3)])).plan()) == 3


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["20", "六十", "", "3"])), min_size=1, max_size=12)
)
def test_verdicts_add_up_on_any_file(drawn):
    rows = [firm(number, employees=employees) for number, employees in drawn]
    counts = judge(rows).counts
    verdicts = ("created", "updated", "unchanged", "refused")
    assert sum(counts[name] for name in verdicts) == counts["rows"] == len(rows)
    assert sum(counts["codes"].values()) == len(rows)


def test_a_new_firm_has_its_facts_and_what_follows_from_them():
    load([firm(1, employees=86)])
    found = in_force(1)
    assert (found.valid_from, found.employees, found.division) == (AS_OF, 86, "330784")
    assert (found.section, found.sector, found.size_class, found.size_provisional) == (
        "C",
        "machinery",
        "small",
        True,
    )
    assert found.placement == "high" and found.address_key and found.status == "active"
    assert found.enterprise.division == "330784" and found.enterprise.waiting_at == ""


def test_loading_the_same_file_twice_changes_nothing():
    rows = [firm(number) for number in range(1, 9)]
    load(rows)
    before, entries = picture(), LedgerEntry.objects.filter(verb="registry.roster_loaded").count()
    again = load(rows, as_of=LATER)
    assert again.counts["unchanged"] == 8 and again.state == "judged"
    assert picture() == before
    assert LedgerEntry.objects.filter(verb="registry.roster_loaded").count() == entries


def test_an_update_ends_the_old_facts_on_the_day_of_the_roster():
    load([firm(1, employees=112)])
    second = load([firm(1, employees=86)], as_of=LATER)
    assert second.counts["updated"] == 1
    old, new = EnterpriseVersion.objects.order_by("pk")
    assert (old.employees, old.valid_from, old.valid_to, old.retracted_at) == (112, AS_OF, LATER, None)
    assert (new.employees, new.valid_from, new.valid_to) == (86, LATER, None)


def test_an_update_of_the_same_day_replaces():
    load([firm(1, employees=112)])
    load([firm(1, employees=86)])
    assert EnterpriseVersion.objects.get(retracted_at=None).employees == 86
    assert EnterpriseVersion.objects.exclude(retracted_at=None).get().employees == 112


def test_a_missing_column_keeps_what_is_known():
    load([firm(1, employees=50)])
    load([{"name": "示例改名厂", "uscc": code(1)}], as_of=LATER)
    found = in_force(1)
    assert (found.name, found.employees, found.division, found.scope) == (
        "示例改名厂",
        50,
        "330784",
        "五金制品制造、销售",
    )
    assert Organisation.objects.get().name == "示例改名厂"


def test_an_older_roster_does_not_overwrite_newer_facts():
    load([firm(1, employees=50)], as_of=LATER)
    assert load([firm(1, employees=20)]).counts["codes"] == {"unchanged:kept_newer": 1}
    assert in_force(1).employees == 50


def test_what_cannot_be_placed_waits_with_who_loaded_it():
    nowhere = {"address": "示例路1号", "name": "示例无处厂"}
    load([firm(1, **nowhere)], actor=make_actor("county_officer", division="330784"))
    load([firm(2, **nowhere)])
    waiting = Enterprise.objects.values_list("organisation__uscc", "division", "waiting_at")
    assert set(waiting) == {(code(1), "", "330784"), (code(2), "", "330700")}


def test_a_row_that_somebody_changed_meanwhile_is_refused_and_says_by_whom():
    load([firm(1), firm(2)])
    slow = judge([firm(1, employees=31), firm(2, employees=32)], as_of=LATER)
    load([firm(1, employees=99)], as_of=LATER - timedelta(days=1))
    actions.start_applying(slow.pk, actor=make_actor())
    slow = finished(slow)
    assert (slow.counts["updated"], slow.counts["refused"], slow.counts["rows"]) == (1, 1, 2)
    row = queries.rows_page(slow, RowFilter("refused"), after=None, before=None).rows[0]
    assert row["code"] == "changed_meanwhile" and "测试员" in row["message"]
    assert (in_force(1).employees, in_force(2).employees) == (99, 32)


def test_two_imports_that_make_the_same_firm_make_it_once():
    first, second = judge([firm(1), firm(2)]), judge([firm(2), firm(3)])
    for each in (first, second):
        actions.start_applying(each.pk, actor=make_actor())
    assert finished(second).counts["codes"] == {"created:new": 1, "refused:changed_meanwhile": 1}
    assert Enterprise.objects.count() == 3


def test_withdrawing_restores_exactly():
    load([firm(1, employees=50), firm(2)])
    before = picture()
    second = load([firm(1, employees=80, name="示例新名厂"), firm(2, employees=30)], as_of=LATER)
    withdraw(second)
    assert picture() == before


def test_withdrawing_a_replacement_of_the_same_day_restores_the_replaced():
    load([firm(1, employees=50)])
    before = picture()
    withdraw(load([firm(1, employees=80)]))
    assert picture() == before


def test_a_withdrawn_new_firm_is_known_to_nobody_and_can_come_again():
    found = withdraw(load([firm(1)]))
    assert found.state == "withdrawn" and found.counts["withdrawn"] == 1
    assert not EnterpriseVersion.objects.current().exists()
    assert not Enterprise.objects.visible_to(make_actor("county_officer", division="330784")).exists()
    assert load([firm(1)]).counts["created"] == 1
    assert in_force(1).enterprise.division == "330784"


def test_what_later_changes_build_on_stays_and_is_told():
    first = load([firm(1), firm(2), firm(3)])
    load([firm(1, employees=80)], as_of=LATER)
    one, two = Enterprise.objects.order_by("pk")[1:]
    with without_ledger():
        DuplicatePair.objects.create(first=one, second=two, kind="address", basis="同址", state="distinct")
    from anfu.registry.roster.withdraw import kept

    told = {each.key: each.why for each in kept(first, 10)}
    assert set(told) == {code(1), code(2), code(3)} and "后来又改过" in told[code(1)]
    withdraw(first)
    assert EnterpriseVersion.objects.current().count() == 3


def test_an_import_can_be_withdrawn_only_for_some_days():
    found = load([firm(1)])
    late = clock.now() + timedelta(days=9)
    with patch("anfu.core.clock.today", lambda: late.date()), pytest.raises(Refused, match="只能在"):
        actions.start_withdrawing(found.pk, reason="名册给错了", actor=make_actor())


def test_a_county_officer_neither_sees_nor_loads_for_another_county():
    county = make_actor("county_officer", division="330702")
    theirs = load([firm(1)], actor=make_actor("county_officer", division="330784"))
    assert not Intake.objects.visible_to(county).exists()
    with pytest.raises(Intake.DoesNotExist):
        actions.start_withdrawing(theirs.pk, reason="不是我的名册", actor=county)
    assert judge([firm(1, employees=9)], actor=county).counts["codes"] == {"refused:outside": 1}
    with pytest.raises(Refused):
        judge([firm(1)], actor=county, division="330784")


def test_the_ledger_keeps_the_rows_without_personal_data():
    load([firm(1), firm(2, address="浙江省金华市义乌市示例路2号")])
    entries = LedgerEntry.objects.filter(verb="registry.roster_loaded")
    assert {entry.stream for entry in entries} == {"330784", "330782"}
    kept = gzip.decompress(files.path(entries.get(stream="330784").rows).read_bytes()).decode()
    row = json.loads(kept.splitlines()[0])
    assert row["uscc"] == code(1) and row["employees"] == 20
    assert "1390000" not in kept
    assert ledger.verify()[1] == []


def withdraw(found: Intake) -> Intake:
    actions.start_withdrawing(found.pk, reason="名册给错了年份", actor=make_actor())
    return finished(found)
