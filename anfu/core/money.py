"""Money is whole fen; no float touches it."""

from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Fen: TypeAlias = int
# What a database integer holds, with room to add.
LARGEST = 10**17


def yuan(amount: Fen) -> str:
    """`120000` -> `1,200.00`."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def fen(text: str) -> Fen:
    """Yuan as typed (`1,200.5`) to fen; ValueError where it is no amount or has parts of a fen."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").strip()) * 100
    except InvalidOperation:
        raise ValueError(f"“{text}”不是金额") from None
    if not amount.is_finite() or abs(amount) > LARGEST or amount != amount.to_integral_value():
        raise ValueError(f"“{text}”要写到分为止")
    return int(amount)
