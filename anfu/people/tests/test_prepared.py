"""The query of every request, put into SQL once, answers as the one that is written anew each time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.people.backends import WithMemberships, _held
from anfu.people.models import Membership, User
from anfu.people.tests.factories import make_membership, make_party, make_user

TODAY = clock.today()
DAYS = [TODAY + timedelta(days) for days in (-400, -1, 0, 1, 30, 31, 4000)]


def people() -> list[User]:
    """One with several memberships of different lengths, one who stands in for that one, one who may not sign in."""
    first, second, third = (make_user("city_officer", username=f"m{n}") for n in range(3))
    own = first.memberships.get()
    ends = [TODAY + timedelta(31), TODAY, None]
    for end in ends:
        make_membership(first, "city_admin", party=make_party("city"), valid_to=end)
    make_membership(second, "city_officer", party=own.party, lent_from=own, valid_to=TODAY + timedelta(1))
    with without_ledger():
        User.objects.filter(pk=third.pk).update(is_active=False)
    return [first, second, third]


def told(held: list[Membership]) -> list[tuple[object, ...]]:
    return [
        (m.pk, m.valid_to, m.user.name, m.party.name, m.lent_from and m.lent_from.user.name) for m in held
    ]


@pytest.mark.django_db
def test_each_person_on_each_day_holds_what_the_plain_query_says(django_assert_num_queries):
    accounts, lengths = people(), set()
    for user in accounts:
        for day in DAYS:
            plain = told(list(Membership.objects.of_person(user.pk, day)))
            with django_assert_num_queries(1):
                assert told(_held(user.pk, day)) == plain
            lengths.add(len(plain))
    assert {0, 1, 2, 3} <= lengths


@pytest.mark.django_db
def test_an_account_comes_with_what_it_may_act_as_in_one_query(django_assert_num_queries):
    first, _, closed = people()
    with django_assert_num_queries(1):
        user = WithMemberships().get_user(first.pk)
        assert user == first and [m.user.name for m in user.held] == [first.name] * 3
    assert WithMemberships().get_user(closed.pk) is None


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_each_their_own():
    accounts, found = people()[:2], {}
    wanted = {user.pk: told(list(Membership.objects.of_person(user.pk, TODAY))) for user in accounts}

    def ask(pk: int) -> None:
        found[pk] = [told(_held(pk, TODAY)) for _ in range(50)]
        connection.close()

    threads = [threading.Thread(target=ask, args=(pk,)) for pk in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {pk: [held] * 50 for pk, held in wanted.items()} and all(wanted.values())
