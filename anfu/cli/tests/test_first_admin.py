import pytest
from typer.testing import CliRunner

from anfu.core.models import LedgerEntry
from anfu.people.models import Membership, User

WORD = "quite-a-long-word-for-once"


def first(*words, password=WORD):
    from anfu.cli import main

    if not main.app.registered_commands:
        main._gather()
    told = ["first-admin", *words, "--name", "祝南星", "--office", "平台管理"]
    return CliRunner().invoke(main.app, told, input=f"{password}\n{password}\n")


def test_the_first_administrators_get_in_and_the_ledger_knows(db):
    assert first("security", "anquan1").exit_code == 0
    assert User.objects.get(username="anquan1").check_password(WORD)
    assert Membership.objects.get().role == "security_admin"
    assert LedgerEntry.objects.filter(verb="people.user_set", subject="user:anquan1").exists()


@pytest.mark.parametrize("words, password", [(("root", "a"), WORD), (("audit", "a"), "12345678")])
def test_other_duties_and_weak_passwords_are_refused(db, words, password):
    assert first(*words, password=password).exit_code == 1
    assert not User.objects.exists()


def test_a_third_of_one_kind_and_a_taken_name_are_refused(db):
    assert [first("system", name).exit_code for name in ("a1", "a1", "a2", "a3")] == [0, 1, 0, 1]
    assert set(User.objects.values_list("username", flat=True)) == {"a1", "a2"}
