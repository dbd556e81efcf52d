"""Persons are shown in full only for a purpose, so many times a day, and the ledger knows."""

import pytest

from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Parameter
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
WHY = {"purpose": "emergency", "reason": "厂里起火要找人"}
SHOWN = "core.personal_shown"


@pytest.fixture
def firm():
    return make_enterprise(principal="陈晓岚", contact_name="林倩", contact_phone="13812345678")


def address(firm, api: bool = False) -> str:
    return f"{'/api/v1/registry' if api else ''}/enterprises/{firm.organisation.uscc}/persons{'' if api else '/'}"


def test_T34_shown_in_full_with_a_purpose_and_entered_without_the_values(as_user, firm):
    page = as_user("county_officer").post(address(firm), WHY)
    text = page.content.decode()
    assert page.status_code == 200 and "陈晓岚" in text and "13812345678" in text
    assert "no-store" in page["Cache-Control"]
    entry = LedgerEntry.objects.get(verb=SHOWN)
    assert entry.subject == f"enterprise:{firm.organisation.uscc}" and "contact_phone" in entry.body
    assert "事故和应急联络" in entry.body and "陈晓岚" not in entry.body and "13812345678" not in entry.body


@pytest.mark.parametrize(
    ("change", "words"),
    [({"purpose": ""}, "用途"), ({"purpose": "x"}, "用途"), ({"reason": "看看"}, "为什么")],
)
def test_T34_without_a_purpose_nothing_is_shown(as_user, firm, change, words):
    page = as_user("county_officer").post(address(firm), WHY | change)
    assert page.status_code == 409 and words in page.content.decode()
    assert "13812345678" not in page.content.decode() and not LedgerEntry.objects.filter(verb=SHOWN).exists()


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [("leader", {}, 403), ("town_officer", {}, 403), ("county_officer", {"division": "330782"}, 404)],
)
def test_T22_others_get_nothing(as_user, firm, role, where, status):
    assert as_user(role, **where).post(address(firm), WHY).status_code == status


def test_T34_a_day_has_an_end(as_user, firm):
    with without_ledger():
        Parameter.objects.filter(code="personal.reveals_a_day").update(value=2)
    client = as_user("county_officer")
    assert [client.post(address(firm), WHY).status_code for _ in range(3)] == [200, 200, 409]
    assert as_user("city_officer").post(address(firm), WHY).status_code == 200


def test_the_api_asks_for_the_same(as_user, firm):
    client = as_user("county_officer")
    found = client.post(address(firm, True), WHY, content_type="application/json")
    assert {row["field"]: row["value"] for row in found.json()}["principal"] == "陈晓岚"
    assert (
        client.post(
            address(firm, True), {"purpose": "emergency"}, content_type="application/json"
        ).status_code
        == 422
    )
    assert LedgerEntry.objects.filter(verb=SHOWN).count() == 1


def test_T34_no_other_page_or_answer_shows_them_to_anybody(as_user, firm):
    code = firm.organisation.uscc
    pages = [f"/enterprises/{code}/", f"/enterprises/{code}/edit/", "/enterprises/",
             f"/api/v1/registry/enterprises/{code}", f"/api/v1/registry/enterprises/{code}/history"]  # fmt: skip
    for role in ("city_admin", "county_officer", "leader"):
        for page in pages:
            text = as_user(role).get(page).content.decode()
            assert "陈晓岚" not in text and "1381234" not in text, (role, page)


@pytest.mark.parametrize("text", ["13812345678", "陈晓岚"])
def test_T34_no_search_finds_a_firm_by_its_persons(as_user, firm, text):
    client = as_user("city_admin")
    assert client.get("/api/v1/registry/search", {"q": text}).json() == []
    assert firm.organisation.uscc not in client.get("/enterprises/", {"q": text}).content.decode()


def test_an_untouched_mask_changes_nothing_and_a_new_one_is_refused(as_user, firm):
    from anfu.registry.tests.test_web import current, edit_form

    client, masked = (
        as_user("county_officer"),
        {"principal": "陈**", "contact_name": "林*", "contact_phone": "138****5678"},
    )
    edit = f"/enterprises/{firm.organisation.uscc}/edit/"
    assert client.post(edit, edit_form(firm, employees="7", **masked)).status_code == 302
    assert current(firm).contact_phone == "13812345678" and current(firm).employees == 7
    wrong = client.post(edit, edit_form(firm, **masked | {"contact_phone": "139****0000"}))
    assert wrong.status_code == 422 and "星号" in wrong.content.decode()
