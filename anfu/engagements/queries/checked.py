"""What the platform says about a paper, by the hash that is printed on it."""

from dataclasses import dataclass
from datetime import date, datetime

from anfu.core import clock
from anfu.core.periods import last_day
from anfu.engagements.models import ContractVersion, Outcome, VersionKind
from anfu.engagements.rules.phases import PHASES, phase_on
from anfu.engagements.versions import intact


@dataclass(frozen=True, slots=True)
class Paper:
    """One version, as anybody may know it: no names, no price. `holds`: it is what both sides agreed on last."""

    number: str
    version: int
    digest: str
    outcome: str
    settled_at: datetime | None
    holds: bool
    phase: str
    last_day: date | None


def paper_of(digest: str) -> Paper | None:
    """The version with that hash; None where there is none, or its text is no longer what was hashed (T13)."""
    rows = ContractVersion.objects.filter(digest=digest, kind=VersionKind.TERMS)
    version = rows.select_related("contract").first()
    if version is None or not intact(version):
        return None
    contract = version.contract
    later = contract.versions.filter(
        outcome=Outcome.AGREED, kind=VersionKind.TERMS, number__gt=version.number
    ).exists()
    agreed = version.outcome == Outcome.AGREED
    phase = phase_on(contract.state, contract.valid_from, contract.valid_to, clock.today())
    return Paper(
        contract.number, version.number, digest, str(Outcome(version.outcome).label), version.settled_at,
        agreed and not later, PHASES[phase][0], last_day(contract.valid_to),
    )  # fmt: skip
