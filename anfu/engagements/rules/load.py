"""How many person-days a year a contract takes, and when a provider has taken on too much. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from anfu.core.refusal import Refused

CLAUSE = "三(五)"  # full-time staff that fits the business taken on
RATES = ("visit", "training_hour", "report", "drill")


@dataclass(frozen=True, slots=True)
class Owed:
    """What one contract owes: visits each month, the others over its `months`."""

    visits_per_month: int
    training_hours: int
    reports: int
    drills: int
    months: int

    def tenths_a_year(self, rates: Mapping[str, int]) -> int:
        """Tenths of person-days a year; `rates`: tenths of a day that one visit, hour, report, drill takes."""
        once = (
            self.training_hours * rates["training_hour"]
            + self.reports * rates["report"]
            + self.drills * rates["drill"]
        )
        return self.visits_per_month * 12 * rates["visit"] + once * 12 // self.months


@dataclass(frozen=True, slots=True)
class Load:
    """Person-days a year, in tenths, taken on and there are. `there` None: nobody knows the staff."""

    taken: int
    there: int | None

    @property
    def percent(self) -> int | None:
        """Of what there is, rounded up; None where that is not known or nothing."""
        return -(-self.taken * 100 // self.there) if self.there else None


def too_much(who: str, load: Load, *, warn: int, refuse: int) -> str:
    """ "" or a warning; Refused beyond `refuse` percent. Nobody's staff being known is no reason for either."""
    if load.percent is None or load.percent <= warn:
        return ""
    said = f"{who}一年要做 {days(load.taken)} 个人工日，现有人员能做 {days(load.there or 0)} 个（{load.percent}%）"
    if load.percent > refuse:
        raise Refused(
            f"{said}，超过 {refuse}%，没有保存。请减少数量、错开期限，或先增加人员（{CLAUSE}）。",
            field="visits_per_month",
        )
    return f"{said}，超过 {warn}%，请核实忙不忙得过来。"


def days(tenths: int) -> str:
    """Person-days as people read them: 12.5."""
    return f"{tenths // 10:,}" if tenths % 10 == 0 else f"{tenths // 10:,}.{tenths % 10}"
