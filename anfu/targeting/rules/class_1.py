"""二(一)1: the nine high-risk grounds. A confirmed one counts; a presumed one waits for a person."""

from collections.abc import Callable
from datetime import date

import polars as pl

from anfu.targeting.models.finding import Subject
from anfu.targeting.rules import periods
from anfu.targeting.rules.facts import Facts, GroundFact, Terms, holds
from anfu.targeting.rules.reasons import NO, Judgement, State, Used
from anfu.targeting.rules.rows import Rows
from anfu.targeting.rules.shared import Periods


def judge_ground(ground: str) -> Callable[[Facts, Terms, date], Judgement]:
    """The rule of one ground: the confirmation in force that day, else a presumption."""

    def judge(facts: Facts, terms: Terms, on: date) -> Judgement:
        mine = [fact for fact in facts.grounds if fact.subject == ground]
        for fact in mine:
            if fact.state == "confirmed" and holds(fact, on):
                return _confirmed(fact)
        return next((_presumed(fact) for fact in mine if fact.state == "presumed"), NO)

    return judge


def ground_periods(ground: str) -> Periods:
    """The days on which the ground was confirmed."""

    def days(rows: Rows) -> pl.DataFrame:
        return periods.only_days(periods.closed(rows.confirmed.filter(pl.col("subject") == ground)))

    return days


def _confirmed(fact: GroundFact) -> Judgement:
    label = Subject(fact.subject).label
    used = (Used(label, "已确认", fact.reason or fact.decided_name, fact.valid_from),)
    return Judgement(True, f"{label}：{fact.decided_name}确认", used, (), State.CONFIRMED, fact.finding_id)


def _presumed(fact: GroundFact) -> Judgement:
    label = Subject(fact.subject).label
    words = "、".join(dict.fromkeys(fact.words))
    sentence = f"{label}：{words or '登记内容'}，待现场核实"
    used = (Used("登记原文", words, fact.rule),) if words else ()
    return Judgement(True, sentence, used, (), State.PRESUMED, fact.finding_id)
