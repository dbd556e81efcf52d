"""Lists of accidents (事故记录) as a kind of import."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from anfu.core.intake.cases import Case, refused
from anfu.registry.records import RecordKind
from anfu.targeting.models import Accident
from anfu.targeting.signals import classes_changed


class AccidentKind(RecordKind):
    """Keyed by enterprise, day and description; a number of people that a row leaves open is refused, not zero."""

    code = "accidents"
    label = "事故记录"
    permission = "targeting.record"
    unit = "起"
    key_label = "发生日期、经过和信用代码"
    verb = "targeting.accidents_imported"
    model = Accident
    package, file = "targeting", "accident_headers.toml"
    thing = "这起事故"
    own_reasons: Mapping[str, str] = {"future_date": "日期还没到"}

    def own_cases(self, on: date) -> list[Case]:
        """An accident that has yet to happen."""
        future = pl.format("发生日期 {} 晚于记录的情况日期 " + on.isoformat(), pl.col("happened_on"))
        return [refused(pl.col("happened_on") > on, "future_date", future, "请核对发生日期")]

    def changed(self, enterprises: list[int], records: list[int], on: date) -> None:
        """Class 5 may have changed."""
        classes_changed.send(Accident, enterprises=enterprises, on=on)
