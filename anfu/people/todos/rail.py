"""The to-dos on an actor's desk, to be counted beside its entry on the rail."""

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.people.todos.models import Todo
from anfu.people.todos.queries import TodoQuerySet


def on_desk(actor: Actor) -> TodoQuerySet:
    """All that wait there."""
    found: TodoQuerySet = Todo.objects.on_desk_of(actor)
    return found


def overdue(actor: Actor) -> TodoQuerySet:
    """Those of them whose deadline is over."""
    found: TodoQuerySet = Todo.objects.on_desk_of(actor).when("overdue", clock.today())
    return found
