"""Every way in which the API says no: JSON in the one documented form, with a sentence that a person can read."""

import pytest
from django.test import Client

from anfu.core.api import Problem
from anfu.people.tests.factories import make_user
from anfu.registry.tests.factories import make_enterprise

API = "/api/v1"
WRITE = f"{API}/people/messages/read"
JSON = {"content_type": "application/json"}


def said(answer) -> Problem:
    assert answer["Content-Type"].split(";")[0] == "application/json"
    return Problem.model_validate_json(answer.content, strict=True, extra="forbid")


@pytest.fixture
def officer(db, client):
    client.raise_request_exception = False
    client.force_login(make_user("county_officer", division="330784"))
    return client


WAYS = {
    "unknown address": ("GET", f"{API}/nothing-here", b"", 404),
    "absent": ("GET", f"{API}/targeting/findings/999999", b"", 404),
    "another method": ("DELETE", f"{API}/people/messages", b"", 405),
    "no JSON": ("POST", WRITE, b'{"ids": [', 400),
    "not the type": ("POST", WRITE, b'{"ids": "all"}', 422),
    "a field unasked for": ("POST", WRITE, b'{"all": true}', 422),
    "a bad character": ("GET", f"{API}/people/messages?x=%00", b"", 422),
    "too big": ("POST", WRITE, b" " * (5 << 20), 413),
    "no such day": ("GET", f"{API}/parameters?on=x", b"", 422),
    "no such permission": ("POST", f"{API}/parameters/targets.high_risk_bp/proposals", b"", 403),
    "refused by a rule": ("GET", f"{API}/targets/coverage?division=1", b"", 409),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_refusal_is_json_with_a_chinese_sentence(officer, way):
    method, path, body, status = WAYS[way]
    answer = officer.generic(method, path, body, **JSON)
    assert answer.status_code == status, answer.content
    assert any("一" <= sign <= "鿿" for sign in said(answer).detail)


def test_another_method_is_told_which_ones_there_are(officer):
    assert officer.delete(f"{API}/people/messages")["Allow"] == "GET"


def test_what_does_not_fit_is_named_with_its_place(officer):
    problem = said(officer.post(WRITE, b'{"ids": ["x"], "all": 1}', **JSON))
    assert [(each.at, each.rule) for each in problem.fields] == [
        ("body.ids.0", "int_parsing"), ("body.all", "extra_forbidden"),
    ]  # fmt: skip
    assert "body.all" in problem.detail


def test_thousands_of_faults_are_not_listed(officer):
    ids = ",".join(['"x"'] * 5000)
    assert len(said(officer.post(WRITE, f'{{"ids": [{ids}]}}', **JSON)).fields) == 1000


def test_a_stranger_is_asked_to_sign_in(db):
    answer = Client().get(f"{API}/people/messages")
    assert answer.status_code == 401 and "登录" in said(answer).detail


def test_without_the_sessions_sign_nothing_is_done(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("county_officer", division="330784"))
    answer = client.post(WRITE, b"{}", **JSON)
    assert answer.status_code == 403 and "X-CSRFToken" in said(answer).detail


def test_an_unforeseen_error_is_json_too(officer, monkeypatch):
    monkeypatch.setattr("anfu.people.messages.actions.read", lambda *_: 1 / 0)
    answer = officer.post(WRITE, b"{}", **JSON)
    assert answer.status_code == 500 and "没有写入一半" in said(answer).detail


def test_a_stale_write_says_what_changed(officer):
    firm = make_enterprise(division="330784", employees=20)
    path = f"{API}/registry/enterprises/{firm.organisation.uscc}"
    edit = {"on": "2026-01-05", "source": "现场核实", "expected_version": firm.versions.get().pk}
    assert officer.patch(path, edit | {"changes": {"employees": 80}}, **JSON).status_code == 200
    answer = officer.patch(path, edit | {"changes": {"employees": 90}}, **JSON)
    changes = said(answer).changes
    assert answer.status_code == 409 and any("80" in change.new for change in changes), changes
