"""What a rule answers: a reason with its basis, or what would have to be known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How far a reason is settled. Only confirmed and direct ones count in figures."""

    CONFIRMED = "confirmed"
    PRESUMED = "presumed"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Used:
    """One fact that a rule used: its name and value as shown, whence, and since when."""

    label: str
    value: str
    source: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule's answer. `holds` None: the facts that would decide are missing, so neither yes nor no."""

    holds: bool | None
    sentence: str = ""
    used: tuple[Used, ...] = ()
    missing: tuple[str, ...] = ()
    state: State = State.DIRECT
    finding_id: int | None = None


NO = Judgement(False)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an enterprise is in a group on a day. `rule_from`: the rule's version; `ground`: class 1 only."""

    group: str
    ground: str
    rule: str
    rule_from: date
    clause: str
    sentence: str
    used: tuple[Used, ...]
    state: State
    finding_id: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts in figures."""
        return self.state is not State.PRESUMED


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A rule that cannot be answered: what is missing."""

    group: str
    rule: str
    clause: str
    sentence: str
    missing: tuple[str, ...]


def both(*answers: bool | None) -> bool | None:
    """Three-valued and: one no is no, else one unknown is unknown."""
    if False in answers:
        return False
    return None if None in answers else True
