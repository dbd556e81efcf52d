from datetime import date

import pytest
from django.test import Client

from anfu.core import parameters
from anfu.core.models import Proposal
from anfu.core.tests.approving import proposed
from anfu.people.tests.factories import make_user

CODE = "targets.industrial_bp"
PAGE = f"/parameters/{CODE}/"
LATER = date(2099, 1, 1)
FORM = {"value": "6000", "valid_from": "2026-12-02", "reason": "新一轮规划"}


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("anfu.core.clock.today", lambda: date(2026, 11, 25))


@pytest.fixture
def second(db):
    """A signed-in second administrator."""
    client = Client()
    client.force_login(make_user("city_admin", username="second"))
    return client


def test_two_administrators_change_a_parameter_by_page(as_user, second, today):
    first = as_user("city_admin")
    assert first.post(PAGE, FORM).status_code == 302
    made = Proposal.objects.get()
    shown = first.get(PAGE).content.decode()
    assert made.title in shown and "最迟 2026-12-02" in shown
    assert "/approve/" not in first.get(f"/approvals/{made.pk}/").content.decode()
    assert made.title in second.get("/approvals/").content.decode()
    assert "/approve/" in second.get(f"/approvals/{made.pk}/").content.decode()
    assert second.post(f"/approvals/{made.pk}/approve/", {"note": ""}).status_code == 302
    assert parameters.value(CODE, on=LATER) == 6000
    assert "新一轮规划" in first.get(PAGE).content.decode()


def test_t24_the_own_proposal_is_refused_with_a_sentence(as_user, today):
    client = as_user("city_admin")
    client.post(PAGE, FORM)
    answer = client.post(f"/approvals/{Proposal.objects.get().pk}/approve/")
    assert answer.status_code == 409
    assert "另一个人" in answer.content.decode()
    assert parameters.value(CODE, on=LATER) == 5000


def test_a_refusal_by_page_keeps_its_reason(as_user, second, today):
    client = as_user("city_admin")
    client.post(PAGE, FORM)
    page = f"/approvals/{Proposal.objects.get().pk}/"
    second.post(page + "refuse/", {"reason": "文件还没有下"})
    assert "文件还没有下" in client.get(page).content.decode()
    assert Proposal.objects.get().title in client.get("/approvals/?show=closed").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"value": "很多"}, {"valid_from": "2020-01-01"}, {"reason": "改"}, {"value": "99999"}]
)
def test_a_wrong_form_is_shown_again_with_what_was_typed(as_user, today, wrong):
    response = as_user("city_admin").post(PAGE, FORM | wrong)
    assert response.status_code == 422
    assert next(iter(wrong.values())) in response.content.decode()
    assert not Proposal.objects.exists()


def test_others_see_parameters_and_cannot_propose_them(as_user, today):
    client = as_user("county_officer")
    assert "提请核准" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, FORM).status_code == 403
    assert not Proposal.objects.exists()


def test_a_stranger_and_an_officer_see_no_proposals(as_user, client, today):
    made = proposed(CODE, 6000, valid_from=date(2026, 12, 2))
    assert Client().get(f"/approvals/{made.pk}/").status_code == 302
    assert as_user("county_officer").get(f"/approvals/{made.pk}/").status_code == 403


def test_the_same_over_the_api(as_user, second, today):
    first = as_user("city_admin")
    body = {"value": 6000, "valid_from": "2026-12-02", "reason": "新一轮规划"}
    made = first.post(f"/api/v1/parameters/{CODE}/proposals", body, "application/json")
    assert (made.status_code, made.json()["steps"]) == (201, ["withdraw"])
    path = f"/api/v1/approvals/{made.json()['id']}"
    assert first.post(f"{path}/approve", {}, "application/json").status_code == 409
    assert second.get(path).json()["steps"] == ["approve", "refuse"]
    assert second.post(f"{path}/approve", {}, "application/json").json()["state"] == "approved"
    values = {row["code"]: row["value"] for row in second.get("/api/v1/parameters?on=2099-01-01").json()}
    assert values[CODE] == 6000


def test_a_list_of_many_costs_as_much_as_one_of_few(as_user, second, today, django_assert_num_queries):
    first = as_user("city_admin")
    codes = list(parameters.definitions())[:4]
    for code in codes:
        value = parameters.value(code, on=date(2026, 11, 25))
        proposed(code, value, valid_from=date(2026, 12, 2))
        with django_assert_num_queries(4):  # session, user, page, three counts on the rail
            second.get("/approvals/?show=waiting")
    assert len(first.get("/api/v1/approvals").json()["rows"]) == len(codes)
