"""To whom a to-do goes: its person, its organisation's members, or the office that it has reached."""

from django.db.models import QuerySet

from anfu.people.models import User
from anfu.people.queries import holders
from anfu.people.todos.models import Level, Todo

LEVELS = [Level.TOWN, Level.COUNTY, Level.CITY]


def addressees(todo: Todo) -> QuerySet[User]:
    """Active users at the level that it has reached, without the one who began it."""
    if todo.person_id is not None:
        return User.objects.filter(pk=todo.person_id, is_active=True)
    if todo.organisation_id is not None:
        found = holders.for_organisation(todo.permission, todo.organisation_id)
    else:
        found = at(todo, todo.level)
    return found.exclude(pk=todo.begun_by_id) if todo.begun_by_id else found


def at(todo: Todo, level: str) -> QuerySet[User]:
    """Who holds its permission at a level."""
    if level == Level.TOWN:
        return holders.in_town(todo.permission, todo.town)
    if level == Level.COUNTY:
        return holders.in_division(todo.permission, todo.division)
    return holders.in_city(todo.permission)


def first_level(todo: Todo) -> str:
    """The lowest office with somebody who can take it; the city's where there is none."""
    return next((level for level in _from(todo) if _someone(todo, level)), Level.CITY)


def level_above(todo: Todo) -> str:
    """The next office up with somebody there; "" at the top."""
    above = LEVELS[LEVELS.index(Level(todo.level)) + 1 :]
    return next((level for level in above if level == Level.CITY or _someone(todo, level)), "")


def _from(todo: Todo) -> list[Level]:
    if todo.town:
        return LEVELS
    return LEVELS[1:] if todo.division else LEVELS[2:]


def _someone(todo: Todo, level: str) -> bool:
    found = at(todo, level)
    return (found.exclude(pk=todo.begun_by_id) if todo.begun_by_id else found).exists()
