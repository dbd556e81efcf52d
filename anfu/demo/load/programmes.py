"""The targeted programmes of the made-up city."""

from datetime import date

from anfu.demo.programmes import programmes
from anfu.targeting.models import Programme


def write(today: date) -> None:
    """Write them all, in the caller's transaction."""
    Programme.objects.bulk_create(Programme(**row) for row in programmes(today))
