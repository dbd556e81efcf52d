"""What strangers see: what is public by rule and nothing else, in one order for all."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.terms import Deliverables
from anfu.engagements.tests.contracts import make_pair, make_signed
from anfu.engagements.tests.factories import make_engagement
from anfu.people.tests.factories import make_party, make_user
from anfu.portal.rules.order import rank
from anfu.portal.tests.factories import make_branch, make_market, make_price
from anfu.providers.models import Professional, Provider
from anfu.providers.tests.factories import make_provider
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
LIST, JSON, CSV = "/directory/", "/directory/providers.json", "/directory/providers.csv"
API = "/api/v1/portal/providers"
SECRET = "⟦不公开⟧"
NOT_PUBLIC = ("draft", "submitted", "returned", "publicity")


@pytest.fixture
def market() -> dict[str, Provider]:
    return make_market()


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def every_answer(market: dict[str, Provider]) -> str:
    """All that the directory ever tells a stranger of these institutions."""
    codes = [market[name].organisation.uscc for name in ("consultancy", "assessor", "removed")]
    addresses = [LIST, f"{LIST}?state=removed", JSON, CSV, "/directory/order/", API]
    addresses += [f"/directory/{code}/" for code in codes] + [f"{API}/{code}" for code in codes]
    addresses.append("/directory/compare/?" + "&".join(f"pick={code}" for code in codes[:4]))
    return "".join(page(address) for address in addresses)


def test_T10_T22_no_person_no_paper_and_no_note_of_the_office_is_told(market):
    with without_ledger():
        Provider.objects.update(contact_name=SECRET, contact_phone=SECRET, note=SECRET)
        Professional.objects.update(name=SECRET)
    make_engagement(make_enterprise(name=SECRET), provider=market["consultancy"].organisation)
    told = every_answer(market)
    assert SECRET not in told
    assert "甲咨询" in told and "癸移出" in told and "5\u00a0人" in told


def test_T22_who_was_never_listed_answers_like_who_does_not_exist(market):
    told = {"publicity_until": clock.today()}
    hidden = [make_provider(state=state, name=SECRET, **told) for state in NOT_PUBLIC]
    absent = "91330784MA0000000X"
    for form in ("/directory/{}/", API + "/{}"):
        nobody = Client().get(form.format(absent))
        assert nobody.status_code == 404
        for code in [each.organisation.uscc for each in hidden]:
            asked = Client().get(form.format(code))
            assert asked.status_code == 404
            assert asked.content.decode().replace(code, "") == nobody.content.decode().replace(absent, "")
    picks = "&".join(f"pick={each.organisation.uscc}" for each in hidden)
    assert SECRET not in page(f"{LIST}?q={SECRET[1:3]}") + page(f"/directory/compare/?{picks}")


def test_T25_no_parameter_of_the_address_opens_what_is_not_public(market):
    make_provider(state="draft", name=SECRET)
    for asked in (
        "state=draft",
        "states=draft",
        "state=",
        "state=listed&state=draft",
        "kind=nothing",
        "on=2020-01-01",
    ):
        assert SECRET not in page(f"{LIST}?{asked}") + page(f"{JSON}?{asked}")
    assert Client().get(f"{API}?state=draft").status_code == 422
    assert Client().post(LIST, {"state": "listed"}).status_code == 405


def test_a_sanction_is_shown_with_reason_and_term_and_nothing_that_it_may_do(market):
    code = market["removed"].organisation.uscc
    text = page(f"/directory/{code}/")
    assert (
        "已移出目录" in text and "两处同时上门（测试）" in text and "2099-12-31" in text and "三(四)c" in text
    )
    one = json.loads(page(f"{API}/{code}"))
    assert (one["state"], one["services"], one["term_end"]) == ("removed", {}, "2100-01-01")
    assert [spell["state"] for spell in one["history"]] == ["removed", "listed"]
    assert code not in page(LIST)


def test_nobody_is_graded_and_nobody_gets_a_zero_for_it(market):
    assert "还没有评级" in page(LIST)
    assert {row["grade"] for row in json.loads(page(JSON))["rows"]} == {None}
    assert {row["信用评级"] for row in rows_of(page(CSV))} == {"还没有评级"}
    assert "grade=" not in page(LIST)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_T27_no_cell_of_the_table_is_a_formula_and_json_keeps_the_text():
    names = {f"{start}cmd|'/c calc'!A0" for start in ("=", "+", "-", "@", "\t", "\r", "＝", " =")}
    for name in names:
        make_provider(name=name)
    cells = {cell for row in rows_of(page(CSV)) for cell in row.values()}
    assert {f"'{name}" for name in names} <= cells
    assert not [cell for cell in cells if cell.strip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert {row["name"] for row in json.loads(page(JSON))["rows"]} == names


def test_T09_page_file_and_api_stand_in_the_same_order_which_the_file_lets_anybody_recompute(market):
    told = json.loads(page(JSON))
    codes = [row["uscc"] for row in told["rows"]]
    assert codes == sorted(codes, key=lambda code: rank(code, clock.today(), told["seed"]))
    assert codes == [row["uscc"] for row in json.loads(page(API))["rows"]]
    assert codes == [row["统一社会信用代码"] for row in rows_of(page(CSV))]
    text = page(LIST)
    assert sorted(codes, key=text.index) == codes
    assert told["recipe"] in page("/directory/order/")


def test_a_search_narrows_page_and_files_alike(market):
    make_price(market["trainer"], "train", 300)
    asked = "?service=train&sort=price"
    assert next(row["机构"] for row in rows_of(page(CSV + asked))) == "辛培训"
    text = page(LIST + asked)
    assert "300.00\u00a0元" in text and "没有公布" in text and "戊检测" not in text
    assert json.loads(page(f"{API}?service=assess&line=safety:chemical"))["count"] == 1
    first = json.loads(page(f"{API}?kind=consultancy&kind=trainer&division=330784&limit=2"))
    second = json.loads(page(f"{API}?kind=consultancy&kind=trainer&division=330784&after={first['after']}"))
    assert {row["name"] for row in first["rows"] + second["rows"]} == {"甲咨询", "乙咨询", "辛培训"}
    assert (first["count"], len(first["rows"]), second["after"]) == (3, 2, None)
    assert "没有符合的机构" in page(f"{LIST}?q=没有这家")


def test_a_map_counts_seats_and_branches_of_what_was_found(market):
    make_branch(market["assessor"], "330727")
    make_branch(market["assessor"], "330784")  # where its seat is: one place, not two
    text = page(f"{LIST}?service=assess&line=safety:chemical")
    for code in ("330727", "330784"):
        tile = text[text.index(f"seat={code}") :]
        assert "1\u00a0处" in tile[:200] and "1\u00a0家机构" in tile[:300]


def test_four_stand_side_by_side_and_a_fifth_is_said_to_be_left_out(market):
    codes = [provider.organisation.uscc for provider in market.values()]
    text = page("/directory/compare/?" + "&".join(f"pick={code}" for code in codes[:5]))
    assert text.count('<th scope="col">') == 4 and "后面选的 1 家没有列出来" in text
    assert "还没有选机构" in page("/directory/compare/?pick=nobody")


def test_T34_a_whole_copy_costs_what_its_pages_cost(market, settings, monkeypatch):
    settings.READING_QUOTAS = True
    paid: list[int] = []
    monkeypatch.setattr("anfu.portal.views.copy.PAGE", 3)
    monkeypatch.setattr("anfu.portal.views.copy.spend", lambda request, pages: paid.append(pages))
    monkeypatch.setattr("anfu.core.reading.counted.spend", lambda request, pages: paid.append(pages))
    page(JSON)
    page(LIST)
    assert paid == [1, 2, 1]


def test_pages_cost_the_same_for_few_and_for_many(market):
    asked = [LIST, f"{LIST}?service=train", CSV, API, f"/directory/{market['assessor'].organisation.uscc}/"]
    few = [queries(address) for address in asked]
    make_market()
    assert [queries(address) for address in asked] == few
    assert max(few) <= 18


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        page(address)
    return len(made)


def test_an_enterprise_sees_what_it_needs_and_who_may_give_it_with_the_reason(market):
    make_branch(market["assessor"], "330784", longitude=120.05, latitude=28.89)
    firm = make_enterprise(industry="2614", employees=40, hazard_level="severe", hazard_scheme="2021")
    party = make_party("enterprise", organisation=firm.organisation)
    client = Client()
    client.force_login(make_user("enterprise_owner", party=party))
    text = page("/directory/mine/?service=assess", client)
    assert "职业卫生" in text and "二(一)3" in text
    assert (
        "丙评价" in text
        and "核准范围含“石油加工业，化学原料、化学品及医药制造业”" in text
        and "丁评价" not in text
    )
    needs = json.loads(page("/api/v1/portal/needs", client))
    assert {need["service"] for need in needs} >= {"occ_health"}
    rows = json.loads(page("/api/v1/portal/for-me?service=assess", client))["rows"]
    assert [(row["name"], row["why"][:3]) for row in rows] == [("丙评价", "有资质")]
    one = page(f"/directory/{market['assessor_expired'].organisation.uscc}/", client)
    assert "能不能为你企业服务" in one and "已经过期" in one
    for sort in ("price", "load", "chance"):
        assert "丙评价" in page(f"/directory/mine/?service=assess&sort={sort}", client)


def test_only_an_enterprise_is_told_who_serves_it(client, market):
    assert client.get("/directory/mine/").status_code == 302
    client.force_login(make_user("city_officer"))
    assert client.get("/directory/mine/").status_code == 403
    assert client.get("/api/v1/portal/needs").status_code == 403


def test_how_busy_each_is_comes_from_contracts_and_the_unknown_stands_after_the_known(market):
    busy, idle, unknown = (market[name] for name in ("consultancy", "trainer", "leading"))
    terms = {"deliverables": Deliverables(visits_per_month=8)}
    for provider in (busy, idle):
        make_signed(
            make_pair(provider=provider.organisation),
            kinds=(("consult",) if provider is busy else ("train",)),
            **terms,
        )
        terms = {"deliverables": Deliverables(visits_per_month=1)}
    make_engagement(make_enterprise(), provider=unknown.organisation, valid_to=None)
    codes = [row["uscc"] for row in json.loads(page(f"{API}?sort=load"))["rows"]]
    places = [codes.index(each.organisation.uscc) for each in (idle, busy, unknown)]
    assert places == sorted(places)
    rows = {row["uscc"]: row for row in json.loads(page(f"{JSON}?sort=load"))["rows"]}
    assert list(rows) == codes
    told = [
        (rows[e.organisation.uscc]["capacity_days"], rows[e.organisation.uscc]["promised_days"])
        for e in (busy, idle, unknown)
    ]
    assert told == [(660, 48.0), (396, 6.0), (396, None)]
    text = page("/directory/compare/?" + "&".join(f"pick={code}" for code in codes)[:200])
    assert "算不出" in page(f"{LIST}?sort=load") and "合同用掉的时间" in text
    assert "8%（48 / 660\u00a0人工日）" in page(f"/directory/{busy.organisation.uscc}/")
    assert "1\u00a0份合同没有写明次数" in page(f"/directory/{unknown.organisation.uscc}/")
