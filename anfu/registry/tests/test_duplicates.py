"""Firms that are one: how they are found, merged with history kept, and put back."""

from datetime import date, timedelta

import pytest

from anfu.core import jobs
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Job, LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.core.web import navigation
from anfu.people.tests.factories import make_actor
from anfu.registry.actions import find_duplicates
from anfu.registry.actions.duplicates import distinct, merge, unmerge
from anfu.registry.models import DuplicatePair, DuplicateState, Enterprise, EnterpriseVersion
from anfu.registry.queries.candidates import candidates, known_pairs
from anfu.registry.queries.duplicates import final, recorded_about
from anfu.registry.signals import enterprises_merged, enterprises_unmerged, facts_changed
from anfu.registry.tests.factories import make_enterprise, make_version

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
WHY = "现场核对，是同一家"
SITE = {"address": "永康市古山镇样例路8号"}


def make_pair(first=None, second=None, **pair):
    """Two enterprises and the suspicion that they are one."""
    name = f"样例{Enterprise.objects.count()}五金厂"
    first, second = first or make_enterprise(name=name), second or make_enterprise(name=name)
    first, second = sorted([first, second], key=lambda each: each.pk)
    with without_ledger():
        return DuplicatePair.objects.create(
            first=first, second=second, kind="same_name", basis="名称一字不差，信用代码不同", **pair
        )


def search(actor=None):
    """What a search finds: {(name of the first, name of the second): kind}."""
    find_duplicates.start(actor or make_actor())
    assert jobs.run_all()
    assert Job.objects.latest("id").state == "done", Job.objects.latest("id").error
    rows = DuplicatePair.objects.values_list(
        "first__organisation__name", "second__organisation__name", "kind"
    )
    return {(first, second): kind for first, second, kind in rows}


def state_of():
    """All that a merge may touch."""
    enterprises = Enterprise.objects.order_by("pk").values()
    codes = Enterprise.objects.order_by("pk").values_list("organisation__former_ids", flat=True)
    versions = EnterpriseVersion.objects.order_by("pk").values("pk", "valid_from", "valid_to", "retracted_at")
    return list(enterprises), list(codes), list(versions)


def test_one_name_under_two_codes_is_found_and_one_address_alone_is_not():
    make_enterprise(name="样例甲五金厂", **SITE)
    make_enterprise(name="样例甲五金厂", **SITE)
    make_enterprise(name="样例乙喷涂厂", **SITE)
    make_enterprise(name="样例丙门业有限公司", address="永康市象珠镇样例路1号")
    make_enterprise(name="样例丙门业有限公司", address="永康市象珠镇样例路2号")
    assert search() == {
        ("样例甲五金厂", "样例甲五金厂"): "same_name_address",
        ("样例丙门业有限公司", "样例丙门业有限公司"): "same_name",
    }


@pytest.mark.parametrize("status", ["cancelled", "revoked", "moved_out"])
def test_a_successor_at_the_same_address_with_the_same_trade_name_is_found(status):
    make_enterprise(name="永康市样例五金厂", status=status, established_on=date(2005, 1, 1), **SITE)
    make_enterprise(name="永康市样例五金有限公司", established_on=date(2019, 3, 2), **SITE)
    assert search() == {("永康市样例五金厂", "永康市样例五金有限公司"): "successor"}
    basis = DuplicatePair.objects.get().basis
    assert "样例五金" in basis
    assert "2019-03-02" in basis


@pytest.mark.parametrize(
    "other",
    [
        {"name": "永康市样例五金有限公司", "established_on": date(1999, 1, 1)},
        {"name": "永康市样例五金有限公司"},
        {"name": "永康市另例五金有限公司", "established_on": date(2019, 1, 1)},
        {
            "name": "永康市样例五金有限公司",
            "established_on": date(2019, 1, 1),
            "address": "永康市古山镇样例路9号",
        },
    ],
)
def test_an_elder_an_unrelated_or_a_distant_firm_is_no_successor(other):
    make_enterprise(name="永康市样例五金厂", status="cancelled", established_on=date(2005, 1, 1), **SITE)
    make_enterprise(**(SITE | other))
    assert search() == {}


def test_two_active_firms_of_one_trade_name_at_one_address_are_no_pair():
    make_enterprise(name="样例五金厂", established_on=date(2005, 1, 1), **SITE)
    make_enterprise(name="样例五金有限公司", established_on=date(2015, 1, 1), **SITE)
    assert search() == {}


def test_a_firm_that_names_the_other_code_as_its_former_one_is_found():
    old, new = make_enterprise(name="样例旧名厂"), make_enterprise(name="样例新名厂")
    with without_ledger():
        new.organisation.former_ids = ["330784000000001", old.organisation.uscc]
        new.organisation.save()
    assert search() == {("样例旧名厂", "样例新名厂"): "former_code"}


def test_a_name_that_many_bear_says_nothing():
    for _ in range(11):
        make_enterprise(name="样例便利店")
    assert search() == {}


def test_a_search_asks_as_many_queries_for_many_as_for_few(django_assert_num_queries):
    for more in (1, 12):
        for n in range(more):
            name = f"样例{more}{n}厂"
            make_enterprise(name=name)
            make_enterprise(name=name)
        with django_assert_num_queries(4):  # names, addresses, former codes, known pairs
            assert len(candidates()) >= more
            known_pairs()


def test_searching_again_adds_nothing_and_forgets_what_is_no_longer_so():
    make_enterprise(name="样例甲厂")
    other = make_enterprise(name="样例甲厂")
    assert search() == search()
    with without_ledger():
        EnterpriseVersion.objects.filter(enterprise=other).update(name="样例乙厂")
    assert search() == {}


def test_what_was_found_distinct_is_not_suggested_again():
    make_enterprise(name="样例甲厂")
    make_enterprise(name="样例甲厂")
    search()
    distinct(DuplicatePair.objects.get().pk, reason="两个老板，两个地方", actor=make_actor(), on=ON)
    search()
    assert DuplicatePair.objects.get().state == DuplicateState.DISTINCT


def test_a_search_that_waits_already_is_enough():
    actor = make_actor()
    assert find_duplicates.start(actor) == find_duplicates.start(actor)
    with pytest.raises(Refused, match="权限"):
        find_duplicates.start(make_actor("town_officer"))


def test_a_merge_ends_the_facts_of_the_one_and_keeps_its_history():
    pair = make_pair()
    told = []

    def listen(signal, **said):
        told.append((signal, said.get("kept"), said.get("merged"), said.get("enterprises")))

    for signal in (enterprises_merged, facts_changed):
        signal.connect(listen)
    merge(pair.pk, keep=pair.second_id, reason=WHY, actor=make_actor(), on=ON)
    for signal in (enterprises_merged, facts_changed):
        signal.disconnect(listen)

    merged, kept = Enterprise.objects.get(pk=pair.first_id), Enterprise.objects.get(pk=pair.second_id)
    assert merged.merged_into == final(merged) == final(kept) == kept
    assert kept.organisation.former_ids == [merged.organisation.uscc]
    assert (
        EnterpriseVersion.objects.as_of(ON - timedelta(1)).filter(enterprise=merged).get().status == "active"
    )
    assert not EnterpriseVersion.objects.as_of(ON).filter(enterprise=merged).exists()
    assert told == [
        (enterprises_merged, kept.pk, merged.pk, None),
        (facts_changed, None, None, [merged.pk, kept.pk]),
    ]


def test_a_merge_leaves_an_entry_in_the_streams_of_both_counties():
    name = "样例两地厂"
    pair = make_pair(make_enterprise(name=name), make_enterprise(name=name, division="330782"))
    merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    entries = LedgerEntry.objects.filter(verb="registry.merged")
    assert {(e.stream, e.subject) for e in entries} == {
        ("330784", f"enterprise:{pair.first.organisation.uscc}"),
        ("330782", f"enterprise:{pair.second.organisation.uscc}"),
    }


def test_a_version_that_began_on_the_day_itself_is_as_if_it_had_never_been():
    name = "样例当日厂"
    first, second = make_enterprise(name=name), make_enterprise(name=name, valid_from=ON)
    pair = make_pair(first, second)
    before = state_of()
    merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    assert EnterpriseVersion.objects.get(enterprise=second).retracted_at
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON)
    assert state_of() == before


def test_one_that_waited_for_a_place_waits_no_more():
    name = "样例待落位厂"
    waits = make_enterprise(name=name, division="", waiting_at="330784")
    pair = make_pair(make_enterprise(name=name), waits)
    before = state_of()
    merge(pair.pk, keep=pair.second_id, reason=WHY, actor=make_actor("county_officer"), on=ON)
    waits.refresh_from_db()
    assert (waits.division, waits.waiting_at) == ("330784", "")
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor("county_officer"), on=ON)
    assert state_of() == before


@pytest.mark.parametrize("keep", [None, 999_999_999])
def test_one_of_the_two_has_to_stay(keep):
    pair = make_pair()
    with pytest.raises(Refused) as refusal:
        merge(pair.pk, keep=keep, reason=WHY, actor=make_actor(), on=ON)
    assert refusal.value.field == "keep"


@pytest.mark.parametrize("act", ["merge", "distinct", "unmerge"])
def test_every_decision_asks_for_a_reason(act):
    pair = make_pair()
    if act == "unmerge":
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    do = {
        "merge": lambda: merge(pair.pk, keep=pair.first_id, reason=" 是 ", actor=make_actor(), on=ON),
        "distinct": lambda: distinct(pair.pk, reason="", actor=make_actor(), on=ON),
        "unmerge": lambda: unmerge(pair.pk, reason="错", actor=make_actor(), on=ON),
    }[act]
    with pytest.raises(Refused) as refusal:
        do()
    assert refusal.value.field == "reason"


def test_a_pair_across_counties_is_for_the_city_and_the_refusal_says_so():
    name = "样例两地厂"
    pair = make_pair(make_enterprise(name=name), make_enterprise(name=name, division="330782"))
    for act in (merge, distinct):
        more = {"keep": pair.first_id} if act is merge else {}
        with pytest.raises(Refused, match="义乌市和永康市，市级监管员"):
            act(pair.pk, reason=WHY, actor=make_actor("county_officer"), on=ON, **more)
    assert DuplicatePair.objects.get().state == DuplicateState.OPEN


def test_a_pair_of_another_county_is_as_if_absent_and_readers_decide_nothing():
    name = "样例外地厂"
    pair = make_pair(
        make_enterprise(name=name, division="330782"), make_enterprise(name=name, division="330782")
    )
    with pytest.raises(Refused, match="没有找到"):
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor("county_officer"), on=ON)
    with pytest.raises(Refused, match="权限"):
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor("leader"), on=ON)


def test_a_stale_form_is_refused_with_what_changed():
    pair = make_pair()
    seen = list(EnterpriseVersion.objects.values_list("pk", flat=True))
    with without_ledger():
        old = EnterpriseVersion.objects.get(enterprise=pair.second_id)
        old.valid_to = ON
        old.save()
    make_version(pair.second, ON, name=old.name, division="330784", industry="3311", employees=12)
    with pytest.raises(Stale) as stale:
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON, seen=seen)
    assert {"label": "从业人员", "old": "", "new": "12"} in stale.value.changes
    assert Enterprise.objects.filter(merged_into=None).count() == 2


def test_a_pair_decided_meanwhile_says_by_whom():
    pair = make_pair()
    distinct(pair.pk, reason=WHY, actor=make_actor(), on=ON)
    with pytest.raises(Stale, match="测试员") as stale:
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    assert stale.value.changes == [{"label": "结论", "old": "待核", "new": "不是同一家"}]


def test_a_firm_merged_elsewhere_waits_in_no_other_pair():
    name = "样例三家厂"
    a, b, c = (make_enterprise(name=name) for _ in range(3))
    one, other = make_pair(a, b), make_pair(b, c)
    merge(one.pk, keep=a.pk, reason=WHY, actor=make_actor(), on=ON)
    assert not DuplicatePair.objects.waiting().exists()
    with pytest.raises(Stale, match="已经并入"):
        merge(other.pk, keep=c.pk, reason=WHY, actor=make_actor(), on=ON)


def test_the_way_from_a_firm_merged_twice_leads_to_the_last():
    name = "样例三家厂"
    a, b, c = (make_enterprise(name=name) for _ in range(3))
    one, other = make_pair(a, b), make_pair(b, c)
    merge(one.pk, keep=b.pk, reason=WHY, actor=make_actor(), on=ON)
    merge(other.pk, keep=c.pk, reason=WHY, actor=make_actor(), on=ON)
    assert final(Enterprise.objects.get(pk=a.pk)) == c
    c.organisation.refresh_from_db()
    assert set(c.organisation.former_ids) == {a.organisation.uscc, b.organisation.uscc}
    with pytest.raises(Refused, match="第三家"):
        unmerge(one.pk, reason="合并错了，是两家", actor=make_actor(), on=ON)


def test_an_undone_merge_leaves_everything_as_it_was_and_the_pair_open():
    pair = make_pair()
    before = state_of()
    merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    assert state_of() != before
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON + timedelta(7))
    assert state_of() == before
    assert DuplicatePair.objects.waiting().exists()


def test_a_merge_can_be_undone_for_seven_days():
    pair = make_pair()
    merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
    with pytest.raises(Refused, match="2026-06-08"):
        unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON + timedelta(8))


def test_what_a_room_above_did_comes_back_to_it_and_its_refusal_keeps_the_merge():
    pair = make_pair()
    heard = []

    def moved(**_):
        return "room", {"rows": [1, 2]}

    def undo(moved, **_):
        heard.append(moved["room"])
        raise Refused("后来改过")

    enterprises_merged.connect(moved)
    enterprises_unmerged.connect(undo)
    try:
        merge(pair.pk, keep=pair.first_id, reason=WHY, actor=make_actor(), on=ON)
        with pytest.raises(Refused, match="后来改过"):
            unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON)
    finally:
        enterprises_merged.disconnect(moved)
        enterprises_unmerged.disconnect(undo)
    assert heard == [{"rows": [1, 2]}]
    assert DuplicatePair.objects.get().state == DuplicateState.MERGED
    assert '"rows":[1,2]' in LedgerEntry.objects.filter(verb="registry.merged").first().body


def test_what_other_rooms_hold_is_counted_in_a_fixed_number_of_queries(django_assert_num_queries):
    pair = make_pair()
    with django_assert_num_queries(6):  # findings, listings, accidents, engagements, contracts, claims
        assert recorded_about([pair.first_id, pair.second_id]) == {}


def test_the_list_costs_the_same_for_one_pair_and_many(as_user, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    client = as_user("county_officer")
    for count in (1, 30):
        for _ in range(count):
            make_pair()
        with django_assert_num_queries(5):  # session, user, page, counts, latest search
            page = client.get("/duplicates/").content.decode()
    assert "名称一字不差" in page


def test_a_county_sees_pairs_that_concern_it_and_of_the_other_firm_only_what_is_public(as_user):
    name = "样例两地厂"
    other = make_enterprise(name=name, division="330782", principal="样例人", employees=77)
    mixed = make_pair(make_enterprise(name=name), other)
    foreign = make_pair(make_enterprise(division="330782"), make_enterprise(division="330782"))
    client = as_user("county_officer")
    page = client.get(f"/duplicates/{mixed.pk}/").content.decode()
    assert "市级监管员" in page
    assert "合并两家" not in page
    assert "样例人" not in page
    assert ">77<" not in page
    assert client.get(f"/duplicates/{foreign.pk}/").status_code == 404
    assert client.post(f"/duplicates/{foreign.pk}/distinct/", {"reason": WHY}).status_code == 404


def test_merging_by_form_and_taking_it_back(as_user):
    pair = make_pair()
    client = as_user("county_officer")
    page = client.get(f"/duplicates/{pair.pk}/").content.decode()
    assert "checked" not in page
    seen = ",".join(str(pk) for pk in EnterpriseVersion.objects.values_list("pk", flat=True))
    form = {"keep": pair.first_id, "reason": WHY, "seen": seen}
    assert client.post(f"/duplicates/{pair.pk}/", form).status_code == 302
    page = client.get(f"/duplicates/{pair.pk}/").content.decode()
    assert WHY in page
    assert "撤销合并" in page
    assert WHY in client.get("/duplicates/?state=merged").content.decode()
    assert client.post(f"/duplicates/{pair.pk}/unmerge/", {"reason": "合并错了，是两家"}).status_code == 302
    assert client.post(f"/duplicates/{pair.pk}/distinct/", {"reason": "合并错了，是两家"}).status_code == 302
    assert DuplicatePair.objects.get().state == DuplicateState.DISTINCT


def test_a_form_without_a_choice_is_shown_again_with_what_was_typed(as_user):
    pair = make_pair()
    response = as_user().post(f"/duplicates/{pair.pk}/", {"reason": WHY})
    assert response.status_code == 422
    assert WHY in response.content.decode()
    assert "请选一家留下" in response.content.decode()


def test_a_stale_form_shows_the_change_and_keeps_what_was_typed(as_user):
    pair = make_pair()
    form = {"keep": pair.first_id, "reason": WHY, "seen": "1"}
    response = as_user().post(f"/duplicates/{pair.pk}/", form)
    assert response.status_code == 409
    page = response.content.decode()
    assert WHY in page
    assert "先改了" in page
    assert "checked" in page
    assert Enterprise.objects.filter(merged_into=None).count() == 2


def test_a_search_is_started_by_a_button_and_told(as_user):
    client = as_user("county_officer")
    assert client.post("/duplicates/find/").status_code == 302
    assert "正在全库查找" in client.get("/duplicates/").content.decode()
    assert jobs.run_all() == 1
    assert "没有待核的重复" in client.get("/duplicates/").content.decode()
