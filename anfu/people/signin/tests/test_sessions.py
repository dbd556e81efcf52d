"""Sessions: how long they live, who ends them, and when somebody must prove again who they are."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Proposal
from anfu.people.models import User
from anfu.people.signin.tests.accounts import PASSWORD, code_now, person, sign_in, text, with_code

NEW = "three green umbrellas"
PARAMETER = "/parameters/targets.industrial_bp/"
CHANGE = {"value": "6000", "valid_from": "2099-01-01", "reason": "新一轮规划"}


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=6)`: the clock stands so much later than now."""
    begun = clock.now()

    def move(**by: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(**by))

    return move


@pytest.fixture
def signed_in(client, db):
    person("city_admin", "shi")
    sign_in(client, "shi")
    return client


def verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True))


def changed() -> bool:
    return Proposal.objects.exists()


def test_a_session_without_requests_ends_after_the_idle_time(signed_in, later):
    later(minutes=29)
    assert signed_in.get("/parameters/").status_code == 200
    later(minutes=58)
    assert signed_in.get("/parameters/").status_code == 200
    later(minutes=89)
    assert signed_in.get("/parameters/").status_code == 302
    assert "已自动退出" in text(signed_in.get("/sign-in/?next=/parameters/"))


def test_an_official_is_signed_out_after_eight_hours_of_work(signed_in, later):
    for minutes in range(0, 8 * 60, 20):
        later(minutes=minutes)
        assert signed_in.get("/parameters/").status_code == 200
    later(minutes=8 * 60 + 1)
    assert signed_in.get("/parameters/").status_code == 302


def test_asking_how_long_is_left_does_not_prolong_it(signed_in, later):
    later(minutes=20)
    assert 590 <= signed_in.get("/session/").json()["left"] <= 600
    later(minutes=31)
    assert signed_in.get("/parameters/").status_code == 302


def test_to_stay_prolongs_it(signed_in, later):
    later(minutes=29)
    assert signed_in.post("/session/").json()["left"] == 1800
    later(minutes=58)
    assert signed_in.get("/parameters/").status_code == 200


def test_reading_pages_writes_nothing_within_a_minute(signed_in, django_assert_num_queries):
    signed_in.get("/session/")
    with django_assert_num_queries(2):  # session, account
        signed_in.get("/session/")


def test_the_page_lists_where_one_is_signed_in_and_ends_the_others(signed_in):
    other = Client()
    sign_in(other, "shi")
    page = text(signed_in.get("/security/"))
    assert page.count("Windows 电脑 · Chrome") == 2
    assert page.count("就是这一处") == 1
    assert signed_in.post("/security/sessions/end/").status_code == 302
    assert other.get("/parameters/").status_code == 302
    assert signed_in.get("/parameters/").status_code == 200


def test_one_session_is_ended_and_no_other_persons_can_be(signed_in):
    other, stranger = Client(), Client()
    sign_in(other, "shi")
    person(username="wei")
    sign_in(stranger, "wei")
    mine = UserSession.objects.get(session_key=other.session.session_key)
    assert stranger.post(f"/security/sessions/{mine.pk}/end/").status_code == 404
    assert other.get("/parameters/").status_code == 200
    assert signed_in.post(f"/security/sessions/{mine.pk}/end/").status_code == 302
    assert other.get("/parameters/").status_code == 302


def test_later_ending_sessions_asks_first_who_it_is(signed_in, later):
    other = Client()
    sign_in(other, "shi")
    mine = UserSession.objects.get(session_key=other.session.session_key)
    later(minutes=6)
    for address in (f"/security/sessions/{mine.pk}/end/", "/security/sessions/end/"):
        assert signed_in.post(address)["Location"].startswith("/security/prove/password/")
    assert other.get("/parameters/").status_code == 200


def test_a_new_password_ends_all_other_sessions_and_leaves_an_entry(signed_in):
    other = Client()
    sign_in(other, "shi")
    old = signed_in.session.session_key
    answer = signed_in.post("/security/password/", {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/security/"
    assert other.get("/parameters/").status_code == 302
    assert signed_in.get("/parameters/").status_code == 200
    assert signed_in.session.session_key != old
    assert text(signed_in.get("/security/")).count("就是这一处") == 1
    assert verbs() == ["people.password_changed"]
    assert NEW not in LedgerEntry.objects.get().body
    assert sign_in(Client(), "shi", PASSWORD).status_code == 422
    assert sign_in(Client(), "shi", NEW).status_code == 302


def test_a_weak_new_password_is_refused_and_nothing_changes(signed_in):
    answer = signed_in.post("/security/password/", {"password1": "short", "password2": "short"})
    assert answer.status_code == 422
    assert "12" in text(answer)
    assert verbs() == []


def test_the_security_administrator_ends_all_sessions_of_a_person(db):
    person("security_admin", "anquan")
    watcher = Client()
    sign_in(watcher, "anquan")
    user = person(username="wei")
    theirs = Client()
    sign_in(theirs, "wei")
    page = text(watcher.get("/sign-ins/find/?username=wei", follow=True))
    assert "Windows 电脑 · Chrome" in page
    address = f"/sign-ins/accounts/{user.pk}/end/"
    watcher.post(address, {"reason": "短"})
    assert theirs.get("/parameters/").status_code == 200
    assert watcher.post(address, {"reason": "电脑丢失，本人报告"}).status_code == 302
    assert theirs.get("/parameters/").status_code == 302
    assert verbs() == ["people.sessions_ended"]
    assert json.loads(LedgerEntry.objects.get().body)["after"] == {"count": 1, "reason": "电脑丢失，本人报告"}


def test_an_account_that_is_switched_off_loses_its_sessions(signed_in):
    user = User.objects.get(username="shi")
    with without_ledger():
        user.is_active = False
        user.save()
        user.is_active = True
        user.save()
    assert signed_in.get("/parameters/").status_code == 302


def test_within_five_minutes_of_signing_in_a_sensitive_act_is_done_at_once(signed_in):
    assert signed_in.post(PARAMETER, CHANGE)["Location"] == PARAMETER
    assert changed()


def test_later_a_sensitive_act_asks_first_and_then_goes_on_with_what_was_typed(signed_in, later):
    later(minutes=6)
    answer = signed_in.post(PARAMETER, CHANGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/security/prove/password/")
    assert not changed()
    number = signed_in.session.session_key
    wrong = signed_in.post(answer["Location"], {"password": "not my password"})
    assert "incorrect" not in text(wrong)
    assert not changed()
    done = signed_in.post(answer["Location"], {"password": PASSWORD})
    assert done["Location"] == PARAMETER
    assert changed()
    assert signed_in.session.session_key != number


def test_a_code_proves_it_as_well(db, client, later):
    with_code(person("city_admin", "shi"))
    sign_in(client, "shi")
    client.post("/sign-in/second/", {"code": code_now()})
    later(minutes=6)
    client.post(PARAMETER, CHANGE)
    answer = client.post(f"/security/prove/code/?next={PARAMETER}", {"code": code_now(1)})
    assert answer["Location"] == PARAMETER
    assert changed()


def test_guessing_the_proof_is_slowed(signed_in, later):
    later(minutes=6)
    said = [text(signed_in.post("/security/prove/password/", {"password": f"guess {n}"})) for n in range(8)]
    assert "试得太快" in said[-1]


def test_secrets_are_not_kept_while_the_proof_is_asked_for(signed_in, later):
    later(minutes=6)
    signed_in.post("/security/password/", {"password1": NEW, "password2": NEW})
    assert NEW not in str(dict(signed_in.session))


def test_the_api_says_in_a_sentence_that_a_proof_is_needed():
    from ninja import Router
    from ninja.testing import TestClient

    from anfu.core.actor import Actor
    from anfu.core.api import permitted
    from anfu.people.models import User

    router = Router()

    @router.post("/api/act")
    @permitted("core.set_parameter", fresh=True)
    def act(request):
        return "done"

    actor = Actor(user_id=None, name="测试员", permissions=frozenset({"core.set_parameter"}))
    asked = {"user": User(), "actor": actor, "content_type": "application/json", "body": b"{}"}
    client = TestClient(router)
    assert client.post("/api/act", proved=True, **asked).json() == "done"
    answer = client.post("/api/act", proved=False, **asked)
    assert answer.status_code == 403
    assert "5 分钟" in answer.json()["detail"]


class TestOfficialsNeedASecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.SECOND_FACTOR = "required"

    def test_they_are_led_to_set_it_up_before_anything_else(self, signed_in):
        answer = signed_in.get("/parameters/")
        assert (answer.status_code, answer["Location"]) == (302, "/security/set-up/")
        assert "你的岗位必须有第二步验证" in text(signed_in.get("/security/set-up/"))
        api = signed_in.get("/api/v1/registry/industries?q=a")
        assert api.status_code == 403
        assert "第二步验证" in api.json()["detail"]

    def test_a_telephone_is_set_up_and_opens_the_rest(self, signed_in):
        page = text(signed_in.get("/security/code/"))
        assert "data:image/svg+xml" in page
        secret = signed_in.session["mfa.totp.secret"]
        from allauth.mfa.totp.internal.auth import (
            format_hotp_value,
            hotp_value,
            yield_hotp_counters_from_time,
        )

        code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
        answer = signed_in.post("/security/code/", {"code": code})
        assert answer["Location"] == "/security/recovery/"
        codes = text(signed_in.get("/security/recovery/"))
        assert codes.count('<li class="af-mono">') == 10
        assert signed_in.get("/parameters/").status_code == 200
        assert verbs() == ["people.second_factor_set", "people.second_factor_set"]
        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    def test_the_last_one_stays(self, db, client):
        with_code(person("city_admin", "shi"))
        sign_in(client, "shi")
        client.post("/sign-in/second/", {"code": code_now()})
        assert client.post("/security/code/remove/").status_code == 409
        assert Authenticator.objects.count() == 1


def test_where_it_is_offered_it_can_be_taken_away_again(db, client):
    with_code(person("city_admin", "shi"))
    sign_in(client, "shi")
    client.post("/sign-in/second/", {"code": code_now()})
    assert client.post("/security/code/remove/").status_code == 302
    assert verbs()[-1] == "people.second_factor_removed"


def test_a_recovery_code_signs_in_once(db, client):
    with_code(person("city_admin", "shi"))
    sign_in(client, "shi")
    client.post("/sign-in/second/", {"code": code_now()})
    client.post("/security/recovery/new/")
    import re

    code = re.findall(r'<li class="af-mono">(\d+)<', text(client.get("/security/recovery/")))[0]
    for expected in (302, 200):
        other = Client()
        sign_in(other, "shi")
        assert other.post("/sign-in/second/", {"code": code}).status_code == expected
