"""Pages and API: who sees what, forms that keep what was typed, a draw driven from its pages."""

import json
from dataclasses import asdict

import pytest

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.experts.models import Declaration, Draw, Expert, Use
from anfu.experts.tests.factories import (
    NONCES,
    make_draw,
    make_expert,
    make_person,
    make_pool,
    make_supervisors,
    make_use,
    profile,
)
from anfu.experts.tests.test_verify_draw import refused
from anfu.people.tests.factories import make_user
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def text(answer) -> str:
    return answer.content.decode()


def seen(thing) -> dict[str, str]:
    """What a form carries of the thing as it is now."""
    thing.refresh_from_db()
    return {"version": edition_of(thing)}


def form(**changes):
    given = asdict(profile(**changes))
    return {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}


@pytest.mark.parametrize(
    ("role", "status"),
    [("city_admin", 200), ("county_officer", 200), ("enterprise_owner", 200), ("bank_officer", 200),
     ("leader", 403), ("expert", 403), ("provider_owner", 403), ("system_admin", 403)],
)  # fmt: skip
def test_who_may_ask_for_an_expert_sees_the_pool_without_phones(as_user, role, status):
    expert = make_expert(name="方知远")
    client = as_user(role)
    assert client.get("/experts/").status_code == status
    if status == 200:
        page = text(client.get(f"/experts/{expert.pk}/"))
        assert "方知远" in page and "13812345678" not in page and "138****5678" in page


def test_what_is_not_in_the_pool_is_seen_by_the_office_alone(as_user):
    waiting = make_expert(state="submitted", valid_from=None, valid_to=None, name="方待审")
    seen = {
        role: (as_user(role).get(f"/experts/{waiting.pk}/").status_code)
        for role in ("county_officer", "enterprise_owner", "city_admin")
    }
    assert seen == {"county_officer": 200, "enterprise_owner": 404, "city_admin": 200}
    assert "方待审" not in text(as_user("county_officer").get("/experts/"))
    assert "方待审" in text(as_user("county_officer").get("/experts/?state=submitted"))


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"方甲", "方乙", "方丙"}),
        ("level=city", {"方丙"}),
        ("speciality=fire", {"方乙"}),
        ("division=330782", {"方丙"}),
        ("industry=C", {"方甲", "方乙", "方丙"}),
        ("q=方乙", {"方乙"}),
        ("free=1", {"方甲", "方丙"}),
        ("state=x&level=y&speciality=z&sort=w&after=!", {"方甲", "方乙", "方丙"}),
    ],
)
def test_facets_and_search_narrow_the_list(as_user, query, seen):
    make_expert(name="方甲", specialities=["chemical"], industries=["C"])
    make_expert(
        name="方乙", specialities=["fire"], away_from=TODAY, away_to=TODAY.replace(year=TODAY.year + 1)
    )
    make_expert(name="方丙", specialities=["dust"], level="city", region="330782")
    page = text(as_user().get(f"/experts/?{query}"))
    assert {name for name in ("方甲", "方乙", "方丙") if name in page} == seen


def test_an_application_is_typed_kept_when_refused_and_decided_on_the_page(client, as_user):
    person = make_person("lai")
    client.force_login(person)
    assert "申请入库" in text(client.get("/my-expert/"))
    refused_ = client.post("/my-expert/apply/", form(identity="330784196001010010"))
    assert refused_.status_code == 422 and "身份证号不对" in text(refused_) and "样例设计院" in text(refused_)
    assert client.post("/my-expert/apply/", form()).status_code == 302
    expert = Expert.objects.get()
    officer = as_user("county_officer")
    done = officer.post(f"/experts/{expert.pk}/decide/", {"verb": "admit"} | seen(expert), follow=True)
    assert done.status_code == 200 and Expert.objects.get().state == "listed"
    hasty = {"verb": "suspend", "reason": "x"} | seen(expert)
    assert officer.post(f"/experts/{expert.pk}/decide/", hasty).status_code == 409
    edited = form(identity="", title="正高级工程师", level="county")
    assert officer.post(f"/experts/{expert.pk}/edit/", edited | seen(expert)).status_code == 302
    assert Expert.objects.get().title == "正高级工程师" and Expert.objects.get().identity_masked


def test_an_expert_answers_declares_and_takes_leave(client):
    firm, use = make_enterprise().organisation, make_use()
    client.force_login(use.expert.user)
    page = text(client.get("/my-expert/"))
    assert use.purpose in page
    tie = {"kind": "kinship", "uscc": firm.uscc, "valid_from": "2024-01-01", "detail": "配偶任会计"}
    assert client.post("/my-expert/ties/", tie).status_code == 302
    assert client.post("/my-expert/ties/", tie | {"uscc": "123"}).status_code == 422
    made = Declaration.objects.get()
    assert (
        client.post(f"/my-expert/ties/{made.pk}/end/", {"valid_to": "2025-01-01"} | seen(made)).status_code
        == 302
    )
    assert client.post("/my-expert/away/", {"away_from": "", "away_to": ""}).status_code == 302
    answered = client.post(f"/my-expert/calls/{use.pk}/answer/", {"accept": "0", "why": "busy"}, follow=True)
    assert "已答复不能参加" in text(answered) and Use.objects.get().state == "declined"
    client.force_login(make_expert().user)
    assert client.post(f"/my-expert/calls/{use.pk}/answer/", {"accept": "1"}).status_code == 404
    assert client.post(f"/my-expert/ties/{made.pk}/retract/", seen(made)).status_code == 404
    assert "配偶任会计" not in text(client.get("/my-expert/"))


def test_an_enterprise_invites_and_evaluates(client):
    expert = make_expert()
    owner = make_user("enterprise_owner")
    client.force_login(owner)
    asked = {"purpose": "除尘系统年度检查", "serves_on": str(TODAY), "place": "本厂", "about": ""}
    assert client.post(f"/experts/{expert.pk}/invite/", asked | {"about": "123"}).status_code == 422
    assert client.post(f"/experts/{expert.pk}/invite/", asked).status_code == 302
    use = Use.objects.get()
    client.force_login(expert.user)
    client.post(f"/my-expert/calls/{use.pk}/answer/", {"accept": "1"})
    client.force_login(owner)
    assert client.post(f"/expert-calls/{use.pk}/evaluate/", {"score": "x", "words": "好"}).status_code == 409
    assert (
        client.post(f"/expert-calls/{use.pk}/evaluate/", {"score": "5", "words": "讲得明白"}).status_code
        == 302
    )
    assert "5 分，讲得明白" in text(client.get("/expert-calls/"))


def test_a_draw_from_its_pages_to_a_record_that_a_stranger_recomputes(client, as_user, tmp_path):
    make_pool(8)
    first, second = make_supervisors()
    plan = {
        "purpose": "样例评审", "alternates": "2", "parties": "", "public_name": "福彩3D", "public_issue": "2026320",
        "first": str(first.pk), "second": str(second.pk), "seats_a": "3",
    }  # fmt: skip
    assert as_user().post("/draws/new/", plan | {"second": str(first.pk)}).status_code == 422
    assert as_user().post("/draws/new/", plan).status_code == 302
    draw = Draw.objects.get()
    client.logout()
    assert client.get(f"/draws/{draw.pk}/").status_code == 404 and "样例评审" not in text(
        client.get("/draws/")
    )
    for person, nonce in zip((first, second), NONCES, strict=True):
        client.force_login(person)
        assert client.post(f"/draws/{draw.pk}/nonce/", {"nonce": nonce}).status_code == 302
    as_user().post(f"/draws/{draw.pk}/commit/", seen(draw))
    client.logout()
    page = text(client.get(f"/draws/{draw.pk}/"))
    assert Draw.objects.get().commit_hash in page and "等监督人公布口令" in page
    for person, nonce in zip((first, second), NONCES, strict=True):
        client.force_login(person)
        client.post(f"/draws/{draw.pk}/reveal/", {"nonce": nonce})
    as_user().post(f"/draws/{draw.pk}/draw/", {"value": "4 7 1"} | seen(draw))
    for use in Use.objects.select_related("expert__user"):
        client.force_login(use.expert.user)
        client.post(f"/my-expert/calls/{use.pk}/answer/", {"accept": "1"})
    name = Use.objects.select_related("expert").first().expert.name
    client.logout()
    assert name not in text(client.get(f"/draws/{draw.pk}/"))
    assert name in text(as_user().get(f"/draws/{draw.pk}/"))
    assert as_user().post(f"/draws/{draw.pk}/close/", seen(draw)).status_code == 302
    client.logout()
    assert name in text(client.get(f"/draws/{draw.pk}/"))
    answer = client.get(f"/draws/{draw.pk}/record.json")
    assert not refused(text(answer), tmp_path / "r.json")
    program = client.get("/draws/verify_draw.py")
    assert b"def verify" in b"".join(program.streaming_content)


def test_another_office_or_person_moves_nothing(as_user, client):
    draw = make_draw("handed")
    county = as_user("county_officer")
    assert county.get(f"/draws/{draw.pk}/").status_code == 404
    for step in ("commit", "draw", "close", "cancel"):
        assert county.post(f"/draws/{draw.pk}/{step}/", {"reason": "不该由我取消"}).status_code == 404
    assert (
        as_user("discipline_officer").post(f"/draws/{draw.pk}/nonce/", {"nonce": "x" * 20}).status_code == 404
    )


def test_the_api_finds_invites_answers_and_tells_the_record(client, as_user):
    firm = make_enterprise().organisation
    expert = make_expert(employer=firm)
    address = "/api/v1/experts"
    officer = as_user("county_officer")
    rows = officer.get(f"{address}/experts?speciality={expert.specialities[0]}").json()["rows"]
    assert [row["code"] for row in rows] == [expert.code] and "phone" not in rows[0]
    why = officer.get(f"{address}/experts/{expert.pk}/recusals?uscc={firm.uscc}").json()
    assert [(each["kind"], each["clause"]) for each in why] == [("employment", "二(二)1")]
    body = {"purpose": "现场检查一次", "serves_on": str(TODAY)}
    made = officer.post(f"{address}/experts/{expert.pk}/invite", json.dumps(body), "application/json")
    assert made.status_code == 201, made.content
    client.force_login(expert.user)
    calls = client.get(f"{address}/calls").json()
    said = {"accept": False, "reason": "field"}
    path = f"{address}/calls/{calls[0]['id']}/answer"
    assert client.post(path, json.dumps(said), "application/json").json()["state"] == "declined"
    make_pool(8)
    draw = make_draw("drawn")
    record = as_user("county_officer").get(f"{address}/draws/{draw.pk}/record").json()
    assert record["seed"] == draw.seed


def test_lists_cost_the_same_for_few_and_for_many(as_user, django_assert_max_num_queries):
    make_pool(2)
    client = as_user("county_officer")
    with django_assert_max_num_queries(12) as few:
        client.get("/experts/")
    make_pool(30)
    with django_assert_max_num_queries(len(few)):
        client.get("/experts/")
