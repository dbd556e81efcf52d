from django.http import QueryDict

from anfu.core.web.facets import FilterBar, choice_facet, range_facet
from anfu.core.web.formats import GAP
from anfu.core.web.pages import Order, sort_of
from anfu.core.web.query import changed

TOWNS = [("a", "甲镇"), ("b", "乙镇"), ("c", "丙镇")]


def test_a_changed_address_keeps_the_rest_and_leaves_the_place_in_the_list():
    query = QueryDict("town=a&town=b&q=%E9%93%9D&after=xyz&sort=name")
    assert changed(query, {"sort": "-name"}) == "town=a&town=b&q=%E9%93%9D&sort=-name"
    assert changed(query, {"town": None, "q": ""}) == "sort=name"
    assert changed(query, {"town": ["c"], "q": None, "sort": None}) == "town=c"
    assert changed(query, {"after": "next", "town": None, "q": None, "sort": None}) == "after=next"


def test_a_facet_shows_what_is_chosen_and_ignores_what_it_does_not_know():
    facet = choice_facet(QueryDict("town=a&town=zzz"), "town", "镇街", TOWNS, {"a": 3})
    assert [(option.label, option.count, option.chosen) for option in facet.options] == [
        ("甲镇", 3, True),
        ("乙镇", 0, False),
        ("丙镇", 0, False),
    ]
    assert facet.summary == "镇街：甲镇"


def test_from_three_choices_on_the_button_counts():
    facet = choice_facet(QueryDict("town=a&town=b&town=c"), "town", "镇街", TOWNS)
    assert facet.summary == f"镇街：3{GAP}项"


def test_a_range_takes_whole_numbers_only():
    assert range_facet(QueryDict("n_min=20&n_max=x"), "n", "人数", "人").summary == f"人数：20{GAP}人以上"
    assert (
        range_facet(QueryDict("n_min=1&n_max=99"), "n", "人数", "人").summary
        == f"人数：1{GAP}至{GAP}99{GAP}人"
    )
    assert not range_facet(QueryDict("n_min=-1"), "n", "人数").is_set


def test_the_bar_knows_how_many_facets_are_set_and_their_names():
    query = QueryDict("town=a&n_max=9")
    bar = FilterBar((choice_facet(query, "town", "镇街", TOWNS), range_facet(query, "n", "人数")))
    assert bar.active == 2
    assert bar.parameters == ("town", "n_min", "n_max")


def test_only_allowed_columns_sort():
    allowed = {"name": Order("name"), "employees": Order("employees", nullable=True)}
    assert sort_of(QueryDict("sort=-employees"), allowed, "name") == (
        "-employees",
        Order("employees", descending=True, nullable=True),
    )
    assert sort_of(QueryDict("sort=password"), allowed, "-name") == ("-name", Order("name", descending=True))
