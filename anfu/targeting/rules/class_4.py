"""二(一)4: on a government's supervised list (挂牌督办) for a major hazard, open that day."""

from datetime import date

import polars as pl

from anfu.targeting.rules import periods
from anfu.targeting.rules.facts import Facts, ListingFact, Terms
from anfu.targeting.rules.reasons import NO, Judgement, Used
from anfu.targeting.rules.rows import Rows


def judge_listed(facts: Facts, terms: Terms, on: date) -> Judgement:
    """A listing that had begun and was not yet taken off."""
    listed = [listing for listing in facts.listings if is_open(listing, on)]
    if not listed:
        return NO
    used = tuple(_shown(each) for each in listed)
    return Judgement(True, "重大隐患挂牌督办：" + "、".join(f"{e.level}{e.number}" for e in listed), used)


def _shown(listing: ListingFact) -> Used:
    words = f"{listing.number}，期限 {listing.due_on or '未定'}"
    return Used(f"{listing.level}挂牌督办", words, listing.source, listing.listed_on)


def is_open(listing: ListingFact, on: date) -> bool:
    """Whether the listing stood that day; the day of its removal no longer counts."""
    return listing.listed_on <= on and (listing.delisted_on is None or on < listing.delisted_on)


def listed(rows: Rows) -> pl.DataFrame:
    """The days on which a listing stood."""
    return periods.only_days(periods.closed(rows.listings))
