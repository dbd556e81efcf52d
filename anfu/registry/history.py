"""What a change of facts does to the versions of an enterprise: pure, over periods that follow each other.

A change holds from its day until a later version that changed the same field itself. So a late entry in the middle
of the history is carried forward through versions that only repeated the old value, and stops where somebody said
something new.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anfu.core.refusal import Refused

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One version: its key, its period (half-open, None = still), its facts."""

    key: int
    valid_from: date
    valid_to: date | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Written:
    """A version to be written in place of, or cut out of, the piece `origin`; `says`: the fields that it changes."""

    origin: int
    valid_from: date
    valid_to: date | None
    says: Facts


@dataclass(slots=True)
class Plan:
    """`ended`: piece -> its new end; `retracted`: pieces that others stand in for; `written`: new versions."""

    ended: dict[int, date] = field(default_factory=dict)
    retracted: list[int] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.written


def change(pieces: Sequence[Piece], changes: Facts, on: date) -> Plan:
    """What must be written so that `changes` hold from `on`. Refused where no facts are known that day.

    `pieces` are in order of their days. On the day on which a version begins, it is replaced.
    """
    at = _covering(pieces, on)
    base = pieces[at]
    says = {name: value for name, value in changes.items() if base.facts[name] != value}
    plan = Plan()
    if not says:
        return plan
    if base.valid_from == on:
        plan.retracted.append(base.key)
    else:
        plan.ended[base.key] = on
    plan.written.append(Written(base.key, on, base.valid_to, says))
    _carry(plan, base, pieces[at + 1 :], says)
    return plan


def _carry(plan: Plan, before: Piece, later: Sequence[Piece], says: Facts) -> None:
    for piece in later:
        says = {name: v for name, v in says.items() if piece.facts[name] == before.facts[name]}
        new = {name: v for name, v in says.items() if piece.facts[name] != v}
        if not new:
            return
        plan.retracted.append(piece.key)
        plan.written.append(Written(piece.key, piece.valid_from, piece.valid_to, new))
        before = piece


def _covering(pieces: Sequence[Piece], on: date) -> int:
    for n, piece in enumerate(pieces):
        if piece.valid_from <= on and (piece.valid_to is None or on < piece.valid_to):
            return n
    if pieces and on < pieces[0].valid_from:
        raise Refused(
            f"没有保存：库里从 {pieces[0].valid_from} 起才有这家企业的情况。请选那天或以后。", field="on"
        )
    raise Refused("没有保存：这一天这家企业已经没有在册的情况。请核对日期。", field="on")
