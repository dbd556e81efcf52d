"""What people are told about to-dos."""

from anfu.people.messages.actions import News, settle, tell
from anfu.people.messages.models import MessageKind
from anfu.people.todos.addressees import addressees
from anfu.people.todos.models import Level, Todo


def tell_began(todo: Todo) -> None:
    """Those who can take it."""
    persons = list(addressees(todo).values_list("pk", flat=True))
    tell([News(persons, MessageKind.TODO, f"todo:{todo.pk}:began", f"等你办：{todo.title}", todo.href)])


def tell_ended(todo: Todo) -> None:
    """The one who began it, where somebody else had to finish it; what called others to it counts as read."""
    settle(_keys(todo))
    if todo.begun_by_id is None or todo.begun_by_id == todo.person_id:
        return
    text = f"已有结果：{todo.title}"
    tell([News([todo.begun_by_id], MessageKind.NOTICE, f"todo:{todo.pk}:ended", text, todo.href)])


def _keys(todo: Todo) -> list[str]:
    steps = todo.reminders.values_list("step", "day")
    reminded = [f"todo:{todo.pk}:{step}:{day}" for step, day in steps]
    lifted = [f"todo:{todo.pk}:escalate:{level}" for level in Level.values]
    return [f"todo:{todo.pk}:began", *reminded, *lifted]
