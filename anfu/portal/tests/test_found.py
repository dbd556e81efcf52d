"""The search says of each institution what `may_serve` says, whatever is asked."""

from datetime import date

import pytest

from anfu.portal.queries.found import Asked, Order, found, ordered, page
from anfu.portal.rules.distance import Point
from anfu.portal.shelf import shelf_on
from anfu.portal.tests.factories import make_branch, make_market, make_price
from anfu.providers.kinds import ServiceKind
from anfu.providers.queries.serving import Pair, may_serve_many
from anfu.providers.rules.catalogue import catalogue
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
INDUSTRIES = ["", "0610", "0810", "2614", "2672", "3110", "3130", "3311", "3360", "5720", "8291", "6420"]


def names(shelf, **asked) -> set[str]:
    return set(found(shelf, Asked(**asked))["name"])


def test_what_is_found_is_what_may_serve_for_every_service_and_industry():
    market = make_market()
    firms = {code: make_enterprise(industry=code) for code in INDUSTRIES}
    shelf = shelf_on(ON)
    pairs = [
        (p.organisation.name, kind, code, Pair(p.pk, kind, firm.pk))
        for p in market.values() for kind in ServiceKind.values for code, firm in firms.items()
    ]  # fmt: skip
    answers = may_serve_many([pair for *_, pair in pairs], on=ON)
    said = {
        (name, kind, code) for (name, kind, code, _), answer in zip(pairs, answers, strict=True) if answer.may
    }
    seen = {
        (name, kind, code)
        for kind in ServiceKind.values for code in INDUSTRIES
        for name in names(shelf, services=[kind], industry=code)
    }  # fmt: skip
    assert seen == said
    assert {name for name, *_ in said} == {
        "甲咨询",
        "丙评价",
        "丁评价",
        "戊检测",
        "己卫生",
        "庚五金",
        "辛培训",
    }


def test_an_expired_licence_is_gone_from_the_search_on_that_day():
    make_market()
    asks = {"services": ["assess"], "lines": ["safety:chemical"]}
    assert names(shelf_on(date(2025, 12, 31)), **asks) == {"丙评价", "丁评价"}
    assert names(shelf_on(date(2026, 1, 1)), **asks) == {"丙评价"}


def test_text_kind_place_line_and_standing_narrow():
    market = make_market()
    make_branch(market["assessor"], "330727", serves=["330727", "330783"])
    shelf = shelf_on(ON)
    assert names(shelf, text="培训") == {"辛培训"}
    assert names(shelf, text=market["tester"].organisation.uscc.lower()) == {"戊检测"}
    assert names(shelf, kinds=["consultancy"]) == {"甲咨询", "乙咨询"}
    assert names(shelf, divisions=["330783"]) == {"丙评价"}
    assert names(shelf, seats=["330727"]) == {"丙评价"}
    assert names(shelf, seats=["330783"]) == set()
    assert names(shelf, lines=["occ_health:machinery"]) == {"己卫生"}
    assert names(shelf, states=["suspended"]) == {"壬暂停"}
    assert names(shelf, states=["removed"]) == {"癸移出"}
    assert not names(shelf) & {"壬暂停", "癸移出"}
    assert [line.code for line in catalogue().lines if line.set == "occ_health"][-1] == "machinery"


def test_price_and_distance_order_with_the_unknown_last_and_equals_by_the_days_chance():
    market = make_market()
    make_price(market["trainer"], "train", 300)
    make_price(market["trainer"], "train", 200)
    make_price(market["consultancy"], "train", 250)
    make_branch(market["assessor"], "330702", longitude=119.6, latitude=29.1)
    shelf = shelf_on(ON)
    train = found(shelf, Asked(services=["train"]))
    cheap = [shelf.cards[code].name for code in ordered(shelf, train, Order("price", "train"))]
    assert cheap == ["辛培训", "甲咨询", "庚五金"]
    everyone = found(shelf, Asked())
    near = ordered(shelf, everyone, Order("distance", near=Point(119.6, 29.1)))
    assert shelf.cards[near[0]].name == "丙评价"
    ranks = [shelf.cards[code].rank for code in near[1:]]
    assert ranks == sorted(ranks)
    chance = ordered(shelf, everyone, Order())
    assert chance == sorted(chance, key=lambda code: shelf.cards[code].rank)


def test_pages_go_on_behind_a_known_institution_and_back():
    make_market()
    shelf = shelf_on(ON)
    codes = ordered(shelf, found(shelf, Asked()), Order())
    seen, after = [], ""
    while True:
        one = page(shelf, codes, after=after, size=3)
        seen += [card.uscc for card in one.rows]
        if not (after := one.after):
            break
    assert seen == codes and one.count == len(codes) == 8
    back = page(shelf, codes, before=one.before, size=3)
    assert [card.uscc for card in back.rows] == codes[3:6]
    assert page(shelf, codes, after="gone").rows == page(shelf, codes).rows
