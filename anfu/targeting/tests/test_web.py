"""The pages: who may do what, what they answer, and that lists cost the same for one row and for fifty."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anfu.core.editions import edition_of
from anfu.core.tests.samples import pdf
from anfu.people.tests.factories import make_actor
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import confirm
from anfu.targeting.models import Finding, Programme, SupervisedListing
from anfu.targeting.tests.factories import JUNE, make_finding, make_listing, make_programme

pytestmark = pytest.mark.django_db
WHY = "现场看到抛光机八台"
PDF = pdf()


@pytest.fixture
def finding():
    return make_finding(make_enterprise(scope="抛光加工（不含电镀）"))


def post(client: Any, address: str, **typed: Any) -> Any:
    return client.post(address, typed)


@pytest.mark.parametrize(
    ("role", "where", "reason", "status", "state"),
    [
        ("county_officer", {}, WHY, 302, "confirmed"),
        ("city_officer", {}, WHY, 302, "confirmed"),
        ("county_officer", {}, "是", 422, "presumed"),
        ("county_officer", {"division": "330782"}, WHY, 404, "presumed"),
        ("town_officer", {}, WHY, 403, "presumed"),
        ("leader", {}, WHY, 403, "presumed"),
        ("auditor", {}, WHY, 403, "presumed"),
    ],
)
def test_confirming_by_role(as_user, finding, role, where, reason, status, state):
    client = as_user(role, **where)
    address = f"/key-objects/{finding.pk}/confirm/"
    answer = post(client, address, valid_from="2026-06-01", reason=reason, expected=finding.mark)
    finding.refresh_from_db()
    assert (answer.status_code, finding.state) == (status, state)


@pytest.mark.parametrize("verb", ["refute", "end", "take_back"])
def test_the_other_verbs_work_from_their_forms(as_user, verb):
    state = "presumed" if verb == "refute" else "confirmed"
    finding = make_finding(make_enterprise(), state=state)
    client = as_user("county_officer")
    address = f"/key-objects/{finding.pk}/{verb}/"
    assert client.get(address).status_code == 200
    typed = {"reason": "已经核对清楚", "expected": finding.mark}
    typed |= {"valid_to": "2026-09-01"} if verb == "end" else {}
    assert post(client, address, **typed).status_code == 302


def test_a_stale_form_keeps_what_was_typed_and_says_who_was_first(as_user, finding):
    opened = finding.mark
    other = make_actor("city_officer")
    confirm(finding.pk, actor=other, on=date(2026, 11, 24), valid_from=JUNE, reason=WHY)
    client = as_user("county_officer")
    answer = post(client, f"/key-objects/{finding.pk}/refute/", reason="我写的不同理由", expected=opened)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的不同理由" in page and other.name in page and "已确认" in page


def test_evidence_is_judged_by_its_content_and_given_back_as_a_download(as_user, finding):
    client, address = as_user("county_officer"), f"/key-objects/{finding.pk}/confirm/"
    typed = {"valid_from": "2026-06-01", "reason": WHY, "expected": finding.mark}
    bad = client.post(address, typed | {"file": SimpleUploadedFile("照片.jpg", b"<html><script>")})
    assert bad.status_code == 422 and "按内容判断" in bad.content.decode()
    client.post(address, typed | {"file": SimpleUploadedFile("记录.pdf", PDF)})
    got = client.get(f"/key-objects/{finding.pk}/file/")
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment") and got["Content-Type"] == "application/pdf"


def test_the_queue_marks_words_and_offers_its_verbs_to_those_who_decide(as_user, finding):
    page = as_user("county_officer").get("/key-objects/").content.decode()
    assert "<mark" in page and f"/key-objects/{finding.pk}/confirm/" in page
    page = as_user("town_officer", town="330784001").get("/key-objects/").content.decode()
    assert f"/key-objects/{finding.pk}/" not in page


def test_weak_signals_show_only_when_asked_for(as_user):
    make_finding(make_enterprise(name="弱信号厂"), strength="weak", likelier=False)
    client = as_user("city_officer")
    assert "弱信号厂" not in client.get("/key-objects/").content.decode()
    assert "弱信号厂" in client.get("/key-objects/?weak=1").content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ground=spraying", {"喷涂厂"}),
        ("division=330782", {"义乌厂"}),
        ("strength=strong", {"义乌厂"}),
        ("sector=machinery", {"喷涂厂", "义乌厂"}),
        ("sector=light", set()),
        ("q=喷涂", {"喷涂厂"}),
        ("state=confirmed", {"确认厂"}),
    ],
)
def test_the_queue_can_be_narrowed(as_user, query, names):
    make_finding(make_enterprise(name="喷涂厂"), "spraying")
    make_finding(make_enterprise(name="义乌厂", division="330782"), strength="strong")
    make_finding(make_enterprise(name="确认厂"), state="confirmed")
    page = as_user("city_officer").get(f"/key-objects/?{query}").content.decode()
    assert {name for name in ("喷涂厂", "义乌厂", "确认厂") if f">{name}</a>" in page} == names


def test_many_are_previewed_then_confirmed(as_user):
    picks = [make_finding(make_enterprise()).pk for _ in range(2)]
    picks.append(make_finding(make_enterprise(), state="confirmed").pk)
    client = as_user("county_officer")
    shown = client.post("/key-objects/many/confirm/", {"pick": picks})
    assert shown.status_code == 200 and "已经有人核实过" in shown.content.decode()
    assert Finding.objects.filter(state="confirmed").count() == 1
    typed = {"pick": picks, "expected": 2, "go": "1", "reason": WHY, "valid_from": "2026-06-01"}
    assert client.post("/key-objects/many/confirm/", typed).status_code == 302
    assert Finding.objects.filter(state="confirmed").count() == 3


def test_all_that_a_filter_finds_can_be_refuted(as_user):
    for _ in range(3):
        make_finding(make_enterprise(), "spraying")
    make_finding(make_enterprise())
    client = as_user("county_officer")
    typed = {"all": "1", "ground": "spraying", "expected": 3, "go": "1", "reason": "资料核对不符"}
    client.post("/key-objects/many/refute/", typed)
    assert Finding.objects.filter(state="refuted").count() == 3


def test_a_ground_is_added_by_the_firms_code(as_user):
    firm = make_enterprise()
    client = as_user("county_officer")
    typed = {"subject": "ammonia", "valid_from": "2026-06-01", "reason": "现场有氨压缩机"}
    assert client.post("/key-objects/new/", typed | {"uscc": "9" * 18}).status_code == 422
    assert client.post("/key-objects/new/", typed | {"uscc": firm.organisation.uscc}).status_code == 302
    assert Finding.objects.get(enterprise=firm).by_hand


def test_listings_are_recorded_shown_and_taken_off(as_user):
    firm, client = make_enterprise(name="挂牌厂"), as_user("county_officer")
    typed = {"uscc": firm.organisation.uscc, "level": "county", "number": "永督1号", "hazard": "通道封堵",
             "listed_on": "2026-06-01", "due_on": "2026-09-01", "source": "县安委办"}  # fmt: skip
    assert client.post("/listings/new/", typed).status_code == 302
    assert "挂牌厂" in client.get("/listings/").content.decode()
    listing = SupervisedListing.objects.get()
    typed = {"delisted_on": "2026-10-01", "basis": "永督销1号", "version": edition_of(listing)}
    assert client.post(f"/listings/{listing.pk}/delist/", typed).status_code == 302
    assert "挂牌厂" not in client.get("/listings/").content.decode()
    assert "挂牌厂" in client.get("/listings/?on=2026-09-30").content.decode()


def test_an_accident_with_an_unreadable_loss_is_asked_again(as_user):
    firm, client = make_enterprise(), as_user("county_officer")
    typed = {"uscc": firm.organisation.uscc, "happened_on": "2026-06-01", "deaths": 0, "injuries": 1,
             "description": "机械伤害", "source": "快报"}  # fmt: skip
    assert client.post("/accidents/new/", typed | {"loss": "很多"}).status_code == 422
    assert client.post("/accidents/new/", typed | {"loss": "1,200.50"}).status_code == 302
    assert firm.accidents.get().loss_fen == 120_050


def test_a_programme_is_previewed_then_made(as_user):
    make_enterprise(name="抛光厂", scope="抛光加工")
    client = as_user("county_officer")
    typed = {"name": "抛光专项", "office": "永康市应急管理局", "division": "330784", "valid_from": "2026-11-01",
             "scope_words": "抛光 打磨", "industries": "33", "statuses": ["active"]}  # fmt: skip
    assert client.get("/programmes/new/").status_code == 200
    shown = client.post("/programmes/new/", typed | {"preview": "1"}).content.decode()
    assert "抛光厂" in shown and not Programme.objects.exists()
    assert client.post("/programmes/new/", typed).status_code == 302
    made = Programme.objects.get()
    assert ["scope", "contains", ["抛光", "打磨"]] in made.conditions
    assert "抛光厂" in client.get(f"/programmes/{made.pk}/").content.decode()
    assert "抛光专项" in client.get("/programmes/").content.decode()
    assert (
        client.post(
            f"/programmes/{made.pk}/end/", {"reason": "专项行动已总结", "version": edition_of(made)}
        ).status_code
        == 302
    )


def test_a_programme_without_conditions_is_refused(as_user):
    typed = {"name": "空专项", "office": "局", "division": "330784", "valid_from": "2026-11-01"}
    answer = as_user("county_officer").post("/programmes/new/", typed)
    assert answer.status_code == 422 and "至少要有一个条件" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/key-objects/?state=confirmed", "/key-objects/", "/listings/", "/programmes/"]
)
def test_a_list_costs_the_same_for_one_row_and_for_many(as_user, address, django_assert_max_num_queries):
    client = as_user("city_officer")
    for number in (1, 12):
        for n in range(number):
            firm = make_enterprise()
            make_finding(firm)
            make_finding(firm, "spraying", state="confirmed")
            make_listing(firm)
            make_programme([["sector", "in", ["light"]]], name=f"专项{firm.pk}-{n}")
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
