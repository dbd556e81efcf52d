"""What became of those drawn: a refusal takes the next alternate, with its time and reason; never a new draw."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from anfu.experts.draw.choosing import Selection

ACCEPTED, DECLINED, LAPSED = "accepted", "declined", "lapsed"
ANSWERS = {ACCEPTED: "接受", DECLINED: "不能参加", LAPSED: "逾期没有答复"}
# Why somebody declines, as the record says it: words of their own could tell who it is.
REASONS = {"conflict": "需要回避", "busy": "时间冲突", "field": "专业不对口", "other": "其他原因"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one line, at a moment (ISO, UTC); only a refusal has a reason."""

    hash: str
    answer: str
    at: str
    reason: str = ""


@dataclass(slots=True)
class Calls:
    """How it stands after some answers: who is asked now, who has accepted, who may still follow."""

    asked: dict[str, list[str]] = field(default_factory=dict)
    panel: dict[str, list[str]] = field(default_factory=dict)
    following: dict[str, list[str]] = field(default_factory=dict)

    def group_of(self, line: str) -> str:
        """The group in which the line is asked now, or ""."""
        return next((group for group, lines in self.asked.items() if line in lines), "")


def begin(selection: Selection) -> Calls:
    """Everybody on a seat is asked."""
    return Calls(
        {group: list(lines) for group, lines in selection.seats.items()},
        {group: [] for group in selection.seats},
        {group: list(lines) for group, lines in selection.alternates.items()},
    )


def replay(selection: Selection, answers: Iterable[Answer]) -> Calls:
    """The state after these answers in order; ValueError where somebody answers who was not asked."""
    calls, last = begin(selection), ""
    for each in answers:
        if each.at < last:
            raise ValueError("answers stand in the order of time")
        last = each.at
        take(calls, each)
    return calls


def take(calls: Calls, given: Answer) -> str:
    """Work one answer in; the hash of the alternate who is asked next because of it, or ""."""
    group = calls.group_of(given.hash)
    if not group or given.answer not in ANSWERS:
        raise ValueError("who was not asked cannot answer")
    if (given.answer == DECLINED) != (given.reason in REASONS):
        raise ValueError("a refusal, and nothing else, has a reason")
    calls.asked[group].remove(given.hash)
    if given.answer == ACCEPTED:
        calls.panel[group].append(given.hash)
        return ""
    if not calls.following[group]:
        return ""
    calls.asked[group].append(calls.following[group].pop(0))
    return calls.asked[group][-1]
