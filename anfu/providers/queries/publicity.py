"""What everybody may read of an institution that is in its days of publicity."""

from datetime import date

from django.db.models import QuerySet

from anfu.providers.models import Provider, Qualification


def shown_on(on: date) -> QuerySet[Provider]:
    """The institutions themselves."""
    rows: QuerySet[Provider] = Provider.objects.in_publicity(on).select_related("organisation")
    return rows


def licences_shown(provider: Provider) -> QuerySet[Qualification]:
    """The licences that it says it has, with their halts."""
    rows: QuerySet[Qualification] = Qualification.objects.standing().filter(provider=provider)
    return rows.prefetch_related("halts").order_by("credential", "pk")
