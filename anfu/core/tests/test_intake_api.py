"""The whole way of an import over the API."""

from django.core.files.uploadedfile import SimpleUploadedFile

from anfu.core import jobs
from anfu.core.tests.test_intake_pages import GOOD, HEADER, WRONG
from anfu.registry.models import Enterprise

ROOT = "/api/v1/intakes"


def upload(client, text):
    file = SimpleUploadedFile("名册.csv", (HEADER + text).encode())
    return client.post(ROOT, {"kind": "roster", "as_of": "2026-01-01", "file": file})


def test_from_upload_to_withdrawal(as_user):
    client = as_user("county_officer", division="330784")
    made = upload(client, GOOD + WRONG)
    assert made.status_code == 201
    pk = made.json()["id"]
    body = {"columns": {"3": "employees"}}
    assert client.put(f"{ROOT}/{pk}/columns", body, content_type="application/json").status_code == 200
    jobs.run_all()
    counts = client.get(f"{ROOT}/{pk}").json()["counts"]
    assert (counts["created"], counts["refused"]) == (1, 1)
    (row,) = client.get(f"{ROOT}/{pk}/rows?verdict=refused").json()["rows"]
    assert row["line"] == 3 and row["code"] == "bad_number"
    mended = client.put(
        f"{ROOT}/{pk}/rows/{row['row']}", {"cells": {"employees": "63"}}, content_type="application/json"
    )
    assert mended.json()["verdict"] == "created"
    assert client.post(f"{ROOT}/{pk}/apply").status_code == 200
    jobs.run_all()
    assert Enterprise.objects.filter(division="330784").count() == 2
    answer = client.post(
        f"{ROOT}/{pk}/withdraw", {"reason": "名册给错了年份"}, content_type="application/json"
    )
    assert answer.json()["state"] == "withdrawing"
    jobs.run_all()
    assert client.get(f"{ROOT}/{pk}").json()["state"] == "withdrawn"


def test_refusals_are_sentences(as_user):
    client = as_user("county_officer", division="330784")
    file = SimpleUploadedFile("名册.csv", b"%PDF-1.7")
    answer = client.post(ROOT, {"kind": "roster", "as_of": "2026-01-01", "file": file})
    assert answer.status_code == 409 and "PDF" in answer.json()["detail"]
    pk = upload(client, GOOD).json()["id"]
    assert client.post(f"{ROOT}/{pk}/apply").status_code == 409
    assert client.get(f"{ROOT}/{pk + 1}").status_code == 404


def test_only_those_who_import_may_ask(as_user):
    assert as_user("leader").get(ROOT).status_code == 403
