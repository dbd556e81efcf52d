"""Supervised listings (挂牌督办): recorded, taken off, or many at once (二(一)4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import bulk, ledger
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import fitting
from anfu.core.refusal import Refused
from anfu.registry.records.apply import lock_firms
from anfu.registry.records.fields import document_number
from anfu.targeting import listings_waiting
from anfu.targeting.actions.checks import (
    ABSENT,
    allowed,
    not_after,
    stream_for,
    stream_of,
    subject_of,
    visible_enterprise,
)
from anfu.targeting.models import ListingLevel, SupervisedListing
from anfu.targeting.signals import classes_changed

RECORD = "targeting.record"
COLUMNS = ("enterprise_id", "level", "number", "hazard", "listed_on", "due_on", "delisted_on", "source")


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One listing to be recorded."""

    enterprise_id: int
    level: str
    number: str
    hazard: str
    listed_on: date
    due_on: date
    source: str
    delisted_on: date | None = None


@transaction.atomic
def record_listing(row: ListingRow, *, actor: Actor, on: date) -> SupervisedListing:
    """A government put the firm's major hazard on its list."""
    allowed(actor, RECORD, "登记挂牌督办")
    enterprise = visible_enterprise(row.enterprise_id, actor)
    row = replace(row, number=document_number(row.number))
    _sound(row, on)
    lock_firms([enterprise.pk])
    if SupervisedListing.objects.filter(enterprise=enterprise, number=row.number).exists():
        raise Refused(f"这家企业已有文号“{row.number}”。没有重复登记。", field="number")
    made = SupervisedListing.objects.create(**{name: getattr(row, name) for name in COLUMNS})
    ledger.record(
        "targeting.listed", subject_of(enterprise), actor=actor, on=row.listed_on, stream=stream_of(enterprise),
        after=_told(row),
    )  # fmt: skip
    listings_waiting.follow(made, on)
    classes_changed.send(SupervisedListing, enterprises=[enterprise.pk], on=row.listed_on)
    return made


@transaction.atomic
def delist(
    listing_id: int, *, actor: Actor, on: date, delisted_on: date, basis: str, version: str = ""
) -> SupervisedListing:
    """The listing body accepted the work and took the hazard off its list; `basis` names its document."""
    allowed(actor, RECORD, "摘牌")
    rows = SupervisedListing.objects.visible_to(actor)
    # The enterprise is locked before its listing, in the order in which imports and merges do it.
    lock_firms(list(rows.filter(pk=listing_id).values_list("enterprise_id", flat=True)))
    rows = rows.select_for_update(of=("self",)).select_related("enterprise__organisation")
    listing = rows.filter(pk=listing_id).first()
    if listing is None:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(listing), version, subject_of(listing.enterprise))
    if listing.delisted_on:
        raise Refused(f"{listing.number} 已在 {listing.delisted_on} 摘牌。没有改动。")
    said = fitting(basis, 200, field="basis")
    not_after(delisted_on, on, "delisted_on")
    if delisted_on < listing.listed_on:
        raise Refused(f"摘牌日期不能早于挂牌日期 {listing.listed_on}。", field="delisted_on")
    listing.delisted_on = delisted_on
    listing.save(update_fields=["delisted_on"])
    enterprise = listing.enterprise
    ledger.record(
        "targeting.delisted", subject_of(enterprise), actor=actor, on=delisted_on, stream=stream_of(enterprise),
        before={"delisted_on": None},
        after={"number": listing.number, "delisted_on": delisted_on.isoformat(), "basis": said},
    )  # fmt: skip
    listings_waiting.follow(listing, on)
    classes_changed.send(SupervisedListing, enterprises=[enterprise.pk], on=delisted_on)
    return listing


@transaction.atomic
def record_listings(rows: Sequence[ListingRow], *, actor: Actor, on: date) -> int:
    """Many listings at once, one ledger entry; the caller has judged each row and its territory. Returns how many."""
    allowed(actor, RECORD, "登记挂牌督办")
    for row in rows:
        _sound(row, on)
    written = bulk.insert(
        "targeting_supervisedlisting",
        COLUMNS,
        [tuple(_plain(getattr(row, name)) for name in COLUMNS) for row in rows],
    )
    if rows:
        told = [{"enterprise": row.enterprise_id, **_told(row)} for row in rows]
        ledger.record_rows(
            "targeting.listed_many", "listings", told, actor=actor, on=on, stream=stream_for(actor)
        )
        classes_changed.send(
            SupervisedListing, enterprises=sorted({row.enterprise_id for row in rows}), on=on
        )
    return written


def _sound(row: ListingRow, on: date) -> None:
    if row.level not in ListingLevel.values:
        raise Refused("级别是省级、市级或县级。", field="level")
    not_after(row.listed_on, on, "listed_on")
    if row.due_on < row.listed_on:
        raise Refused("整改期限不能早于挂牌日期。", field="due_on")


def _told(row: ListingRow) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in COLUMNS[1:]}
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
