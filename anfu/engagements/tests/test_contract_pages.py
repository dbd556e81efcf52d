"""Pages of contracts: each side's steps, the proof before signing, the document, and a stranger who sees nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.tests.samples import pdf
from anfu.engagements.models import Contract, ContractVersion, Engagement, Filing
from anfu.engagements.tests.contracts import Pair, make_draft, make_pair, make_signed, said, terms_of
from anfu.engagements.tests.factories import make_engagement
from anfu.people.models import User

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def form_of(pair: Pair, **changes: object) -> dict[str, object]:
    given = {
        "partner_uscc": pair.provider.uscc, "kinds": ["entrust"], "scope": "每月上门排查隐患，健全制度和档案",
        "valid_from": str(TODAY), "last_day": str(TODAY + timedelta(364)), "visits_per_month": "1",
        "price": "8,000.01", "plan": "half",
    }  # fmt: skip
    return given | changes


def test_two_owners_on_their_phones_come_from_the_form_to_what_counts():
    pair = make_pair()
    owner, other = signed_in(pair.owner), signed_in(pair.other)
    page = owner.post("/contracts/new/", form_of(pair), follow=True)
    made = Contract.objects.get()
    text = page.content.decode()
    assert "确认签字" in text and "8,000.01" in text and "没有核对它的资质" in text
    for client in (owner, other):
        answer = client.post(f"/contracts/{made.pk}/confirm/", _yes(made), follow=True)
        assert answer.status_code == 200, answer.content.decode()
    assert Engagement.objects.get().price_fen == 800_001
    assert "履行中" in other.get("/contracts/").content.decode()


def _yes(made: Contract) -> dict[str, str]:
    sent = said(made)
    return {"digest": sent["digest"], "version": sent["seen"]}


def test_t20_who_signs_proves_anew_who_they_are(monkeypatch):
    pair = make_pair()
    made, client = make_draft(pair), signed_in(pair.owner)
    monkeypatch.setattr("anfu.people.signin.sessions.proved_lately", lambda request: False)
    answer = client.post(f"/contracts/{made.pk}/confirm/", _yes(made))
    assert answer.status_code == 302 and "/contracts/" not in answer["Location"].split("?")[0]
    assert not ContractVersion.objects.get().confirmations.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": "八千"}, "不是金额"),
        ({"visits_per_month": "", "drills": "0"}, "服务数量"),
        ({"last_day": str(TODAY - timedelta(1)), "valid_from": str(TODAY - timedelta(9))}, "都在过去"),
        ({"partner_uscc": "123"}, "应为 18 位"),
        ({"plan": ""}, "这一项要填"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(changes, words):
    pair = make_pair()
    answer = signed_in(pair.owner).post("/contracts/new/", form_of(pair, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "健全制度和档案" in text
    assert not Contract.objects.exists()


def test_t22_a_foreign_contract_and_an_absent_one_are_the_same_404():
    made = make_draft()
    stranger = signed_in(make_pair().owner)
    for key in (made.pk, made.pk + 999):
        for path in ("", "terms/", "versions/1.pdf"):
            assert stranger.get(f"/contracts/{key}/{path}").status_code == 404
        for step in ("confirm", "leave", "drop", "end", "refile"):
            assert stranger.post(f"/contracts/{key}/{step}/", {"version": "0"}).status_code == 404
    assert made.number not in stranger.get("/contracts/").content.decode()


def test_t20_officers_find_only_what_is_signed_and_can_put_their_hand_to_no_draft(as_user):
    pair = make_pair()
    made, officer = make_draft(pair), as_user("county_officer")
    assert officer.get(f"/contracts/{made.pk}/").status_code == 404
    for step in ("confirm", "leave", "end"):
        assert officer.post(f"/contracts/{made.pk}/{step}/", {"version": "0"}).status_code == 403
    assert officer.get("/contracts/new/").status_code == 403


def test_the_document_says_the_terms_the_law_and_who_signed_with_its_hash(tmp_path):
    pair = make_pair()
    made, client = make_draft(pair, scope="每月上门排查隐患😀，建立档案"), signed_in(pair.owner)
    draft = _text(client.get(f"/contracts/{made.pk}/versions/1.pdf"), tmp_path)
    assert "没有效力" in draft and "😀" not in draft and "安全生产的责任仍由甲方负责" in draft
    signed = make_signed(make_pair())
    text = _text(signed_in_of(signed).get(f"/contracts/{signed.pk}/versions/1.pdf"), tmp_path)
    digest = signed.versions.get().digest
    assert digest[:16] in text and "重新验证身份后确认" in text and "8,000.00元" in text.replace(" ", "")
    assert "没有效力" not in text and "保密" in text and signed.number in text


def signed_in_of(contract: Contract) -> Client:
    client = Client()
    client.force_login(contract.versions.get().confirmations.first().user)
    return client


def _text(answer, folder) -> str:
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    path = folder / "contract.pdf"
    path.write_bytes(answer.content)
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_t13_anybody_with_the_paper_checks_it_and_learns_no_names():
    pair = make_pair()
    made = make_signed(pair)
    digest = made.versions.get().digest
    text = Client().get(f"/contract-check/{digest}/").content.decode()
    assert "现在有效的就是这一版" in text and made.number in text and pair.provider.name not in text
    assert Client().get(f"/contract-check/{'0' * 64}/").status_code == 404
    from anfu.core.ledger.guard import without_ledger

    with without_ledger():
        ContractVersion.objects.update(body=made.versions.get().body.replace("800000", "900000"))
    assert Client().get(f"/contract-check/{digest}/").status_code == 404
    assert "对不上" in signed_in(pair.owner).get(f"/contracts/{made.pk}/").content.decode()


def test_the_county_takes_a_filing_in_or_returns_it_and_the_parties_mend_it(as_user):
    pair = make_pair()
    made, officer, owner = make_signed(pair), as_user("county_officer"), signed_in(pair.owner)
    filing = Filing.objects.get()
    assert "核收合同备案" in officer.get("/todos/").content.decode()
    back = {"accept": "0", "filing": filing.pk, "reason": "缺托管人员名单", "version": edition_of(filing)}
    assert officer.post(f"/contracts/{made.pk}/filing/", back).status_code == 302
    assert "缺托管人员名单" in owner.get(f"/contracts/{made.pk}/").content.decode()
    again = {"reason": "已补人员名单", "version": str(Contract.objects.get().edition)}
    assert owner.post(f"/contracts/{made.pk}/refile/", again).status_code == 302
    filing.refresh_from_db()
    yes = {"accept": "1", "filing": filing.pk, "version": edition_of(filing)}
    assert officer.post(f"/contracts/{made.pk}/filing/", yes).status_code == 302
    filing.refresh_from_db()
    assert filing.state == "accepted"


def test_a_change_and_an_early_end_go_through_the_same_page():
    pair = make_pair()
    made = make_signed(pair)
    owner, other = signed_in(pair.owner), signed_in(pair.other)
    page = owner.get(f"/contracts/{made.pk}/terms/")
    assert page.status_code == 200 and "8000.00" in page.content.decode()
    changed = form_of(pair, price="9000", plan="half", note="增加一次培训", version=str(made.edition))
    del changed["partner_uscc"]
    assert owner.post(f"/contracts/{made.pk}/terms/", changed).status_code == 302
    made.refresh_from_db()
    no = {"reason": "价格没有谈拢", "version": str(made.edition)}
    assert other.post(f"/contracts/{made.pk}/drop/", no).status_code == 302
    made.refresh_from_db()
    end = {
        "last_day": str(TODAY + timedelta(5)),
        "settlement": "1000",
        "reason": "企业搬迁停产",
        "version": str(made.edition),
    }
    assert owner.post(f"/contracts/{made.pk}/end/", end).status_code == 302
    assert "结算金额" in other.get(f"/contracts/{made.pk}/").content.decode()


def test_t12_the_officer_confirms_a_late_beginning_from_the_page(as_user):
    late = make_engagement(valid_from=TODAY, agreed_from=TODAY - timedelta(50))
    client = as_user("county_officer")
    assert "补签" in client.get(f"/engagements/{late.pk}/").content.decode()
    sent = {
        "file": SimpleUploadedFile("合同.pdf", pdf()),
        "reason": "看过签收单原件",
        "version": edition_of(late),
    }
    assert client.post(f"/engagements/{late.pk}/start/", sent).status_code == 302
    late.refresh_from_db()
    assert late.valid_from == TODAY - timedelta(50)
    assert "监管部门已凭原件确认" in client.get(f"/engagements/{late.pk}/").content.decode()


def test_the_list_asks_as_many_queries_for_twenty_as_for_two(django_assert_max_num_queries):
    pair = make_pair()
    client = signed_in(pair.owner)
    for _ in range(2):
        make_draft(pair)
    with django_assert_max_num_queries(11) as few:
        client.get("/contracts/")
    for _ in range(5):
        make_draft(pair)
    with django_assert_max_num_queries(len(few)):
        client.get("/contracts/")


def test_the_api_goes_the_same_way_from_the_draft_to_the_early_end():
    pair = make_pair()
    owner, other = signed_in(pair.owner), signed_in(pair.other)
    address, as_json = "/api/v1/engagements/contracts", {"content_type": "application/json"}
    body = terms_of(pair).as_json()
    made = owner.post(address, body, **as_json)
    assert made.status_code == 201, made.content
    one = f"{address}/{made.json()['id']}"
    for client in (owner, other):
        whole = client.get(one).json()
        yes = {"digest": whole["versions"][0]["digest"], "version": whole["version"]}
        answer = client.post(f"{one}/confirm", yes, **as_json)
        assert answer.status_code == 200, answer.content
    assert answer.json()["phase"] == "in_force"
    assert [row["number"] for row in owner.get(f"{address}?state=in_force").json()["rows"]] == [
        answer.json()["number"]
    ]
    end = {
        "last_day": str(TODAY),
        "settlement_fen": 0,
        "reason": "企业搬迁停产",
        "version": answer.json()["version"],
    }
    assert other.post(f"{one}/end", end, **as_json).status_code == 200
    assert signed_in(make_pair().owner).get(one).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=draft", {"draft"}), ("state=in_force", {"signed"}), ("waits=open", {"draft"}), ("waits=filing", {"signed"}),
        ("waits=affected", set()), ("state=void", set()), ("q=不存在的单位", set()), ("state=x&waits=y", {"draft", "signed"}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_state_and_by_what_waits(query, shown):
    pair = make_pair()
    made = {"draft": make_draft(pair), "signed": make_signed(pair, overlap_reason="每份管一个厂区")}
    text = signed_in(pair.owner).get(f"/contracts/?{query}").content.decode()
    assert {name for name, each in made.items() if each.number in text} == shown
