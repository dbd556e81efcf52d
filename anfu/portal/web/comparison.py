"""The rows of a comparison: one fact a row, one institution a column."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from anfu.core.web.formats import count, money
from anfu.engagements.rules.load import days
from anfu.portal.queries.fit import decisions
from anfu.portal.queries.found import distance
from anfu.portal.queries.mine import Mine
from anfu.portal.queries.served import NOTHING, Served, each_serves, load
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf
from anfu.portal.shelf.slots import services_of
from anfu.portal.web import words
from anfu.portal.web.lines import lines_of
from anfu.providers.web.words import place_name

MOST = 4
Rows = list[tuple[str, list[Any]]]


def comparison(cards: Sequence[Card], shelf: Shelf, taken: Served, own: Mine | None, on: date) -> Rows:
    """Groups of rows: who, what it may do, with whom, at what price; for an enterprise also whether for it."""

    def row(label: str, fact: Callable[[Card], Any]) -> tuple[str, list[Any]]:
        return label, [fact(card) for card in cards]

    def each(card: Card) -> str:
        found = each_serves(card, taken)
        return "—" if found is None else f"{found:.1f}\u00a0家"

    rows = [
        row("状态", lambda card: words.STATES[card.state][1]),
        row("机构类型", lambda card: words.KINDS[card.kind]),
        row("所在地区", lambda card: place_name(card.division)),
        row("服务地区", lambda card: "、".join(place_name(code) for code in sorted(card.serves)) or "—"),
        *(_for(cards, own, on) if own else []),
        row("能做的服务", lambda card: "、".join(words.SERVICES[k] for k in services_of(card.mask, shelf.slots)) or "—"),
        row("资质核准范围", lambda card: _lines(card, shelf)),
        *[row(label, lambda card, code=code: _people(card, code)) for code, label in _titles(cards)],  # type: ignore[misc]
        row("在服企业", lambda card: count(taken.get(card.pk, NOTHING).firms, "家")),
        row("每名专职人员服务", each),
        row("合同用掉的时间", lambda card: burden(card, taken)),
        *[row(f"{words.SERVICES[kind]}报价", lambda card, kind=kind: _price(card, kind)) for kind in _priced(cards)],  # type: ignore[misc]
        row("信用评级", lambda card: words.NO_GRADE),
    ]  # fmt: skip
    return rows if cards else []


def burden(card: Card, taken: Served) -> str:
    """Of what its full-time people can do; the missing told apart from nothing."""
    has, share = taken.get(card.pk, NOTHING), load(card, taken)
    if share is None:
        return (
            f"算不出：{count(has.unstated, '份')}合同没有写明次数"
            if has.unstated
            else "算不出：没有登记专职人员"
        )
    return f"{share}%（{days(has.tenths)} / {card.capacity:,}\u00a0人工日）"


def _for(cards: Sequence[Card], own: Mine, on: date) -> Rows:
    """The distance, and for each kind of service that the enterprise needs whether this one may give it."""
    far = [distance(card, own.point) if own.point else None for card in cards]
    rows: Rows = [("离你企业", ["—" if km is None else f"约\u00a0{km}\u00a0公里" for km in far])]
    for need in own.needs:
        answers = decisions([card.pk for card in cards], need.service, own, on)
        said = [answers[card.pk].reasons for card in cards]
        values = ["能做" if not why else f"不能做：{why[0].text}" for why in said]
        rows.append((f"{words.SERVICES[need.service]}，给你企业", values))
    return rows


def _lines(card: Card, shelf: Shelf) -> str:
    return "、".join(dict.fromkeys(words.line_label(line) for line in lines_of(card, shelf))) or "—"


def _titles(cards: Sequence[Card]) -> list[tuple[str, str]]:
    return [
        (code, label) for code, label in words.STAFF.items() if any(card.staff.get(code) for card in cards)
    ]


def _people(card: Card, code: str) -> str:
    return count(card.staff.get(code, 0), "人")


def _priced(cards: Sequence[Card]) -> list[str]:
    return [kind for kind in words.SERVICES if any(kind in card.prices for card in cards)]


def _price(card: Card, kind: str) -> str:
    return f"{money(card.prices[kind])}\u00a0起" if kind in card.prices else "没有公布"
