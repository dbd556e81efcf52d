"""Rows bound to the ledger: what the platform writes is recorded, what comes by another way is named (T37)."""

from datetime import date

import pytest
from django.db import connection, transaction

from anfu.core import jobs, ledger, parameters
from anfu.core.ledger.guard import without_ledger
from anfu.core.ledger.state import capture
from anfu.core.ledger.state.replay import JOB, Difference, each_night, replay
from anfu.core.ledger.state.tables import Table, audited
from anfu.core.ledger.state.taking import VERB, take
from anfu.core.models import Job, LedgerEntry, Parameter, SpecialDay, TouchedRow, WatchedTable
from anfu.people.tests.factories import make_actor, make_user


def days(*numbers: int) -> None:
    with transaction.atomic(), without_ledger():
        for n in numbers:
            SpecialDay.objects.create(day=date(2027, 1, n), works=False, name=f"第{n}天", source="测试")


def edit(sql: str, *values: object) -> None:
    """What somebody does with the database's own tool."""
    with capture.behind_the_platform(), without_ledger(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def named() -> list[Difference]:
    return replay().differences


def test_what_the_platform_writes_is_recorded_and_passes(db):
    days(1, 2, 3)
    assert take() >= 3
    assert not TouchedRow.objects.exists()
    with transaction.atomic(), without_ledger():
        SpecialDay.objects.filter(name="第2天").update(works=True)
        SpecialDay.objects.filter(name="第3天").delete()
    assert named() == []
    assert ledger.verify()[1] == []


def test_nothing_written_leaves_no_entry(db):
    take()
    before = LedgerEntry.objects.count()
    assert take() == 0
    assert LedgerEntry.objects.count() == before


def test_a_rolled_back_change_is_not_recorded(db):
    take()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), without_ledger():
        SpecialDay.objects.create(day=date(2027, 1, 1), works=False, source="测试")
        raise ZeroDivisionError
    assert capture.pending() == 0


@pytest.mark.parametrize(("sql", "what"), [
    ("UPDATE core_specialday SET works = NOT works WHERE day = '2027-01-02'", "changed"),
    ("UPDATE core_specialday SET name = '' WHERE day = '2027-01-02'", "changed"),
    ("DELETE FROM core_specialday WHERE day = '2027-01-02'", "deleted"),
    ("INSERT INTO core_specialday (day, works, name, source) VALUES ('2027-01-02', TRUE, '', '')", "added"),
])  # fmt: skip
def test_T37_a_row_edited_deleted_or_added_behind_the_platform_is_named(db, sql, what):
    days(1, 3) if what == "added" else days(1, 2, 3)
    take()
    edit(sql)
    assert named() == [Difference("core_specialday", "2027-01-02", what)]


def test_T37_an_edit_does_not_become_true_by_a_second_replay(db):
    days(1, 2)
    take()
    edit("UPDATE core_specialday SET name = 'x' WHERE day = '2027-01-01'")
    assert named() == named() != []


def test_T37_a_row_that_the_platform_writes_later_is_recorded_as_it_is_then(db):
    """The bound: a change is seen as long as the platform has not written the row again."""
    days(1)
    take()
    edit("UPDATE core_specialday SET name = 'x' WHERE day = '2027-01-01'")
    assert len(named()) == 1
    with transaction.atomic(), without_ledger():
        SpecialDay.objects.update(works=True)
    assert named() == []


def test_every_audited_table_is_watched(db):
    assert set(WatchedTable.objects.values_list("name", flat=True)) == {table.name for table in audited()}


def test_rows_of_a_table_whose_columns_changed_are_recorded_anew(db):
    days(1)
    take()
    WatchedTable.objects.filter(name="core_specialday").update(columns=["day"])
    capture.after_migrating()
    assert TouchedRow.objects.filter(table="core_specialday").count() == 1
    assert named() == []


def test_the_nightly_job_fails_with_the_rows_by_name(db):
    make_user("city_officer")
    take()
    edit("UPDATE people_user SET name = '别人'")
    each_night()
    each_night()
    assert Job.objects.filter(kind=JOB).count() == 1
    jobs.run_all()
    job = Job.objects.get(kind=JOB)
    assert job.state == "failed" and "绕开平台被动过" in job.error and "people_user" in job.error


def test_the_entry_holds_counts_and_the_digest_of_the_rows(db):
    days(1, 2)
    take()
    entry = LedgerEntry.objects.filter(verb=VERB).latest("id")
    assert entry.rows is not None and entry.rows.sha256 in entry.body
    assert '"core_specialday":2' in entry.body


def test_parameters_set_by_the_platform_pass(db):
    parameters.value("targets.industrial_bp", on=date(2026, 11, 20))
    take()
    assert named() == []
    edit("UPDATE core_parameter SET clause = 'x' WHERE code = 'targets.industrial_bp'")
    row = Parameter.objects.get(code="targets.industrial_bp")
    assert named() == [Difference("core_parameter", str(row.pk), "changed")]


def editable(table: Table) -> str:
    """A text column of the table that no constraint looks at."""
    liked = (
        "source",
        "office",
        "name",
        "reason",
        "error",
        "basis",
        "clause",
        "description",
        "address_key",
        "facts_hash",
        "rule",
    )
    return next((column for column in liked if column in table.columns), "")


def test_T37_one_random_edit_in_every_audited_table_of_a_city_is_named(db):
    from anfu.demo.load import load_city

    load_city(enterprises=40, seed=7, today=date(2026, 11, 20), told=lambda *_: None)
    make_actor("city_officer")
    days(1)
    take()
    assert named() == []
    expected = []
    for table in audited():
        with connection.cursor() as cursor:
            first = f'SELECT CAST("{table.key}" AS TEXT) FROM "{table.name}" ORDER BY 1 LIMIT 1'  # noqa: S608
            cursor.execute(first)
            row = cursor.fetchone()
        if row and (column := editable(table)):
            this = f'WHERE CAST("{table.key}" AS TEXT) = %s'
            edit(f'UPDATE "{table.name}" SET "{column}" = %s {this}', "改", row[0])  # noqa: S608
            expected.append(Difference(table.name, row[0], "changed"))
    assert len(expected) >= 8, expected
    assert named() == expected
