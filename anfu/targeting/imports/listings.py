"""Lists of supervised listings (挂牌督办名单) as a kind of import."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from anfu.core.intake.cases import Case, refused
from anfu.registry.records import RecordKind
from anfu.targeting import listings_waiting
from anfu.targeting.models import SupervisedListing
from anfu.targeting.signals import classes_changed


class ListingKind(RecordKind):
    """Keyed by enterprise and document number; what `record_listing` and `delist` refuse is refused here, too."""

    code = "listings"
    label = "挂牌督办名单"
    permission = "targeting.record"
    unit = "条"
    key_label = "文号和信用代码"
    verb = "targeting.listings_imported"
    model = SupervisedListing
    package, file = "targeting", "listing_headers.toml"
    thing = "这条挂牌督办"
    own_reasons: Mapping[str, str] = {
        "future_date": "日期还没到",
        "due_before_listed": "期限早于挂牌",
        "delisted_before_listed": "摘牌早于挂牌",
    }

    def own_cases(self, on: date) -> list[Case]:
        """Days that cannot be; a corrected row is compared with what is known of the others."""
        listed = pl.coalesce("listed_on", "known_listed_on")
        due = pl.coalesce("due_on", "known_due_on")
        off = pl.coalesce("delisted_on", "known_delisted_on")
        day = pl.max_horizontal(pl.col("listed_on"), pl.col("delisted_on"))
        future = pl.format("日期 {} 晚于名单的情况日期 " + on.isoformat(), day)
        late = pl.format("整改期限 {} 早于挂牌日期 {}", due, listed)
        early = pl.format("摘牌日期 {} 早于挂牌日期 {}", off, listed)
        return [
            refused(day > on, "future_date", future, "请核对日期；还没挂牌或摘牌的，到那天再导入"),
            refused(due < listed, "due_before_listed", late, "请核对挂牌日期和整改期限"),
            refused(off < listed, "delisted_before_listed", early, "请核对挂牌日期和摘牌日期"),
        ]

    def changed(self, enterprises: list[int], records: list[int], on: date) -> None:
        """Class 4 may have changed, and what waits on a desk for its deadline."""
        listings_waiting.follow_some(records)
        classes_changed.send(SupervisedListing, enterprises=enterprises, on=on)
