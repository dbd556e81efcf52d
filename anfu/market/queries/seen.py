"""Named reads of pages and API, each for whoever asks."""

from datetime import date

from anfu.core.actor import PROVIDER, Actor
from anfu.market.models import Demand, Service
from anfu.market.queries.demands import DemandQuerySet
from anfu.market.queries.services import ServiceQuerySet
from anfu.providers.kinds import Check
from anfu.providers.models import Certificate, Employment
from anfu.registry.models import Organisation


def placed_by(actor: Actor) -> DemandQuerySet:
    """The demands of the actor's own party."""
    found: DemandQuerySet = Demand.objects.placed_by(actor)
    return found


def open_to(actor: Actor) -> DemandQuerySet:
    """Demands that ask the actor's own institution."""
    found: DemandQuerySet = Demand.objects.open_to(actor)
    return found


def demands_in_hall() -> DemandQuerySet:
    """What everybody may see of demands."""
    found: DemandQuerySet = Demand.objects.in_hall()
    return found


def services_in_hall() -> ServiceQuerySet:
    """What everybody may see of standing services, with their institutions."""
    found: ServiceQuerySet = Service.objects.in_hall().select_related("provider__organisation")
    return found


def certified_staff(actor: Actor, day: date) -> list[tuple[int, str]]:
    """Key and name of the own people who are employed and hold a certificate that day."""
    held = Certificate.objects.standing().in_force_on(day).filter(check_state=Check.VERIFIED)
    rows = Employment.objects.visible_to(actor).standing().in_force_on(day)
    rows = rows.filter(provider__in=actor.own(PROVIDER), professional__in=held.values("professional"))
    return [(each.pk, each.professional.name) for each in rows.select_related("professional").order_by("pk")]


def names_of(organisations: list[int]) -> dict[int, str]:
    """The names of registered institutions, which are public."""
    return dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))
