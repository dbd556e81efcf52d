"""The registry's API gives what the pages give, from the same queries and actions."""

from datetime import date

import pytest

from anfu.registry.models import EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise

TODAY = date(2026, 11, 23)
BASE = "/api/v1/registry"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("anfu.core.clock.today", lambda: TODAY)


def version_of(firm) -> int:
    return EnterpriseVersion.objects.current().get(enterprise=firm).pk


def patch(client, firm, **body):
    full = {"on": TODAY.isoformat(), "source": "接口核实", "expected_version": version_of(firm)} | body
    return client.patch(f"{BASE}/enterprises/{firm.organisation.uscc}", full, content_type="application/json")


def test_a_list_is_paged_by_key_and_filtered_as_on_the_page(as_user):
    for n in range(5):
        make_enterprise(employees=n * 100, name=f"接口{n}厂")
    make_enterprise(division="330702")
    client, names, after = as_user("county_officer"), [], ""
    while True:
        page = client.get(
            f"{BASE}/enterprises?limit=2&employees_min=100&sort=-headcount&after={after}"
        ).json()
        names += [row["name"] for row in page["items"]]
        after = page["after"]
        if not after:
            break
    assert names == ["接口4厂", "接口3厂", "接口2厂", "接口1厂"] and page["total"] == 4
    assert client.get(f"{BASE}/enterprises?limit=201").status_code == 422


def test_one_enterprise_with_its_facts_and_history(as_user):
    firm = make_enterprise(employees=50, principal="陈晓岚")
    client = as_user("county_officer")
    assert patch(client, firm, changes={"employees": 80}).status_code == 200
    found = client.get(f"{BASE}/enterprises/{firm.organisation.uscc}").json()
    facts = {fact["field"]: fact for fact in found["facts"]}
    assert (facts["employees"]["value"], facts["employees"]["since"], facts["employees"]["source"]) == (
        "80",
        "2026-11-23",
        "接口核实",
    )
    past = client.get(f"{BASE}/enterprises/{firm.organisation.uscc}?on=2025-01-01").json()
    assert {fact["field"]: fact["value"] for fact in past["facts"]}["employees"] == "50"
    history = client.get(f"{BASE}/enterprises/{firm.organisation.uscc}/history").json()
    assert [step["changes"][0]["new"] if step["changes"] else "" for step in history] == ["80", ""]
    seen = as_user("leader").get(f"{BASE}/enterprises/{firm.organisation.uscc}").json()
    assert {fact["field"]: fact["value"] for fact in seen["facts"]}["principal"] == "陈**"


def test_a_stale_change_says_what_changed_meanwhile(as_user):
    firm, client = make_enterprise(employees=50), as_user("county_officer")
    old = version_of(firm)
    patch(client, firm, changes={"employees": 80})
    answer = patch(client, firm, changes={"employees": 90}, expected_version=old)
    assert answer.status_code == 409
    assert (
        answer.json()["changes"][0] | {"field": "employees", "old": "50", "new": "80"}
        == answer.json()["changes"][0]
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"changes": {"recorded_at": "2020-01-01"}}, 422),
        ({"changes": {"employees": "many"}}, 422),
        ({"changes": {"status": "asleep"}}, 409),
        ({"changes": {"division": "330702"}}, 409),
        ({"changes": {"employees": 1}, "division": "330702"}, 422),
    ],
)
def test_what_cannot_be_is_refused(as_user, body, status):
    firm = make_enterprise()
    assert patch(as_user("county_officer"), firm, **body).status_code == status


def test_who_may_not_is_told_and_foreign_is_absent(as_user):
    firm = make_enterprise()
    assert patch(as_user("town_officer"), firm, changes={"employees": 1}).status_code == 403
    assert (
        patch(as_user("county_officer", division="330702"), firm, changes={"employees": 1}).status_code == 404
    )
    assert (
        as_user("county_officer", division="330702")
        .get(f"{BASE}/enterprises/{firm.organisation.uscc}")
        .status_code
        == 404
    )


def test_search_by_two_characters_code_and_industry(as_user):
    firm = make_enterprise(name="云帆铝业", uscc="91330784MA00AB1C6J")
    client = as_user("county_officer")
    for asked in ("铝业", "云", "91330784MA00AB"):
        found = client.get(f"{BASE}/search", {"q": asked}).json()
        assert [row["uscc"] for row in found] == [firm.organisation.uscc], asked
    assert client.get(f"{BASE}/search", {"q": ""}).json() == []
    assert client.get(f"{BASE}/industries", {"q": "金属结构"}).json()[0]["code"] == "3311"
