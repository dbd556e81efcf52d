import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from anfu.core.actor import NOBODY, Actor
from anfu.core.web import navigation
from anfu.core.web.navigation import Entry


def page(request):
    return HttpResponse()


urlpatterns = [path("firms/", page, name="firms"), path("firms/merged/", page, name="merged")]
OFFICER = Actor(user_id=1, name="示例员", permissions=frozenset({"firms.view"}))


@pytest.fixture(autouse=True)
def own_entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    with override_settings(ROOT_URLCONF=__name__):
        yield


def links(actor, address="/firms/7/"):
    request = RequestFactory().get(address)
    request.actor = actor
    return [link for group in navigation.rail(request) for link in group.links]


def test_an_entry_shows_only_to_those_whose_permission_opens_it():
    navigation.register(Entry("摸清底数", "企业库", "building", "firms", "firms.view"))
    navigation.register(Entry("摸清底数", "合并", "git-merge", "merged", "firms.merge"))
    assert [link.label for link in links(OFFICER)] == ["企业库"]
    assert links(NOBODY) == []


def test_an_entry_whose_page_no_room_offers_is_left_out():
    navigation.register(Entry("成效", "覆盖率", "chart-bar", "targets:coverage"))
    assert links(OFFICER) == []


def test_only_the_nearest_entry_above_a_page_is_current():
    navigation.register(Entry("摸清底数", "企业库", "building", "firms"))
    navigation.register(Entry("摸清底数", "合并", "git-merge", "merged"))
    assert [link.current for link in links(OFFICER)] == [True, False]
    assert [link.current for link in links(OFFICER, "/firms/merged/3/")] == [False, True]


def test_a_count_is_of_this_actor_and_urgent_only_when_something_waits():
    navigation.register(
        Entry("", "企业库", "building", "firms", count=lambda actor: actor.user_id, urgent=True)
    )
    navigation.register(
        Entry("", "合并", "git-merge", "merged", count=lambda actor: 0, urgent=True, order=60)
    )
    assert [(link.count, link.urgent) for link in links(OFFICER)] == [(1, True), (0, False)]


def test_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="no such group"):
        navigation.register(Entry("别的", "企业库", "building", "firms"))


def _link(label: str, *, tab: bool) -> navigation.Link:
    return navigation.Link(label, "x", f"/{label}/", False, 0, False, tab, label)


def test_the_bottom_bar_is_filled_with_others_of_the_rail_where_few_are_meant_for_it():
    few = (
        (_link("a", tab=False), _link("b", tab=True), _link("c", tab=False)),
        (_link("d", tab=False), _link("e", tab=False)),
    )
    many = (_link("a", tab=False), *(_link(name, tab=True) for name in "bcdef")), ()
    for links, shown in ((few, "abcd"), (many, "bcde")):
        groups = tuple(navigation.Group("", each) for each in links)
        assert "".join(link.label for link in navigation.tabs(groups)) == shown
