"""The directory as a table of texts."""

from collections.abc import Iterator, Sequence

from anfu.core.exports import csv_text
from anfu.core.money import yuan
from anfu.portal.queries.served import NOTHING, Served
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf
from anfu.portal.shelf.slots import services_of
from anfu.portal.web import words
from anfu.portal.web.lines import lines_of
from anfu.providers.web.words import place_name


def headings() -> list[str]:
    """The first line."""
    prices = [f"{label}报价（元起）" for label in words.SERVICES.values()]
    return [
        "机构", "统一社会信用代码", "机构类型", "所在地区", "状态", "自", "期满（最后一天的次日）", "理由", "能做的服务",
        "资质核准范围", "服务地区", "网点所在", *words.STAFF.values(), "在服企业",
        "一年能做（人工日）", "合同约定（人工日）", *prices, "信用评级",
    ]  # fmt: skip


def table(cards: Sequence[Card], shelf: Shelf, taken: Served) -> str:
    """As CSV; what is not known stays empty."""
    return csv_text(headings(), (_cells(card, shelf, taken) for card in cards))


def _cells(card: Card, shelf: Shelf, taken: Served) -> Iterator[str]:
    yield from (
        card.name,
        card.uscc,
        words.KINDS[card.kind],
        place_name(card.division),
        words.STATES[card.state][1],
    )
    yield from (card.since.isoformat(), card.term_end.isoformat() if card.term_end else "", card.reason)
    yield "、".join(words.SERVICES[kind] for kind in services_of(card.mask, shelf.slots))
    yield "、".join(dict.fromkeys(words.line_label(line) for line in lines_of(card, shelf)))
    yield "、".join(place_name(code) for code in sorted(card.serves))
    yield "、".join(dict.fromkeys(place_name(place.division) for place in card.places))
    yield from (str(card.staff.get(code, 0)) for code in words.STAFF)
    has = taken.get(card.pk, NOTHING)
    yield from (str(has.firms), str(card.capacity), "" if has.unstated else f"{has.tenths / 10:g}")
    yield from (yuan(card.prices[kind]) if kind in card.prices else "" for kind in words.SERVICES)
    yield words.NO_GRADE
