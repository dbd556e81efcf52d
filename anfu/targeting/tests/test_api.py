"""The API: the same acts and answers as the pages."""

from typing import Any

import pytest

from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.models import Finding
from anfu.targeting.tests.factories import make_finding, make_listing

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/targeting"
WHY = "现场看到抛光机八台"


def send(client: Any, address: str, **body: Any) -> Any:
    return client.post(ROOT + address, body, content_type="application/json")


def test_findings_come_page_by_page(as_user):
    keys = [make_finding(make_enterprise()).pk for _ in range(3)]
    client = as_user("county_officer")
    first = client.get(f"{ROOT}/findings?limit=2").json()
    assert [row["id"] for row in first["rows"]] == keys[:2] and first["after"] == keys[1]
    rest = client.get(f"{ROOT}/findings?limit=2&after={first['after']}").json()
    assert [row["id"] for row in rest["rows"]] == keys[2:] and rest["after"] is None


def test_a_decision_with_an_old_mark_is_refused_and_says_what_changed(as_user):
    finding = make_finding(make_enterprise())
    client, mark = as_user("county_officer"), finding.mark
    typed = {"valid_from": "2026-06-01", "reason": WHY, "expected": mark}
    assert send(client, f"/findings/{finding.pk}/confirm", **typed).json()["state"] == "confirmed"
    again = send(client, f"/findings/{finding.pk}/refute", reason="只销售不加工", expected=mark)
    assert again.status_code == 409 and again.json()["changes"]


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [("county_officer", {"division": "330782"}, 404), ("leader", {}, 403), ("town_officer", {}, 403)],
)
def test_others_cannot_decide(as_user, role, where, status):
    finding = make_finding(make_enterprise())
    answer = send(
        as_user(role, **where),
        f"/findings/{finding.pk}/confirm",
        valid_from="2026-06-01",
        reason=WHY,
        expected=finding.mark,
    )
    assert answer.status_code == status


def test_a_ground_is_added_ended_or_taken_back(as_user):
    firm, client = make_enterprise(), as_user("county_officer")
    typed = {"uscc": firm.organisation.uscc, "valid_from": "2026-06-01", "reason": WHY}
    added = send(client, "/findings", subject="ammonia", **typed)
    assert added.status_code == 201
    key = added.json()["id"]
    assert (
        send(
            client,
            f"/findings/{key}/end",
            valid_to="2026-09-01",
            reason="设备已拆除",
            expected=added.json()["mark"],
        ).status_code
        == 200
    )
    other = send(client, "/findings", subject="spraying", **typed).json()
    assert (
        send(
            client, f"/findings/{other['id']}/take-back", reason="看错了企业", expected=other["mark"]
        ).status_code
        == 204
    )
    assert list(Finding.objects.values_list("subject", flat=True)) == ["ammonia"]


def test_the_classes_of_a_firm_on_a_day_with_their_reasons(as_user):
    firm = make_enterprise(employees=68)
    make_finding(firm, state="confirmed")
    client = as_user("county_officer")
    address = f"{ROOT}/enterprises/{firm.organisation.uscc}/classes"
    now = client.get(address).json()
    assert {"class_1", "class_2", "combustible_dust"} <= set(now["groups"])
    assert all(reason["clause"] and reason["rule"] for reason in now["reasons"])
    assert "class_1" not in client.get(address + "?on=2026-05-31").json()["groups"]
    assert as_user("county_officer", division="330782").get(address).status_code == 404


def test_programmes_and_listings(as_user):
    firm, client = make_enterprise(), as_user("county_officer")
    made = send(client, "/programmes", name="抛光专项", division="330784", valid_from="2026-11-01",
                conditions=[["scope", "contains", ["抛光"]]])  # fmt: skip
    assert made.status_code == 201 and client.get(f"{ROOT}/programmes").json()[0]["name"] == "抛光专项"
    refused = send(
        client, "/programmes", name="错", division="330784", valid_from="2026-11-01", conditions=[["x"]]
    )
    assert refused.status_code == 409 and "没有保存" in refused.json()["detail"]
    row = {"uscc": firm.organisation.uscc, "level": "county", "number": "永督2号", "hazard": "通道封堵",
           "listed_on": "2026-06-01", "due_on": "2026-09-01", "source": "县安委办"}  # fmt: skip
    assert send(client, "/listings", **row).status_code == 201
    make_listing(make_enterprise(division="330782"))
    (seen,) = client.get(f"{ROOT}/listings?on=2026-06-01").json()["rows"]
    done = send(
        client,
        f"/listings/{seen['id']}/delist",
        delisted_on="2026-10-01",
        basis="永督销2号",
        version=seen["version"],
    )
    assert done.json()["delisted_on"] == "2026-10-01"
