"""The list finds exactly what its filter says, page by page, whichever way it goes through the versions."""

import random
from datetime import date

import pytest

from anfu.core.ledger.guard import without_ledger
from anfu.people.tests.factories import make_actor
from anfu.registry import search
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries import listing
from anfu.registry.queries.filter import TERRITORY, Filter, Order, Source
from anfu.registry.queries.listing import Asked
from anfu.registry.tests.factories import SINCE, make_enterprise, make_version

TODAY = date(2026, 11, 23)
PLACES = [
    ("", ""),
    ("330784", "330784001"),
    ("330784", "330784002"),
    ("330702", "330702001"),
    ("330782", "330782001"),
]
EVERYTHING = Filter()
STATUSES = ["active", "active", "active", "suspended", "cancelled"]


@pytest.fixture
def city(db):
    """Some fifty enterprises whose facts are drawn at random from few values."""
    draw = random.Random(5)
    for n in range(50):
        division, town = draw.choice(PLACES)
        make_enterprise(
            division=division,
            town=town,
            industry=draw.choice(["3311", "3392", "2511", "5211", "6110", ""]),
            employees=draw.choice([None, 3, 40, 99, 100, 350]),
            status=draw.choice(STATUSES),
            above_scale=draw.choice([None, True, False]),
            hazard_level=draw.choice(["", "severe", "general"]),
            name=draw.choice(["永康市穗朗", "金华示例", "义乌云帆"]) + f"第{n}五金厂",
            address=draw.choice(["浙江省永康市古山镇金山路", "义乌市廿三里街道"]) + f"{n}号",
        )


def everyone(chosen: Filter, actor, order: Order = TERRITORY, size: int = 7) -> list[int]:
    """All pages there and back."""
    there, page = [], listing.page(chosen, actor, on=TODAY, today=TODAY, order=order, asked=Asked(size=size))
    total = page.total
    while True:
        there.append([version.pk for version in page.rows])
        if not page.after:
            break
        page = listing.page(
            chosen, actor, on=TODAY, today=TODAY, order=order, asked=Asked(after=page.after, size=size)
        )
    back = [there[-1]]
    while page.before:
        page = listing.page(
            chosen, actor, on=TODAY, today=TODAY, order=order, asked=Asked(before=page.before, size=size)
        )
        back.append([version.pk for version in page.rows])
    assert [pk for rows in back for pk in rows] == [pk for rows in reversed(there) for pk in rows]
    found = [pk for rows in there for pk in rows]
    assert len(found) == len(set(found)) == total
    return found


FILTERS = [
    (Filter(), {}),
    (Filter(divisions=("330784",)), {"division": "330784"}),
    (Filter(divisions=("330784", "330702")), {"division__in": ["330784", "330702"]}),
    (Filter(towns=("330784001",)), {"town": "330784001"}),
    (
        Filter(sections=("C",), sizes=("small", "micro")),
        {"section": "C", "size_class__in": ["small", "micro"]},
    ),
    (Filter(sectors=("machinery",)), {"sector": "machinery"}),
    (Filter(sectors=("",)), {"sector": ""}),
    (Filter(sections=("",)), {"section": ""}),
    (Filter(industries=("33",)), {"industry__startswith": "33"}),
    (Filter(industries=("3311", "61")), {"industry__regex": "^(3311|61)"}),
    (Filter(statuses=("suspended",)), {"status": "suspended"}),
    (Filter(scales=("yes",)), {"above_scale": True}),
    (Filter(scales=("",), hazards=("severe",)), {"above_scale": None, "hazard_level": "severe"}),
    (Filter(hazards=("",)), {"hazard_level": ""}),
    (Filter(employees_min=40, employees_max=99), {"employees__range": (40, 99)}),
    (Filter(employees_min=100), {"employees__gte": 100}),
    (Filter(employees_max=0), {"employees__lte": 0}),
    (Filter(text="永康", statuses=("active",)), {"status": "active", "name_or_address": "永康"}),
    (Filter(text="穗朗 古山"), {"name__contains": "穗朗", "address__contains": "古山"}),
    (Filter(text="云"), {"name__contains": "云"}),
    (Filter(text="厂"), {"name__contains": "厂"}),
    (Filter(text="没有这样的"), {"name": "-"}),
    (Filter(text="第", divisions=("", "330702")), {"division__in": ["", "330702"], "name__contains": "第"}),
]


def expected(conditions: dict, divisions: list[str] | None = None) -> set[int]:
    rows = EnterpriseVersion.objects.current()
    text = conditions.pop("name_or_address", "")
    rows = rows.filter(**conditions)
    rows = rows.filter(division__in=divisions) if divisions else rows
    return {row.pk for row in rows if not text or text in row.name + row.address}


def test_a_filter_finds_exactly_what_it_says_on_every_page(city):
    actor = make_actor("city_officer")
    for chosen, conditions in FILTERS:
        assert set(everyone(chosen, actor)) == expected(dict(conditions)), conditions


def test_a_county_finds_only_its_own(city):
    actor = make_actor("county_officer", division="330784")
    for chosen, conditions in FILTERS:
        assert set(everyone(chosen, actor)) == expected(dict(conditions), ["330784"]), conditions


def test_a_town_finds_only_its_own_and_a_leader_all(city):
    town = set(everyone(Filter(), make_actor("town_officer", town="330784001")))
    assert town == expected({"town": "330784001"})
    assert len(everyone(Filter(), make_actor("leader"))) == 50


def test_a_filter_outside_the_territory_finds_nothing(city):
    page = listing.page(
        Filter(divisions=("330702",)), make_actor("county_officer", division="330784"), on=TODAY, today=TODAY
    )
    assert (page.rows, page.total) == ([], 0)


@pytest.mark.parametrize("falling", [True, False])
@pytest.mark.parametrize("dense", [True, False])
def test_a_list_by_employees_is_in_order_on_every_page(city, monkeypatch, falling, dense):
    if dense:
        monkeypatch.setattr(listing, "CAP", 10)
    order = Order("headcount", falling)
    chosen = Filter(statuses=("active",))
    actor = make_actor("city_officer")
    found, after = [], ""
    while True:
        page = listing.page(
            chosen, actor, on=TODAY, today=TODAY, order=order, asked=Asked(after=after, size=7)
        )
        found += [-1 if row.employees is None else row.employees for row in page.rows]
        after = page.after
        if not after:
            break
    assert found == sorted(found, reverse=falling)
    assert len(found) == EnterpriseVersion.objects.current().filter(status="active").count()


def test_a_search_for_what_stands_everywhere_looks_at_the_rarer_side_first(city, monkeypatch):
    monkeypatch.setattr(listing, "WIDE", 10)
    actor = make_actor("city_officer")
    rare = Filter(text="五金", towns=("330702001",), hazards=("severe",))
    page = listing.page(rare, actor, on=TODAY, today=TODAY)
    assert {row.pk for row in page.rows} == expected({"town": "330702001", "hazard_level": "severe"})
    wide = listing.page(Filter(text="五金"), actor, on=TODAY, today=TODAY)
    assert wide.sampled and wide.rows


def test_a_past_day_shows_what_was_true_then(db):
    moved = make_enterprise(name="老名字铸造厂", valid_from=SINCE, status="active")
    with_change = EnterpriseVersion.objects.get(enterprise=moved)
    with without_ledger():
        EnterpriseVersion.objects.filter(pk=with_change.pk).update(valid_to=date(2025, 6, 1))
    make_version(moved, date(2025, 6, 1), name="新名字铸造厂", division="330702", industry="3391")
    city, county = make_actor("city_officer"), make_actor("county_officer", division="330784")

    def names(actor, on, chosen=EVERYTHING):
        return [row.name for row in listing.page(chosen, actor, on=on, today=TODAY).rows]

    assert names(city, date(2025, 5, 31)) == ["老名字铸造厂"] == names(county, date(2025, 5, 31))
    assert names(city, date(2025, 6, 1)) == ["新名字铸造厂"] and names(county, date(2025, 6, 1)) == []
    assert names(city, date(2023, 12, 31)) == []
    assert names(city, date(2025, 5, 31), Filter(sections=("C",), divisions=("330784",))) == ["老名字铸造厂"]


def test_what_another_room_knows_narrows_the_list_whether_few_or_many(city, monkeypatch):
    source = Source("registry_enterpriseversion", "name LIKE %s", ("金华%",))
    actor = make_actor("city_officer")
    few = everyone(Filter(sources=(source,), statuses=("active",)), actor)
    monkeypatch.setattr(listing, "CAP", 3)
    monkeypatch.setattr(listing, "CAP_ELSEWHERE", 3)
    many = listing.page(Filter(sources=(source,), statuses=("active",)), actor, on=TODAY, today=TODAY)
    assert (
        set(few)
        == {row.pk for row in many.rows}
        == expected({"status": "active", "name__startswith": "金华"})
    )


def test_a_code_is_found_by_its_beginning_and_leads_from_a_merged_one_to_the_kept(db):
    kept, gone = make_enterprise(uscc="91330784MA00AB1C6J"), make_enterprise(uscc="91330702MA0000015Q")
    with without_ledger():
        EnterpriseVersion.objects.filter(enterprise=gone).update(valid_to=TODAY)
        type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    actor = make_actor("city_officer")
    for asked in ("91330784MA00AB1C6J", "91330784ma00", "91330702MA0000015Q"):
        rows = listing.page(Filter(text=asked), actor, on=TODAY, today=TODAY).rows
        assert [row.enterprise_id for row in rows] == [kept.pk], asked


def test_the_index_is_written_only_where_something_changed(city, django_assert_num_queries):
    ids = list(EnterpriseVersion.objects.current().values_list("enterprise_id", flat=True))
    before = search._stored(ids)
    search.refresh(ids)
    assert search._stored(ids) == before and len(before) == 50
