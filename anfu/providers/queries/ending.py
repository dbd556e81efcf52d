"""Papers that end soon: licences of institutions, and certificates of people who work for them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from anfu.providers.models import Certificate, Employment, Provider, Qualification


class Ending(NamedTuple):
    """A paper that holds until the day before `valid_to`; `key` names it, `of_provider` off: it is a person's."""

    key: str
    provider: Provider
    paper: str
    valid_to: date
    of_provider: bool


def licences_ending(on: date, until: date) -> Iterator[Ending]:
    """Licences in force that day that no longer hold on `until`."""
    rows = Qualification.objects.standing().in_force_on(on).filter(valid_to__lte=until)
    for each in rows.select_related("provider__organisation").order_by("pk"):
        if each.valid_to is not None:
            yield Ending(str(each.pk), each.provider, each.get_credential_display(), each.valid_to, True)


def certificates_ending(on: date, until: date) -> Iterator[Ending]:
    """Certificates in force that day of people who work for a provider full time then."""
    rows = Certificate.objects.standing().in_force_on(on).filter(valid_to__lte=until)
    at = (
        Employment.objects.standing()
        .in_force_on(on)
        .filter(full_time=True, professional__in=rows.values("professional"))
    )
    where = {e.professional_id: e.provider for e in at.select_related("provider__organisation")}
    for each in rows.order_by("pk"):
        if each.professional_id in where and each.valid_to is not None:
            paper = each.get_credential_display()
            yield Ending(f"person:{each.pk}", where[each.professional_id], paper, each.valid_to, False)
