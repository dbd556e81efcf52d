"""Two writers who wait for each other: the database ends one of them, which is then done once more (trust 4.5)."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError
from django.http import HttpRequest

Answer = TypeVar("Answer")
TRIES = 3
# PostgreSQL's deadlock_detected. SQLite has one writer at a time, so that none waits while it holds anything.
_ENDED = "40P01"


def done_again(request: HttpRequest, work: Callable[[], Answer]) -> Answer:
    """The answer of `work`, one whole transaction; begun anew where the database ended it for another's sake.

    OperationalError where that happens a third time, or for any other reason.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _ENDED:
                raise
        _rewind(request)
    return work()


def _rewind(request: HttpRequest) -> None:
    """What was uploaded is read from its beginning again."""
    for _, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
