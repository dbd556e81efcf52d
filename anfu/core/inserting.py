"""Writing a row that may stand there already: the constraint decides, and the loser is told in words."""

from django.db import IntegrityError, transaction
from django.db.models import Model

from anfu.core.refusal import Refused


def insert_once(made: Model, taken: str, *, field: str = "") -> None:
    """Write a new row in the caller's transaction; Refused(taken) where a constraint says no, and that goes on unharmed."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(taken, field=field) from None
