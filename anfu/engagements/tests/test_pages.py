"""Pages and API of service relations: who sees what, forms that keep what was typed, files that never run."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.tests.samples import pdf, picture
from anfu.engagements.models import Engagement
from anfu.engagements.tests.factories import code, make_engagement, make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def relations():
    own = make_enterprise(1)
    other = make_enterprise(2, division="330782")
    start = TODAY - timedelta(100)
    return [
        make_engagement(own, contract_no="样-甲", valid_from=start, valid_to=TODAY + timedelta(10)),
        make_engagement(own, contract_no="样-乙", valid_from=start, valid_to=TODAY, kinds=["assess"]),
        make_engagement(other, contract_no="样-丙", valid_from=start, valid_to=None, mode="mutual"),
    ]


def shown(page) -> set[str]:
    text = page.content.decode()
    return {number for number in ("样-甲", "样-乙", "样-丙") if number in text}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("city_admin", {"样-甲", "样-乙", "样-丙"}),
        ("city_officer", {"样-甲", "样-乙", "样-丙"}),
        ("county_officer", {"样-甲", "样-乙"}),
        ("town_officer", {"样-甲", "样-乙"}),
    ],
)
def test_each_reader_sees_the_own_territory(as_user, relations, role, seen):
    client = as_user(role)
    assert shown(client.get("/engagements/")) == seen
    statuses = [client.get(f"/engagements/{each.pk}/").status_code for each in relations]
    assert statuses == [200, 200, 200 if "样-丙" in seen else 404]


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_leaders_and_auditors_have_no_list(as_user, relations, role):
    assert as_user(role).get("/engagements/").status_code == 403


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("state=in_force", {"样-甲", "样-丙"}),
        ("state=ending_soon", {"样-甲"}),
        ("state=expired", {"样-乙"}),
        ("state=not_begun", set()),
        ("mode=mutual", {"样-丙"}),
        ("kind=assess", {"样-乙"}),
        ("division=330782", {"样-丙"}),
        ("q=样例第2", {"样-丙"}),
        ("sort=valid_to", {"样-甲", "样-乙", "样-丙"}),
        ("state=x&mode=y&kind=z&sort=w&after=!", {"样-甲", "样-乙", "样-丙"}),
    ],
)
def test_facets_and_search_narrow_the_list(as_user, relations, query, seen):
    assert shown(as_user().get(f"/engagements/?{query}")) == seen


def form(**changes: object) -> dict[str, object]:
    given = {"uscc": code(1), "provider_uscc": code(8, "91330702MB"), "provider_name": "样例安全咨询公司"}
    given |= {"mode": "enterprise", "kinds": ["entrust"], "contract_no": "新-1", "price": "8,000.50"}
    days = {"valid_from": str(TODAY - timedelta(30)), "last_day": str(TODAY + timedelta(300))}
    return given | days | changes


def test_a_recorded_contract_has_its_page_with_price_and_evidence(as_user):
    make_enterprise(1)
    evidence = SimpleUploadedFile("合同.pdf", pdf())
    page = as_user("county_officer").post("/engagements/new/", form(file=evidence), follow=True)
    text = page.content.decode()
    assert page.status_code == 200 and "8,000.50" in text and "合同.pdf" in text
    assert Engagement.objects.get().price_fen == 800_050


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": "八千"}, "不是金额"),
        ({"uscc": code(7)}, "没有找到这家企业"),
        ({"last_day": "2025-01-01"}, "早于开始日期"),
        ({"provider_uscc": "123"}, "应为 18 位"),
        ({"file": SimpleUploadedFile("合同.html", b"<script>alert(1)</script>")}, "不是 PDF"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(as_user, changes, words):
    make_enterprise(1)
    answer = as_user().post("/engagements/new/", form(**changes))
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "新-1" in text
    assert not Engagement.objects.exists()


def test_no_form_chooses_a_provider_or_a_mode_for_the_enterprise(as_user, relations):
    text = as_user().get("/engagements/new/").content.decode()
    assert "checked" not in text.split('id="main"')[1].split("</main>")[0]
    assert relations[0].provider.name not in text


def test_the_contract_file_is_a_download_that_no_browser_runs(as_user, relations):
    client = as_user()
    pk = relations[0].pk
    sent = {"file": SimpleUploadedFile("a.png", picture()), "version": edition_of(relations[0])}
    client.post(f"/engagements/{pk}/evidence/", sent)
    answer = client.get(f"/engagements/{pk}/file/")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/engagements/{relations[1].pk}/file/").status_code == 404


def test_a_wrong_file_is_refused_beside_the_form(as_user, relations):
    bad = SimpleUploadedFile("a.svg", b"<svg onload=x>")
    answer = as_user().post(f"/engagements/{relations[0].pk}/evidence/", {"file": bad})
    assert answer.status_code == 422 and "不是 PDF" in answer.content.decode()


def test_ending_and_retracting_from_the_page(as_user, relations):
    client = as_user("county_officer")
    first, second, foreign = (each.pk for each in relations)
    end = {
        "last_day": str(TODAY - timedelta(1)),
        "reason": "双方协商解除",
        "version": edition_of(relations[0]),
    }
    wrong = {"reason": "登记错了企业", "version": edition_of(relations[1])}
    assert client.post(f"/engagements/{first}/end/", end).status_code == 302
    assert client.post(f"/engagements/{second}/retract/", wrong).status_code == 302
    assert client.post(f"/engagements/{foreign}/retract/", {"reason": "登记错了企业"}).status_code == 404
    assert client.post(f"/engagements/{first}/end/", {"last_day": "", "reason": "x"}).status_code == 409
    assert "已撤回" in client.get(f"/engagements/{second}/").content.decode()


def test_a_past_day_offers_nothing_to_change(as_user, relations):
    text = as_user().get(f"/engagements/{relations[0].pk}/?on=2026-01-01").content.decode()
    assert "终止合同" not in text and "附上文件" not in text


def test_the_list_asks_as_many_queries_for_fifty_as_for_three(
    as_user, relations, django_assert_max_num_queries
):
    client = as_user("county_officer")
    with django_assert_max_num_queries(8) as few:
        client.get("/engagements/")
    for number in range(47):
        make_engagement(relations[0].enterprise, contract_no=f"多-{number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/engagements/")


def test_the_api_lists_records_and_ends(as_user):
    make_enterprise(1)
    client = as_user("county_officer")
    body = form() | {"enterprise_uscc": code(1), "price_fen": 800_050}
    body = {key: body[key] for key in body if key not in ("uscc", "price")}
    address = "/api/v1/engagements/engagements"
    made = client.post(address, body, content_type="application/json")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert client.post(address, body, content_type="application/json").status_code == 409
    rows = client.get(f"{address}?limit=1").json()
    assert [row["last_day"] for row in rows["rows"]] == [str(TODAY + timedelta(300))] and rows[
        "after"
    ] is None
    end = {"last_day": str(TODAY), "reason": "双方协商解除", "version": made.json()["version"]}
    ended = client.post(f"{address}/{pk}/end", end, content_type="application/json")
    assert ended.json()["last_day"] == str(TODAY)
    assert as_user("leader").get(address).status_code == 403
