"""A lifecycle is one declaration: states, and who may move what from where to where. Buttons, API and tests read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from anfu.core.actor import Actor
from anfu.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """The step is for somebody else than the person in the field `of`, and of another office where `office` names one.

    `office` names a field that holds the first person's office, or "" where this thing does not ask for another.
    """

    of: str
    office: str = ""

    def bars(self, thing: Any, actor: Actor) -> str:
        """Why this actor is not the second person, or empty."""
        if actor.user_id is None or actor.user_id == getattr(thing, self.of):
            return "这一步要由另一个人来办：提出的人不能自己核准。"
        if self.office and actor.office == getattr(thing, self.office):
            return "这一步要由另一个单位的人来办：提出的人和你是同一个单位。"
        return ""


@dataclass(frozen=True, slots=True)
class SamePerson:
    """The step is for the person in the field `of` alone."""

    of: str

    def bars(self, thing: Any, actor: Actor) -> str:
        """Why this actor is not that person, or empty."""
        same = actor.user_id is not None and actor.user_id == getattr(thing, self.of)
        return "" if same else "这一步只有当初提出的人能办。"


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: from which states it leads where, the permission it needs, and what else must hold."""

    verb: str
    label: str
    sources: frozenset[str]
    target: str
    permission: str
    icon: str = ""
    reason: bool = False  # the person must say why
    condition: Callable[[Any], str] = field(default=lambda _: "")  # why not, or empty
    needs: SecondPerson | SamePerson | None = None  # the same rule stands as a constraint on the table

    def bars(self, thing: Any, actor: Actor) -> str:
        """Why the thing or the person stands in the way, or empty."""
        return (self.needs.bars(thing, actor) if self.needs else "") or self.condition(thing)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All steps of one kind of thing, over the field that holds its state."""

    name: str
    states: dict[str, str]  # code -> Chinese label
    steps: tuple[Step, ...]
    field: str = "state"

    def step(self, verb: str) -> Step:
        """The step of that verb; KeyError where the lifecycle has none."""
        return {s.verb: s for s in self.steps}[verb]

    def open_to(self, thing: Any, actor: Actor) -> Iterable[Step]:
        """The steps that this actor can take now, in declared order."""
        state = getattr(thing, self.field)
        return [
            s
            for s in self.steps
            if state in s.sources and actor.may(s.permission) and not s.bars(thing, actor)
        ]

    def move(self, thing: Any, verb: str, actor: Actor) -> None:
        """Set the new state on the thing (the action saves it), or raise `Refused` with a sentence."""
        step = self.step(verb)
        state = getattr(thing, self.field)
        if not actor.may(step.permission):
            raise Refused(f"你没有“{step.label}”的权限。什么都没有改。")
        if state not in step.sources:
            raise Refused(f"现在是“{self.states[state]}”，不能{step.label}。请刷新后再看。")
        if why := step.bars(thing, actor):
            raise Refused(why)
        setattr(thing, self.field, step.target)
