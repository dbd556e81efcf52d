"""A step that waits for somebody: rooms tell it here, and `people` puts it on that person's desk."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal

began_waiting = Signal()
ended_waiting = Signal()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One step, and who can take it: this person, or an organisation's members, or the holders of a permission.

    `kind` is `room.what` and `subject` names the thing; together they name the step. `title` holds no personal data.
    """

    kind: str
    subject: str
    title: str
    href: str
    permission: str
    division: str = ""  # county-level code; "" is the city's
    town: str = ""
    organisation: int | None = None
    person: int | None = None
    begun_by: int | None = None
    due_on: date | None = None


def began(waiting: Waiting) -> None:
    """The step waits from now on; told in the running transaction. The same step again takes the new facts."""
    began_waiting.send(sender=Waiting, waiting=waiting)


def ended(kind: str, subject: str) -> None:
    """The step was taken, or can no longer be; harmless where nothing waited."""
    ended_waiting.send(sender=Waiting, kind=kind, subject=subject)
