"""T33: signing in: the same answer and the same work whoever is asked for, and no one kept out by others' tries."""

import time

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from anfu.core import clock
from anfu.core.models import LedgerEntry
from anfu.people.models import User
from anfu.people.signin import budget
from anfu.people.signin.models import Failure
from anfu.people.signin.tests.accounts import (
    AWAY,
    FAR,
    HOME,
    PASSWORD,
    code_now,
    person,
    sign_in,
    text,
    with_code,
)


def test_the_right_password_leads_to_the_page_that_was_asked_for(client, db):
    person()
    answer = sign_in(client, next="/parameters/")
    assert (answer.status_code, answer["Location"]) == (302, "/parameters/")
    assert client.get("/parameters/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_t33_signing_in_never_leads_to_another_site(client, db, elsewhere):
    person()
    assert sign_in(client, next=elsewhere)["Location"] == "/"


def test_t33_a_wrong_password_and_an_unknown_account_get_equal_bytes(db):
    person()
    pages = []
    for username in ("lu", "nobody-at-all"):
        client = Client()
        client.cookies["csrftoken"] = "a" * 32
        page = text(sign_in(client, username, "wrong wrong wrong"))
        pages.append(_without_token(page).replace(f'value="{username}"', "NAME"))
    assert pages[0] == pages[1]
    assert "没有登录" in pages[0]


def test_t33_an_account_that_is_off_answers_like_a_wrong_password(db):
    user = person()
    wrong = text(sign_in(Client(), "lu", "wrong wrong wrong"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    off = text(sign_in(Client(), "lu"))
    assert _without_token(wrong) == _without_token(off)


def test_t33_an_unknown_account_costs_the_same_hashing(client, db, settings, monkeypatch):
    """Counted, not timed: one hash each, so a slow machine cannot make this fail."""
    person()
    hashes = []
    hasher = get_hasher().__class__
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: hashes.append(1) or encode(*a, **k))
    for username in ("lu", "nobody-at-all"):
        hashes.clear()
        sign_in(client, username, "wrong wrong wrong")
        assert len(hashes) == 1


def test_t33_an_unknown_account_takes_about_the_same_time(db, settings):
    settings.PASSWORD_HASHERS = ["anfu.people.signin.passwords.Argon2id"]
    person()
    times = {name: min(_seconds(name) for _ in range(3)) for name in ("lu", "nobody-at-all")}
    assert 0.5 < times["lu"] / times["nobody-at-all"] < 2


def test_t05_who_burns_the_tries_from_one_network_does_not_hinder_the_person_elsewhere(db):
    person()
    attacker = Client()
    answers = [sign_in(attacker, password="guess", at=AWAY).status_code for _ in range(40)]
    assert answers.count(422) == budget.ACCOUNT_FROM_NETWORK.burst
    assert answers[-1] == 429
    assert sign_in(Client(), at=HOME).status_code == 302


def test_t05_a_known_device_gets_in_though_its_own_network_burns_the_tries(db):
    person()
    mine = Client()
    assert sign_in(mine).status_code == 302
    mine.post("/sign-out/")
    attacker = Client()
    for _ in range(20):
        sign_in(attacker, password="guess", at=HOME)
    assert sign_in(attacker, at=HOME).status_code == 429
    assert sign_in(mine, at=HOME).status_code == 302


def test_t05_even_many_networks_leave_a_known_device_its_tries(db, monkeypatch):
    # No try comes back meanwhile, however slow the machine is.
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    person()
    mine = Client()
    sign_in(mine)
    mine.post("/sign-out/")
    for n in range(30):
        for _ in range(3):
            sign_in(Client(), password="guess", at=f"10.{n}.0.1")
    assert sign_in(Client(), at=FAR).status_code == 429
    assert sign_in(mine, at=HOME).status_code == 302


def test_a_device_cookie_of_one_account_is_none_of_another(db):
    person()
    person(username="wei")
    mine = Client()
    sign_in(mine)
    mine.post("/sign-out/")
    for _ in range(8):
        sign_in(mine, "wei", "guess")
    assert sign_in(mine, "wei").status_code == 429
    assert sign_in(mine, "lu").status_code == 302


def test_t33_many_accounts_from_one_network_are_slowed_too(db):
    answers = [sign_in(Client(), f"name-{n}", "guess", at=AWAY).status_code for n in range(90)]
    assert 429 in answers


def test_being_slowed_is_the_same_for_accounts_that_do_not_exist(db):
    person()
    pages = []
    for username in ("lu", "nobody-at-all"):
        answers = [sign_in(Client(), username, "guess", at=AWAY) for _ in range(7)]
        assert int(answers[-1]["Retry-After"]) <= budget.ACCOUNT_FROM_NETWORK.seconds
        pages.append(_without_token(text(answers[-1])).replace(f'value="{username}"', "NAME"))
    assert "账号没有被锁住" in pages[0]
    assert pages[0] == pages[1]


def test_failures_are_counted_without_what_was_typed(db, as_user):
    person()
    for _ in range(2):
        sign_in(Client(), "lu", "my-secret-guess")
    sign_in(Client(), "my-password-in-the-wrong-field", "x")
    rows = {row.account: row for row in Failure.objects.all()}
    assert {account: row.count for account, row in rows.items()} == {"lu": 2, "": 1}
    assert rows["lu"].network == "203.0.113.0/24"
    page = text(as_user("security_admin").get("/sign-ins/"))
    assert "203.0.113.0/24" in page
    assert "my-password-in-the-wrong-field" not in page
    assert "my-secret-guess" not in page


def test_a_stranger_to_the_log_sees_none_of_it(as_user):
    assert as_user("city_admin").get("/sign-ins/").status_code == 403


def test_the_session_takes_a_new_number_at_sign_in(client, db):
    person()
    client.get("/sign-in/")
    session = client.session
    session["before"] = 1
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = old
    sign_in(client)
    assert client.session.session_key != old


def test_the_second_step_is_asked_and_passed(client, db):
    with_code(person())
    answer = sign_in(client, next="/parameters/")
    assert answer["Location"] == "/sign-in/second/"
    assert client.get("/parameters/").status_code == 302
    assert "第二步" in text(client.get("/sign-in/second/"))
    answer = client.post("/sign-in/second/", {"code": code_now()})
    assert (answer.status_code, answer["Location"]) == (302, "/parameters/")
    assert client.get("/parameters/").status_code == 200


def test_t33_codes_are_slowed_and_only_where_they_are_guessed(db):
    with_code(person())
    guesser = Client()
    sign_in(guesser, at=AWAY)
    said = [text(guesser.post("/sign-in/second/", {"code": "000000"}, REMOTE_ADDR=AWAY)) for _ in range(7)]
    assert "试得太快" in said[-1]
    mine = Client()
    sign_in(mine, at=HOME)
    assert mine.post("/sign-in/second/", {"code": code_now()}, REMOTE_ADDR=HOME).status_code == 302


def test_t33_a_code_counts_once_whichever_process_sees_it(db):
    from django.core.cache import cache

    with_code(person())
    code = code_now()
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post("/sign-in/second/", {"code": code}).status_code == expected
        cache.clear()  # another process remembers nothing of this one's memory


def test_a_password_of_an_older_hash_is_renewed_when_typed(client, db, settings):
    user = person()
    settings.PASSWORD_HASHERS = [
        "anfu.people.signin.passwords.Argon2id",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert sign_in(client).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")
    assert LedgerEntry.objects.get().verb == "people.password_rehashed"
    assert sign_in(Client(), password=PASSWORD).status_code == 302


def test_a_signed_in_person_is_not_asked_again(as_user):
    assert as_user("city_officer").get("/sign-in/").status_code == 302


def _seconds(username: str) -> float:
    start = time.thread_time()
    sign_in(Client(), username, "wrong wrong wrong", at=f"10.9.{time.perf_counter_ns() % 200}.1")
    return time.thread_time() - start


def _without_token(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
