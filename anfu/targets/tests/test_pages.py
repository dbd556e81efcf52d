"""The pages of coverage and the desk: who sees what, and that each figure opens to as many rows."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from anfu.core import clock
from anfu.core.models import LedgerEntry
from anfu.targets.actions import refresh
from anfu.targets.tests.city import add_ground, add_relation, by_hand, make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LAST_YEAR = date(TODAY.year - 1, 6, 1)


@pytest.fixture
def city():
    """Five high-risk firms in 永康, one in 义乌; two covered, one lapsed."""
    with by_hand():
        firms = [make_enterprise(n, valid_from=date(2023, 1, 1)) for n in range(5)]
        firms.append(make_enterprise(9, division="330782", town="330782001", valid_from=date(2023, 1, 1)))
        for firm in firms:
            add_ground(firm, "spraying", date(2023, 1, 1))
        add_relation(firms[0], LAST_YEAR, TODAY + timedelta(10))
        add_relation(firms[1], date(TODAY.year, 1, 1), None)
        add_relation(firms[2], LAST_YEAR, date(TODAY.year, 1, 1))
        refresh([firm.pk for firm in firms])
    return firms


PAGES = ["/desk/", "/coverage/", "/coverage/rows/", "/coverage/basis/", "/coverage/export/"]


@pytest.mark.parametrize("role", ["city_admin", "city_officer", "county_officer", "town_officer", "leader"])
def test_every_reader_of_coverage_opens_every_page(as_user, city, role):
    client = as_user(role)
    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)


def test_the_auditor_has_a_desk_with_the_ledger_and_no_figures(as_user, city):
    client = as_user("auditor")
    page = client.get("/desk/")
    assert page.status_code == 200 and "核验台账" in page.content.decode()
    assert client.get("/coverage/").status_code == 403


@pytest.mark.parametrize("path", PAGES[1:4])
def test_an_empty_city_is_told_as_empty_not_as_zero(as_user, path):
    answer = as_user().get(path)
    assert answer.status_code == 200
    assert not re.search(r"\b0\.0%", answer.content.decode())


@pytest.mark.parametrize(
    ("role", "query"), [("city_officer", "division=330784"), ("county_officer", ""), ("city_officer", "")]
)
def test_each_figure_opens_to_as_many_rows(as_user, city, role, query):
    client, links = as_user(role), set()
    for by in ("class", "ground", "size_class", "sector", "town"):
        html = client.get(f"/coverage/?by={by}&{query}").content.decode()
        here = re.findall(
            r'<a class="af-fig[^"]*" href="(/coverage/rows/[^"]+)">([\d,]+)(?:\s*家)?</a>', html
        )
        assert here, by
        links.update(here)
    for href, shown in links:
        page = client.get(unescape(href)).content.decode()
        assert re.search(rf"· {int(shown)}\s家 ·", page), (href, re.findall(r"af-sub.>(.*)</div>", page))
        assert page.count('class="af-n"') == int(shown), href


def test_a_county_officer_sees_all_figures_and_only_own_rows(as_user, city):
    client = as_user("county_officer", division="330782")
    page = client.get("/coverage/?division=330784").content.decode()
    assert "永康市" in page and "division=330784&amp;" not in page.replace("?division=330784", "")
    rows = client.get("/coverage/rows/?division=330784").content.decode()
    assert "样例第0厂" not in rows and "只能看你管辖范围里的" in rows


def test_a_town_officer_sees_the_own_town_with_its_rows(as_user, city):
    client = as_user("town_officer", town="330784001")
    page = client.get("/coverage/").content.decode()
    href = re.search(r'href="(/coverage/rows/[^"]+town=330784001[^"]*)"', page)
    assert href
    assert "样例第" in client.get(unescape(href[1])).content.decode()


def test_a_past_day_shows_that_day(as_user, city):
    client = as_user("city_officer")
    rows = client.get(f"/coverage/rows/?on={LAST_YEAR}&group=class_1&state=covered").content.decode()
    assert rows.count('class="af-n"') == 2
    now = client.get("/coverage/rows/?group=class_1&state=covered").content.decode()
    assert now.count('class="af-n"') == 2
    before = client.get("/coverage/rows/?on=2023-06-01&group=class_1&state=covered").content.decode()
    assert before.count('class="af-n"') == 0


def test_unreadable_addresses_show_the_usual_page(as_user, city):
    client = as_user()
    assert (
        client.get("/coverage/?division=x&sector=y&size=z&by=q&rank=w&group=v&on=gestern").status_code == 200
    )
    assert client.get("/coverage/rows/?state=x&group=y&town=z&after=%ff&q=%27").status_code == 200
    assert client.get("/coverage/rows/?after=%00").status_code == 422


def test_the_desk_names_what_waits_with_its_verb(as_user, city):
    page = as_user("county_officer").get("/desk/").content.decode()
    assert "3 家重点高危企业还没有覆盖" in page
    assert "1 份合同 30 天内到期" in page


@pytest.mark.parametrize(
    ("path", "limit"), [("/coverage/?by=sector", 17), ("/coverage/rows/", 8), ("/desk/", 16)]
)
def test_the_number_of_queries_does_not_grow_with_rows(
    as_user, django_assert_max_num_queries, city, path, limit
):
    client = as_user("county_officer")
    with django_assert_max_num_queries(limit) as few:
        client.get(path)
    with by_hand():
        more = [make_enterprise(100 + n, valid_from=date(2023, 1, 1)) for n in range(30)]
        for firm in more:
            add_ground(firm, "mine", date(2023, 1, 1))
        refresh([firm.pk for firm in more])
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_the_workbook_holds_the_table_and_no_formula(as_user, city):
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(as_user().get("/coverage/export/").content))
    rows = list(book.active.values)
    high_risk = next(row for row in rows if row[1:4] == ("330784", "永康市", "class_1"))
    assert high_risk[6:9] == (5, 2, 0.4)
    assert all(cell.data_type != "f" for row in book.active for cell in row)
    entry = LedgerEntry.objects.get(verb="targets.exported")
    assert f"台账 {entry.stream}-{entry.seq}" in rows[1][0]
