"""Usual plans of payment, split into parts without losing a fen. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from anfu.core.money import Fen
from anfu.engagements.terms import Payment, Terms


@dataclass(frozen=True, slots=True)
class Plan:
    """A usual way to pay."""

    label: str
    parts: Callable[[Fen, date, date], tuple[Payment, ...]]


def _half(price: Fen, start: date, last: date) -> tuple[Payment, ...]:
    return (Payment("首付款", price - price // 2, start), Payment("尾款", price // 2))


def _monthly(price: Fen, start: date, last: date) -> tuple[Payment, ...]:
    days = _month_days(start, last)
    each, rest = divmod(price, len(days))
    return tuple(
        Payment(f"第 {number} 期", each + (number <= rest), day) for number, day in enumerate(days, start=1)
    )


PLANS = {
    "before": Plan("开始前一次付清", lambda price, start, last: (Payment("全款", price, start),)),
    "after": Plan("完成后一次付清", lambda price, start, last: (Payment("全款", price),)),
    "half": Plan("先付一半，完成后付另一半", _half),
    "monthly": Plan("按月平均付", _monthly),
}


def split(plan: str, price: Fen, start: date, last: date) -> tuple[Payment, ...]:
    """The parts of a price by one of PLANS; parts of nothing are left out, and a price of 0 has none."""
    return tuple(part for part in PLANS[plan].parts(price, start, max(start, last)) if part.fen > 0)


def plan_of(terms: Terms) -> str:
    """Which of PLANS the terms follow; "as_is" where it is none of them."""
    same = [
        code
        for code in PLANS
        if split(code, terms.price_fen, terms.valid_from, terms.last_day) == terms.payments
    ]
    return same[0] if same else "as_is"


def _month_days(start: date, last: date) -> list[date]:
    """The day of `start` in each month until `last`; in shorter months their last usual day, the 28th."""
    days, year, month = [start], start.year, start.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, min(start.day, 28))
        if day > last or len(days) >= 120:
            return days
        days.append(day)
