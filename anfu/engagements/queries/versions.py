"""Versions of contracts, as other parts of this room ask for them."""

from anfu.engagements.models import ContractVersion, Engagement


def version_behind(engagement: Engagement) -> ContractVersion | None:
    """The version on the platform that a relation came from; None where it was recorded or imported."""
    return ContractVersion.objects.filter(engagement=engagement).first()
