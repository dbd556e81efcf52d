"""Branches and public prices of the made-up institutions."""

from collections.abc import Iterator
from datetime import date, timedelta

from anfu.demo.institutions import Institution
from anfu.demo.tables import divisions, table
from anfu.providers.models import Branch, Price
from anfu.providers.rules.catalogue import catalogue

SHOWN = 4  # lines of a price list


def write(made: list[Institution], ids: dict[str, int], today: date) -> None:
    """Write them, in the caller's transaction."""
    Branch.objects.bulk_create(
        branch for number, i in enumerate(made) for branch in _branches(i, ids[i.uscc], number)
    )
    Price.objects.bulk_create(
        price for number, i in enumerate(made) for price in _prices(i, ids[i.uscc], number, today)
    )


def _branches(i: Institution, key: int, number: int) -> Iterator[Branch]:
    """The seat, and for every third one a second place; each serves its county and its neighbours in the list."""
    places = divisions()
    seat = next((at for at, place in enumerate(places) if place.code == i.division), number % len(places))
    for turn in range(2 if number % 3 == 0 else 1):
        place = places[(seat + turn * 4) % len(places)]
        near = {places[(seat + turn * 4 + step) % len(places)].code for step in (0, 1, 2)}
        longitude, latitude = place.centre
        yield Branch(
            provider_id=key, name=f"{place.short}{'服务站' if turn else '总部'}", division=place.code,
            address=f"{place.name}演示路 {number + 1} 号（虚构）", serves=sorted(near),
            longitude=round(longitude + (number % 7 - 3) * 0.006, 6),
            latitude=round(latitude + (number % 5 - 2) * 0.006, 6),
        )  # fmt: skip


def _prices(i: Institution, key: int, number: int, today: date) -> Iterator[Price]:
    asked = table("prices")
    offered = {
        each.kind
        for each in catalogue().services
        if i.kind in each.providers or (each.licence and each.licence == i.credential)
    }
    for at, kind in enumerate([kind for kind in asked if kind in offered][:SHOWN]):
        item, unit, low, high = asked[kind]
        share = (number * 37 + at * 11) % 100
        yuan = round((low + (high - low) * share / 100) / 10) * 10
        facts = {"provider_id": key, "kind": kind, "item": item, "unit": unit}
        begun = max(i.since, today - timedelta(days=200))
        yield Price(price_fen=yuan * 100, valid_from=begun, **facts)
