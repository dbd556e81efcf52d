"""T25, T26: what one write request promises, page or API."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anfu.core import clock, jobs
from anfu.core.ledger.guard import Unledgered
from anfu.core.models import AnsweredWrite, LedgerEntry, Proposal, StoredFile
from anfu.core.tests.test_intake_pages import GOOD, HEADER
from anfu.core.writes.whole import WholeRequest
from anfu.people.tests.factories import make_user

PAGE = "/parameters/targets.industrial_bp/"
API = "/api/v1/parameters/targets.industrial_bp/proposals"


def form(**more):
    day = clock.today() + timedelta(7)
    return {"value": "6000", "valid_from": day.isoformat(), "reason": "新一轮规划", **more}


def body(**more):
    return form(**more) | {"value": 6000}


def send(client, key, **more):
    return client.post(API, body(**more), "application/json", headers={"Idempotency-Key": key})


def test_t26_a_form_sent_twice_gets_the_same_redirect_and_has_one_effect(as_user):
    client = as_user("city_admin")
    first, second = (client.post(PAGE, form(_once="k1")) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, PAGE)
    assert "Idempotent-Replayed" not in first.headers and second.headers["Idempotent-Replayed"] == "true"
    assert (Proposal.objects.count(), LedgerEntry.objects.count()) == (1, 1)


def test_t26_the_api_gives_the_same_answer_again(as_user):
    client = as_user("city_admin")
    first, second = send(client, "k1"), send(client, "k1")
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"


def test_another_request_under_the_same_key_is_refused(as_user):
    client = as_user("city_admin")
    send(client, "k1")
    answer = send(client, "k1", reason="别的理由写在这里")
    assert answer.status_code == 422 and "内容却不一样" in answer.json()["detail"]
    again = client.post(PAGE, form(_once="k1"))
    assert again.status_code == 422 and "重新打开" in again.content.decode()


def test_two_people_may_use_the_same_key(as_user):
    send(as_user("city_admin"), "k1")
    other = Client()
    other.force_login(make_user("city_admin", username="second"))
    answer = send(other, "k1")
    assert "Idempotent-Replayed" not in answer.headers


def test_a_refusal_is_kept_too(as_user):
    client = as_user("city_admin")
    send(client, "k1")
    first, second = send(client, "k2"), send(client, "k2")
    assert first.status_code == second.status_code == 409
    assert second.headers["Idempotent-Replayed"] == "true"


def test_an_unforeseen_error_leaves_nothing_and_may_be_tried_again(as_user, monkeypatch):
    client = as_user("city_admin")
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("anfu.core.views.parameters.redirect", lambda *_: 1 / 0)
        assert client.post(PAGE, form(_once="k1")).status_code == 500
    assert not (AnsweredWrite.objects.exists() or Proposal.objects.exists() or LedgerEntry.objects.exists())
    assert client.post(PAGE, form(_once="k1")).status_code == 302


def test_who_is_turned_away_at_the_door_uses_no_key_up(as_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("city_admin"))
    assert send(client, "k1").status_code == 403
    assert not AnsweredWrite.objects.exists()


def test_an_upload_is_told_apart_by_its_content(as_user):
    client = as_user("city_admin")
    typed = {"kind": "roster", "as_of": "2026-01-01", "_once": "k1"}

    def upload(text):
        file = SimpleUploadedFile("r.csv", (HEADER + text).encode())
        return client.post("/intakes/new/", typed | {"file": file})

    first, second = upload(GOOD), upload(GOOD)
    assert first["Location"] == second["Location"] and StoredFile.objects.count() == 1
    assert upload(GOOD.replace("86", "87")).status_code == 422


def test_a_key_that_cannot_be_kept_is_refused(as_user):
    assert send(as_user("city_admin"), "x" * 201).status_code == 422


def test_keys_live_seven_days(as_user, monkeypatch):
    send(as_user("city_admin"), "k1")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=6))
    jobs.tick(clock.now())
    jobs.run_all()
    assert AnsweredWrite.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    jobs.tick(clock.now())
    jobs.run_all()
    assert not AnsweredWrite.objects.exists()


def test_every_form_of_a_page_carries_a_key_of_its_own(as_user):
    client = as_user("city_admin")
    keys = []
    for _ in range(2):
        page = client.get(PAGE).content.decode()
        assert page.count('method="post"') == page.count('name="_once"')
        keys += re.findall(r'name="_once" value="([^"]+)"', page)
    assert len(keys) == len(set(keys)) >= 4


def test_t25_a_field_that_nobody_asked_for_undoes_the_write(as_user):
    answer = as_user("city_admin").post(PAGE, form(state="approved"))
    assert answer.status_code == 422 and "state" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_permission_is_asked_before_the_body_is_read(as_user):
    client = as_user("leader")
    assert client.post(API, "{", "application/json").status_code == 403
    assert client.post(API, {"no": "field"}, "application/json").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_view_that_writes_by_itself_is_still_found_by_the_guard():
    with pytest.raises(Unledgered), WholeRequest():
        Proposal.objects.all().delete()
        Proposal.objects.filter(pk=1).update(note="x")
