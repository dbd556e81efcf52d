import json

import pytest
from django.test import Client

from anfu.core.web.text import is_fit
from anfu.people.tests.factories import make_user


@pytest.fixture
def client(db):
    found = Client(raise_request_exception=False)
    found.force_login(make_user())
    return found


@pytest.mark.parametrize("text", ["", "安全 &<>\"'", "\u202e", "\ufeff", "\x01\x7f\r\n\t", "😀", "\ufffe"])
def test_all_other_text_is_kept(text):
    assert is_fit(text)


@pytest.mark.parametrize("path", ["/enterprises/?q=a%00b", "/enterprises/?a%00=b", "/enterprises/%00/"])
def test_a_nul_in_an_address_is_refused_in_words(client, path):
    answer = client.get(path)
    assert answer.status_code == 422 and "空字符" in answer.content.decode()


def test_a_nul_in_a_form_is_refused(client):
    assert client.post("/enterprises/views/", {"name": "a\0b"}).status_code == 422


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\udfff tail", ["deep", {"\0": 1}]])
def test_unfit_text_in_json_is_refused(client, text):
    body = json.dumps({"reason": text, "columns": {}})
    answer = client.put("/api/v1/intakes/1/columns", body, content_type="application/json")
    assert answer.status_code == 422 and "坏字符" in answer.json()["detail"]


@pytest.mark.parametrize("body", ["{", "[" * 5000 + "\\u0000", '"\\\\u0000"', "null", '"\\ud83d\\ude00"'])
def test_other_json_goes_its_way(client, body):
    answer = client.put("/api/v1/intakes/1/columns", body, content_type="application/json")
    assert answer.status_code in (400, 404, 422) and "坏字符" not in answer.content.decode()
