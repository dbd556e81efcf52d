"""A supervised listing waits for its acceptance once its deadline is close, until it is taken off the list."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, jobs, parameters, waiting
from anfu.core.waiting import Waiting
from anfu.targeting.models import SupervisedListing

KIND = "targeting.listing_due"


def follow(listing: SupervisedListing, on: date) -> None:
    """Tell whether somebody must look after it as of that day; in the action's transaction."""
    if listing.delisted_on is None and listing.due_on <= _horizon(on):
        waiting.began(_waiting(listing))
    else:
        waiting.ended(KIND, _subject(listing.pk))


def follow_some(ids: Sequence[int]) -> None:
    """The same as of today for listings that a file made, corrected or took away; in its transaction."""
    today = clock.today()
    found = SupervisedListing.objects.select_related("enterprise__organisation").in_bulk(list(ids))
    for key in ids:
        if key in found:
            follow(found[key], today)
        else:
            waiting.ended(KIND, _subject(key))


@jobs.periodic("targeting.listings_waiting", timedelta(days=1))
def follow_all() -> None:
    """Those whose deadline has come close since yesterday, and those that moved to another place."""
    today = clock.today()
    close = SupervisedListing.objects.filter(delisted_on=None, due_on__lte=_horizon(today))
    with transaction.atomic():
        for listing in close.select_related("enterprise__organisation").iterator():
            follow(listing, today)


def _horizon(on: date) -> date:
    return on + timedelta(days=parameters.value("targeting.listing_call_days", on=on))


def _waiting(listing: SupervisedListing) -> Waiting:
    enterprise = listing.enterprise
    return Waiting(
        kind=KIND,
        subject=_subject(listing.pk),
        title=f"{enterprise.organisation.name}：{listing.number} 整改期限 {listing.due_on}",
        href=reverse("targeting:listing_delist", args=[listing.pk]),
        permission="targeting.record",
        division=enterprise.division or enterprise.waiting_at,
        due_on=listing.due_on,
    )


def _subject(listing: int) -> str:
    return f"listing:{listing}"
