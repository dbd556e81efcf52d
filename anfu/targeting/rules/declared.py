"""Every rule as one row: number, clause, and the day from which it holds. A change is a further row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from anfu.targeting.models.finding import GROUNDS, Subject
from anfu.targeting.rules import class_1, class_2, class_3, class_4, class_5
from anfu.targeting.rules.facts import Facts, Terms
from anfu.targeting.rules.reasons import Judgement
from anfu.targeting.rules.shared import Periods

Judge: TypeAlias = Callable[[Facts, Terms, date], Judgement]
PLAN = date(2016, 1, 1)


@dataclass(frozen=True)
class Rule:
    """One version of one rule, in force from `valid_from` until the day before `valid_to`."""

    id: str
    group: str
    clause: str
    title: str
    judge: Judge
    periods: Periods
    valid_from: date = PLAN
    valid_to: date | None = None
    ground: str = ""

    def in_force(self, on: date) -> bool:
        """Whether this version holds that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def _ground_rule(number: int, ground: str) -> Rule:
    return Rule(
        f"R-{number}",
        "class_1",
        "二(一)1",
        Subject(ground).label,
        class_1.judge_ground(ground),
        class_1.ground_periods(ground),
        ground=ground,
    )


RULES: tuple[Rule, ...] = (
    *(_ground_rule(101 + place, ground) for place, ground in enumerate(GROUNDS)),
    Rule("R-201", "class_2", "二(一)2", "百人以下工贸企业", class_2.judge_small, class_2.SMALL),
    Rule("R-202", "class_2", "二(一)2", "安全管理能力不足", class_2.judge_weak, class_2.MANAGED_WEAKLY),
    Rule("R-301", "class_3", "二(一)3", "职业病危害较重及以上", class_3.judge_hazard, class_3.HAZARDOUS),
    Rule("R-401", "class_4", "二(一)4", "挂牌督办", class_4.judge_listed, class_4.listed),
    Rule("R-501", "class_5", "二(一)5", "同址多家单位", class_5.judge_shared, class_5.shared),
    Rule("R-502", "class_5", "二(一)5", "近年发生事故", class_5.judge_accident, class_5.accidents),
    Rule("R-503", "class_5", "二(一)5", "多部门监管", class_5.judge_regulators, class_5.REGULATED_BY_MANY),
)


def in_force(rules: Iterable[Rule], on: date) -> list[Rule]:
    """The rules as they stand that day."""
    return [rule for rule in rules if rule.in_force(on)]
