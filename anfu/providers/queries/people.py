"""Where people of institutions work."""

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.providers.models import Certificate, Employment, Provider
from anfu.providers.queries.providers import own_or_begun


def employer_of(certificate: Certificate, actor: Actor) -> Provider | None:
    """The actor's own institution where the certified person works today; None where there is none."""
    rows = Employment.objects.standing().in_force_on(clock.today()).filter(own_or_begun(actor, "provider__"))
    at = (
        rows.filter(professional=certificate.professional_id).select_related("provider__organisation").first()
    )
    return at.provider if at else None
