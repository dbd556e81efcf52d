"""An offer's version as it is sealed and as it is opened."""

from typing import Any

from django.utils import timezone

from anfu.market.models import Demand, OfferVersion
from anfu.market.rules.sealing import CONTENT


def content_of(version: OfferVersion, demand: int, provider: int) -> dict[str, Any]:
    """What the seal binds: for whom, by whom, what, when, and the salt."""
    said = {name: getattr(version, name) for name in CONTENT}
    return said | {
        "valid_until": version.valid_until.isoformat(),
        "made_at": timezone.localtime(version.made_at).isoformat(),
        "staff": list(version.staff),
        "demand": demand,
        "provider_key": provider,
        "number": version.number,
        "salt": version.salt,
    }


def opened_rows(demand: Demand) -> list[dict[str, Any]]:
    """The standing offers of a demand as they are opened and kept in the ledger."""
    rows = OfferVersion.objects.filter(offer__demand=demand, offer__state="standing").current()
    return [
        content_of(row, demand.pk, row.offer.provider_id)
        | {
            "offer": row.offer_id, "version": row.pk, "uscc": row.offer.provider.organisation.uscc,
            "provider": row.offer.provider.organisation.name, "seal": row.seal, "receipt": row.receipt_id,
        }
        for row in rows.select_related("offer__provider__organisation").order_by("seal")
    ]  # fmt: skip
