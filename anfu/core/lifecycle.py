"""A lifecycle is one declaration: states, and who may move what from where to where. Buttons, API and tests read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from anfu.core.actor import Actor
from anfu.core.refusal import Refused


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
            s for s in self.steps if state in s.sources and actor.may(s.permission) and not s.condition(thing)
        ]

    def move(self, thing: Any, verb: str, actor: Actor) -> None:
        """Set the new state on the thing (the action saves it), or raise `Refused` with a sentence."""
        step = self.step(verb)
        state = getattr(thing, self.field)
        if not actor.may(step.permission):
            raise Refused(f"你没有“{step.label}”的权限。什么都没有改。")
        if state not in step.sources:
            raise Refused(f"现在是“{self.states[state]}”，不能{step.label}。请刷新后再看。")
        if why := step.condition(thing):
            raise Refused(why)
        setattr(thing, self.field, step.target)
