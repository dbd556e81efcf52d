"""What the API takes and gives of contracts. Money in fen."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from anfu.core.api import Body, Seen
from anfu.core.money import LARGEST
from anfu.engagements.models import Mode, Outcome, Side, Source, VersionKind
from anfu.engagements.terms import Deliverables, Payment, Terms
from anfu.providers.kinds import ServiceKind
from anfu.registry.roster.uscc import clean

MOST = 10_000


class ContractPaymentIn(Body):
    """One part of the price and by when; no day: on completion."""

    label: str = Field(min_length=1, max_length=100)
    fen: int = Field(gt=0, le=LARGEST)
    due_on: date | None = None


class DeliverablesIn(Body):
    """Visits each month; hours, reports and drills over the whole period."""

    visits_per_month: int = Field(0, ge=0, le=MOST)
    training_hours: int = Field(0, ge=0, le=MOST)
    reports: int = Field(0, ge=0, le=MOST)
    drills: int = Field(0, ge=0, le=MOST)


class TermsIn(Body):
    """What the parties agree on; `last_day` is the last day served; `staff`: keys of the provider's employments."""

    enterprise_uscc: str
    provider_uscc: str
    provider_name: str = Field("", max_length=200)
    payer_uscc: str = ""
    mode: Mode = Mode.ENTERPRISE
    kinds: list[ServiceKind] = Field(min_length=1)
    scope: str = Field(max_length=2000)
    places: list[str] = Field([], max_length=20)
    valid_from: date
    last_day: date
    price_fen: int = Field(ge=0, le=LARGEST)
    payments: list[ContractPaymentIn] = Field([], max_length=120)
    deliverables: DeliverablesIn
    liability: str = Field("", max_length=2000)
    renewal: str = Field("", max_length=2000)
    staff: list[int] = Field([], max_length=50)
    overlap_reason: str = Field("", max_length=2000)

    def terms(self) -> Terms:
        """As the action takes them."""
        plain = self.dict(exclude={"kinds", "places", "payments", "deliverables", "staff", "mode"})
        for name in ("enterprise_uscc", "provider_uscc", "payer_uscc"):
            plain[name] = clean(plain[name])
        return Terms(
            **plain,
            mode=self.mode.value,
            kinds=tuple(kind.value for kind in self.kinds),
            places=tuple(self.places),
            payments=tuple(Payment(each.label, each.fen, each.due_on) for each in self.payments),
            deliverables=Deliverables(**self.deliverables.dict()),
            staff=tuple(self.staff),
        )


class TermsProposalIn(Body):
    """New terms, why (for a signed contract), and the version that was seen."""

    terms: TermsIn
    note: str = Field("", max_length=500)
    version: Seen


class ConfirmIn(Body):
    """Yes to the text of that SHA-256."""

    digest: str = Field(max_length=64)
    version: Seen


class ContractReasonIn(Body):
    """Why, and the version that was seen."""

    reason: str = Field(max_length=500)
    version: Seen


class EndingIn(Body):
    """The last day served, what the provider keeps in all, and why."""

    last_day: date
    settlement_fen: int = Field(ge=0, le=LARGEST)
    reason: str = Field(max_length=500)
    version: Seen


class FilingIn(Body):
    """Taken in, or sent back with what is missing; `version` of the filing."""

    accept: bool
    note: str = Field("", max_length=500)
    version: Seen


class ConfirmationOut(Schema):
    """One side's yes."""

    side: Side
    office: str
    role: str
    at: datetime
    method: str


class ContractVersionOut(Schema):
    """One version: its hash and its words (`said`), as both sides confirm them."""

    number: int
    kind: VersionKind
    digest: str
    outcome: Outcome
    proposed_side: str
    proposed_at: datetime
    note: str
    said: dict[str, Any]
    confirmations: list[ConfirmationOut]


class FilingOut(Schema):
    """A filing with the county."""

    id: int
    state: str
    basis: str
    due_on: date
    note: str
    version: str


class ContractOut(Schema):
    """One contract; `version` goes back with a change. `phase`: where it stands today."""

    id: int
    number: str
    enterprise_uscc: str
    enterprise_name: str
    provider_uscc: str
    provider_name: str
    source: Source
    state: str
    phase: str
    phase_label: str
    signed_at: datetime | None
    valid_from: date | None
    last_day: date | None
    closed_reason: str
    version: str


class ContractWholeOut(ContractOut):
    """With all its versions and its filing."""

    versions: list[ContractVersionOut]
    filing: FilingOut | None


class ContractPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[ContractOut]
    after: int | None
