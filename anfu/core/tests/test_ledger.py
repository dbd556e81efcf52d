from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from anfu.core import ledger, parameters
from anfu.core.ledger import triggers
from anfu.core.ledger.guard import Unledgered
from anfu.core.models import LedgerEntry, LedgerStream, Parameter
from anfu.people.tests.factories import make_actor

ON = date(2026, 11, 20)


def write(count: int, stream: str = "330784") -> None:
    actor = make_actor("county_officer")
    with transaction.atomic():
        for n in range(count):
            ledger.record("test.happened", f"thing:{n}", actor=actor, on=ON, stream=stream, after={"n": n})


def test_a_chain_verifies_and_counts_its_entries(db):
    write(5)
    write(3, stream="330702")
    assert ledger.verify() == (8, [])


@pytest.mark.parametrize("column", ["body", "digest", "previous", "verb"])
def test_a_changed_entry_is_named(db, column):
    write(5)
    triggers.drop(connection)
    LedgerEntry.objects.filter(seq=3).update(**{column: "0" * 64})
    assert [(f.stream, f.seq) for f in ledger.verify()[1]] == [("330784", 3)]


def test_a_cut_off_end_is_noticed(db):
    write(5)
    triggers.drop(connection)
    LedgerEntry.objects.filter(seq=5).delete()
    assert [(f.stream, f.seq) for f in ledger.verify()[1]] == [("330784", 4)]


def test_a_file_of_rows_that_was_changed_is_named(db):
    from anfu.core import files

    with transaction.atomic():
        entry = ledger.record_rows("test.bulk", "thing:all", [{"a": 1}], actor=make_actor(), on=ON)
    files.path(entry.rows).write_bytes(b"other")
    assert [f.seq for f in ledger.verify()[1]] == [1]


@pytest.mark.parametrize(
    "statement", ["UPDATE core_ledgerentry SET verb='x'", "DELETE FROM core_ledgerentry"]
)
def test_T36_the_database_refuses_to_change_the_ledger(db, statement):
    write(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_entry_needs_a_transaction(transactional_db):
    with pytest.raises(RuntimeError):
        ledger.record("test.happened", "thing:1", actor=make_actor(), on=ON)


def test_an_entry_holds_no_float(db):
    with pytest.raises(TypeError), transaction.atomic():
        ledger.record("test.happened", "thing:1", actor=make_actor(), on=ON, after={"n": 0.5})
    assert not LedgerStream.objects.filter(length__gt=0).exists()


def test_T36_an_audited_change_without_an_entry_is_rolled_back(db):
    with pytest.raises(Unledgered), transaction.atomic():
        Parameter.objects.filter(code="targets.high_risk_bp").update(value=1)
    assert parameters.value("targets.high_risk_bp", on=ON) == 10000


def test_an_audited_change_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(Unledgered):
        Parameter.objects.filter(code="targets.high_risk_bp").update(value=1)
