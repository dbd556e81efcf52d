"""The text of a version: one canonical form, whose SHA-256 both sides confirm and the ledger keeps."""

import hashlib
import json
from typing import Any

from anfu.core.ledger.chain import canonical
from anfu.engagements.documents.templates import Template
from anfu.engagements.models import Contract, ContractVersion, Side, VersionKind
from anfu.engagements.terms import Ending, Terms
from anfu.registry.models import Organisation


def body_of(
    contract: Contract,
    number: int,
    kind: str,
    said: Terms | Ending,
    template: Template | None,
    *,
    payer_signs: bool = False,
) -> str:
    """The parties as they are called today, what was said, and the fixed clauses word for word.

    `payer_signs`: who pays, where that is not the enterprise, says yes on this platform; else the enterprise vouches.
    """
    parties = {"enterprise": contract.enterprise.organisation, "provider": contract.provider}
    if contract.payer:
        parties["payer"] = contract.payer
    text = {
        "contract": contract.number,
        "version": number,
        "kind": kind,
        "template": template.plain() if template else None,
        "parties": {role: _party(each) for role, each in parties.items()},
        "terms": said.as_json(),
    }
    return canonical(text | {"payer_signs": payer_signs} if contract.payer else text)


def sides_of(version: ContractVersion) -> list[str]:
    """Whose yes it takes: both parties', and the payer's where the text says so."""
    extra = [Side.PAYER.value] if said_in(version).get("payer_signs") else []
    return [Side.ENTERPRISE.value, Side.PROVIDER.value, *extra]


def digest_of(body: str) -> str:
    """SHA-256 of the text, in hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def intact(version: ContractVersion) -> bool:
    """Whether the stored text is still the one that was confirmed (T13)."""
    return digest_of(version.body) == version.digest


def said_in(version: ContractVersion) -> dict[str, Any]:
    """The text as plain values."""
    found: dict[str, Any] = json.loads(version.body)
    return found


def terms_of(version: ContractVersion) -> Terms:
    """What a version of terms says; ValueError for an early end."""
    if version.kind != VersionKind.TERMS:
        raise ValueError("an early end has no terms")
    return Terms.from_json(said_in(version)["terms"])


def ending_of(version: ContractVersion) -> Ending:
    """What a version of an early end says; ValueError for terms."""
    if version.kind != VersionKind.ENDING:
        raise ValueError("terms are no early end")
    return Ending.from_json(said_in(version)["terms"])


def _party(organisation: Organisation) -> dict[str, str]:
    return {"uscc": organisation.uscc, "name": organisation.name}
