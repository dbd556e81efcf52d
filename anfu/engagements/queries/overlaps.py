"""Relations of an enterprise that give the same service in the same days."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from anfu.engagements.models import Engagement


def overlaps(
    enterprise: int, kinds: Iterable[str], valid_from: date, valid_to: date, *, without: int | None = None
) -> list[Engagement]:
    """Those that hold on some day of the half-open period with a kind in common; `without` leaves a contract out."""
    meets = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    rows = Engagement.objects.valid().filter(meets, enterprise=enterprise, valid_from__lt=valid_to)
    rows = rows.with_kind(kinds).exclude(version__contract=without or 0)
    return list(rows.select_related("provider").order_by("pk")[:5])
