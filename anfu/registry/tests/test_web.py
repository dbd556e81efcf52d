"""The registry's pages: what each role sees and does there, and how many questions a page asks the database."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from python_calamine import CalamineWorkbook

from anfu.core import jobs
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Parameter
from anfu.core.web import panels
from anfu.people.tests.factories import make_actor
from anfu.registry import export, filters
from anfu.registry.actions import export as exporting
from anfu.registry.actions.facts import set_facts
from anfu.registry.models import EnterpriseVersion, SavedView
from anfu.registry.queries.filter import Source
from anfu.registry.tests.factories import SINCE, make_enterprise

TODAY = date(2026, 11, 23)
QUERIES_OF_THE_LIST = 8
QUERIES_OF_ONE = 6


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("anfu.core.clock.today", lambda: TODAY)


def text(response) -> str:
    return response.content.decode()


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def current(enterprise) -> EnterpriseVersion:
    return EnterpriseVersion.objects.current().get(enterprise=enterprise)


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    as_user, django_assert_num_queries, count
):
    for _ in range(count):
        make_enterprise()
    client = as_user("county_officer")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = client.get("/enterprises/?section=C")
    assert page.status_code == 200 and f"共 {count}" in text(page).replace("\u00a0", " ")


@pytest.mark.parametrize("changes", [1, 6])
def test_one_page_asks_the_same_number_of_questions_however_long_its_history(
    as_user, django_assert_num_queries, changes
):
    firm, actor = make_enterprise(employees=1), make_actor("county_officer")
    for n in range(changes):
        on = SINCE + timedelta(10 * (n + 1))
        set_facts(firm, {"employees": n + 2}, actor=actor, on=on, source="核实", expected_version=None)
    client = as_user("county_officer")
    shown = dict(panels._panels)
    panels._panels.clear()
    try:
        with django_assert_num_queries(QUERIES_OF_ONE):
            page = client.get(f"/enterprises/{firm.organisation.uscc}/")
    finally:
        panels._panels.update(shown)
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("role", "where", "seen"),
    [
        ("city_officer", {}, {"永康一厂", "永康二厂", "婺城厂"}),
        ("leader", {}, {"永康一厂", "永康二厂", "婺城厂"}),
        ("county_officer", {"division": "330784"}, {"永康一厂", "永康二厂"}),
        ("town_officer", {"town": "330784001"}, {"永康一厂"}),
        ("county_officer", {"division": "330782"}, set()),
    ],
)
def test_each_role_sees_its_own_enterprises_in_lists_and_pages(as_user, role, where, seen):
    firms = [
        make_enterprise(name="永康一厂", town="330784001"),
        make_enterprise(name="永康二厂", town="330784002"),
        make_enterprise(name="婺城厂", division="330702"),
    ]
    client = as_user(role, **where)
    page = text(client.get("/enterprises/"))
    for firm in firms:
        name, address = firm.organisation.name, f"/enterprises/{firm.organisation.uscc}/"
        assert (name in page) == (name in seen)
        assert client.get(address).status_code == (200 if name in seen else 404)


def test_an_address_holds_the_whole_state_and_its_view_is_kept_renamed_and_forgotten(as_user):
    make_enterprise(name="大厂", employees=1200, revenue_fen=50_000_000_000)
    make_enterprise(name="小厂", employees=3)
    client = as_user("county_officer")
    page = text(client.get("/enterprises/?size=large&q=厂"))
    assert "大厂" in page and "小厂" not in page and "存为视图" in page
    answer = client.post("/enterprises/views/", {"name": "大企业", "query": "size=large"}, follow=True)
    view = SavedView.objects.get()
    assert "大企业" in text(answer) and "小厂" not in text(answer)
    client.post(f"/enterprises/views/{view.pk}/rename/", {"name": "大型企业", "version": edition_of(view)})
    view.refresh_from_db()
    assert view.name == "大型企业"
    assert as_user("city_officer").post(f"/enterprises/views/{view.pk}/delete/").status_code == 404
    view.refresh_from_db()
    as_user("county_officer").post(f"/enterprises/views/{view.pk}/delete/", {"version": edition_of(view)})
    assert not SavedView.objects.exists()


def test_persons_are_masked_for_everybody(as_user):
    firm = make_enterprise(principal="陈晓岚", contact_phone="13812345678")
    address = f"/enterprises/{firm.organisation.uscc}/"
    assert "陈晓岚" not in text(as_user("county_officer").get(address))
    assert "陈晓岚" not in text(as_user("county_officer").get(f"{address}edit/"))
    leader = text(as_user("leader").get(address))
    assert "陈**" in leader and "138****5678" in leader and "陈晓岚" not in leader
    assert "陈晓岚" not in text(as_user("county_officer").get("/enterprises/"))


def edit_form(firm, **typed) -> dict[str, str]:
    version = current(firm)
    shown = {
        "name": version.name, "division": version.division, "status": version.status, "industry": version.industry,
        "employees": "" if version.employees is None else str(version.employees),
        "version": str(version.pk), "on": TODAY.isoformat(), "source": "现场核实",
    }  # fmt: skip
    return shown | typed


def test_a_fact_is_changed_and_its_page_says_since_when_and_from_whom(as_user):
    firm = make_enterprise(employees=50)
    client = as_user("county_officer")
    address = f"/enterprises/{firm.organisation.uscc}/"
    answer = client.post(f"{address}edit/", edit_form(firm, employees="80"))
    assert answer.status_code == 302 and current(firm).employees == 80
    page = text(client.get(address))
    assert "现场核实" in page and "2026-11-23" in page and "已入账" in page and "逐条校验无误" in page
    past = text(client.get(f"{address}?on=2025-01-01"))
    assert "改情况" not in past and ">50<" in past


def test_only_what_was_changed_is_written(as_user):
    firm = make_enterprise(employees=50, contact_phone="13812345678", capital_fen=100_000_00)
    client = as_user("county_officer")
    typed = edit_form(firm, capital_fen="100,000.00", contact_phone="13812345678")
    client.post(f"/enterprises/{firm.organisation.uscc}/edit/", typed)
    assert not LedgerEntry.objects.exists()
    assert EnterpriseVersion.objects.filter(enterprise=firm).count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "这一项要填"),
        ({"employees": "-3"}, "0"),
        ({"industry": "没有这个行业"}, "不在国民经济行业分类里"),
        ({"capital_fen": "一百万"}, "不是金额"),
        ({"on": "2019-01-01"}, "库里从"),
        ({"on": "2026-11-24"}, "不能晚于今天"),
        ({"town": "330702001"}, "请从列出的里面选"),
        ({"hazard_level": "severe"}, "请选按哪一年的分类定级"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_stays_typed(as_user, typed, message):
    firm = make_enterprise(employees=50)
    client = as_user("county_officer")
    form = edit_form(firm, scope="我写的经营范围", **typed)
    answer = client.post(f"/enterprises/{firm.organisation.uscc}/edit/", form)
    assert answer.status_code == 422 and message in text(answer) and "我写的经营范围" in text(answer)
    assert EnterpriseVersion.objects.filter(enterprise=firm).count() == 1


def test_a_stale_form_keeps_what_was_typed_and_saves_over_nothing_of_the_others(as_user):
    firm = make_enterprise(employees=50, address="老地址")
    form = edit_form(firm, employees="80", address="老地址")
    set_facts(
        firm,
        {"address": "新地址"},
        actor=make_actor("city_officer"),
        on=TODAY,
        source="市里改",
        expected_version=None,
    )
    client = as_user("county_officer")
    address = f"/enterprises/{firm.organisation.uscc}/edit/"
    answer = client.post(address, form)
    page = text(answer)
    assert (
        answer.status_code == 409 and "先改了这家企业" in page and "新地址" in page and 'value="80"' in page
    )
    again = form | {"version": str(current(firm).pk), "address": "新地址"}
    assert client.post(address, again).status_code == 302
    assert (current(firm).employees, current(firm).address) == (80, "新地址")


def test_a_new_enterprise_is_registered_once(as_user):
    client = as_user("county_officer")
    typed = {
        "uscc": "91330784MA00AB1C6J", "name": "示例甲五金厂", "status": "active", "division": "330784", "industry": "3311",
        "on": TODAY.isoformat(), "source": "营业执照", "employees": "12", "capital_fen": "500,000.00",
    }  # fmt: skip
    assert client.post("/enterprises/new/", typed).status_code == 302
    version = EnterpriseVersion.objects.get()
    assert (version.capital_fen, version.section, version.placement) == (50_000_000, "C", "confirmed")
    assert "示例甲五金厂" in text(client.get("/enterprises/?q=甲五"))
    answer = client.post("/enterprises/new/", typed)
    assert answer.status_code == 422 and "库里已有" in text(answer)
    wrong = client.post("/enterprises/new/", typed | {"uscc": "9133O784MA00AB1C6J"})
    assert wrong.status_code == 422 and "O" in text(wrong)


def test_what_waits_for_a_place_gets_one_or_goes_to_the_county_that_knows(as_user):
    mine = make_enterprise(division="", waiting_at="330784", name="永康市某某厂", address="古山镇金山路1号")
    yours = make_enterprise(division="", waiting_at="330784", name="不知哪里的厂")
    foreign = make_enterprise(division="", waiting_at="330782", name="义乌的厂")
    client = as_user("county_officer")
    page = text(client.get("/enterprises/unplaced/"))
    assert "永康市某某厂" in page and "把握" in page and "义乌的厂" not in page
    typed = {
        "pick": [mine.pk, yours.pk],
        f"place-{mine.pk}": "330784001@330784",
        f"place-{yours.pk}": "330702",
    }
    assert client.post("/enterprises/unplaced/", typed).status_code == 302
    for firm in (mine, yours):
        firm.refresh_from_db()
    version = current(mine)
    assert (mine.division, mine.town, mine.waiting_at, yours.waiting_at) == (
        "330784",
        "330784001",
        "",
        "330702",
    )
    assert (version.valid_from, version.placement, version.division) == (SINCE, "confirmed", "330784")
    refused = client.post("/enterprises/unplaced/", {"one": foreign.pk, f"place-{foreign.pk}": "330784"})
    assert refused.status_code == 409
    assert LedgerEntry.objects.filter(
        verb="registry.placed", subject=f"enterprise:{mine.organisation.uscc}"
    ).exists()


def sheet_of(data: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_an_export_holds_the_filtered_rows_masked_and_proves_itself(as_user):
    make_enterprise(name="=1+1", principal="陈晓岚", contact_phone="13812345678", employees=5)
    make_enterprise(name="甲厂", industry="6110")
    answer = as_user("county_officer").post(
        "/enterprises/export/", {"query": "section=C", "purpose": "supervision"}
    )
    assert answer["Content-Type"].endswith("sheet") and "attachment" in answer["Content-Disposition"]
    rows = sheet_of(answer.content)
    assert rows[0][:2] == ["情况截至", "2026-11-23"] and "门类：C 制造业" in rows[1][1]
    lines = [[str(cell) for cell in row] for row in rows[6:]]
    assert len(lines) == 1 and lines[0][1] == "=1+1"
    assert "陈**" in lines[0] and "138****5678" in lines[0]
    assert rows[4][1] == f"SHA-256 {export.check_code(lines)}"
    assert LedgerEntry.objects.get(verb="registry.exported").body.count(export.check_code(lines)) == 1


def test_many_rows_are_exported_by_a_job_that_only_its_owner_opens(as_user, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    for _ in range(3):
        make_enterprise()
    client = as_user("county_officer")
    where = client.post("/enterprises/export/", {"query": "", "purpose": "superior"})["Location"]
    assert "排队" in text(client.get(where)) and client.get(f"{where}file/").status_code == 404
    assert jobs.run_all() == 1
    assert "下载文件" in text(client.get(where))
    assert len(sheet_of(b"".join(client.get(f"{where}file/").streaming_content))) == 9
    assert as_user("city_officer").get(f"{where}file/").status_code == 404


def test_ticked_rows_alone_can_be_taken_and_foreign_ones_never(as_user):
    mine, other = make_enterprise(), make_enterprise(division="330702")
    make_enterprise()
    picked = {"pick": [mine.organisation.uscc, other.organisation.uscc], "query": "", "purpose": "service"}
    rows = sheet_of(as_user("county_officer").post("/enterprises/export/", picked).content)
    assert [row[0] for row in rows[6:]] == [mine.organisation.uscc]


def test_higher_rooms_add_facets_and_columns(as_user):
    firm = make_enterprise(name="标记的厂")
    make_enterprise(name="别的厂")
    facet = filters.ExtraFacet(
        "sign",
        "标记",
        lambda actor, on: [("yes", "有")],
        lambda values, on: Source("registry_enterpriseversion", "name LIKE %s", ("标记%",)),
    )
    filters.register(facet)
    filters.register_column(
        filters.ExtraColumn("sign", "标记", lambda ids, on, actor: {firm.pk: [filters.Mark("有标记", "ok")]})
    )
    try:
        page = text(as_user("county_officer").get("/enterprises/?sign=yes"))
    finally:
        filters._facets.pop("sign"), filters._columns.pop("sign")
    assert "标记的厂" in page and "别的厂" not in page and "有标记" in page


def test_a_merged_enterprise_leads_to_the_one_it_was_merged_into(as_user):
    from anfu.core.ledger.guard import without_ledger

    kept, gone = make_enterprise(name="留下的厂"), make_enterprise(name="并入的厂")
    with without_ledger():
        EnterpriseVersion.objects.filter(enterprise=gone).update(valid_to=TODAY)
        type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    page = text(as_user("county_officer").get(f"/enterprises/{gone.organisation.uscc}/"))
    assert "已并入" in page and kept.organisation.uscc in page and "改情况" not in page


def test_T35_an_export_needs_a_purpose_and_stays_under_the_cap(as_user):
    make_enterprise()
    make_enterprise()
    client = as_user("county_officer")
    for purpose in ({}, {"purpose": ""}, {"purpose": "x"}):
        assert client.post("/enterprises/export/", {"query": ""} | purpose).status_code == 409
    assert not LedgerEntry.objects.filter(verb="registry.exported").exists()
    with without_ledger():
        Parameter.objects.filter(code="exports.rows_at_most").update(value=1)
    told = client.post("/enterprises/export/", {"query": "", "purpose": "superior"})
    assert told.status_code == 409 and "最多导出 1 行" in text(told)


def test_T35_a_file_says_who_took_it_when_what_for_and_where_that_is_entered(as_user):
    make_enterprise(contact_phone="13812345678")
    asked = {"query": "", "purpose": "inspection"}
    rows = sheet_of(as_user("county_officer").post("/enterprises/export/", asked).content)
    entry = LedgerEntry.objects.get(verb="registry.exported")
    mark = rows[3][1]
    assert (
        f"台账 {entry.stream}-{entry.seq}" in mark
        and "用途：执法检查、核查" in mark
        and f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}" in mark
    )
    body = json.loads(entry.body)["after"]
    assert body["rows"] == 1 and body["purpose"] == "执法检查、核查" and "联系电话" in body["fields"]
    assert "1381234" not in entry.body and "1381234" not in str(rows)
