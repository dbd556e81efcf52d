"""What operations on institutions take and give. Periods are given with their last day; null is without end."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from anfu.core.api import Body, Seen
from anfu.providers.kinds import Check, Credential, PersonCredential, ProviderKind, ServiceKind
from anfu.providers.models import State


class ProviderSpellOut(Schema):
    """Where the institution stood, and why. `term_end`: the first day after the term of a sanction."""

    state: str
    valid_from: date
    last_day: date | None
    term_end: date | None
    reason: str
    clause: str


class QualificationOut(Schema):
    """A licence; it counts while `check_state` is verified, its period holds and it is not halted."""

    id: int
    credential: Credential
    number: str
    authority: str
    lines: list[str]
    valid_from: date
    last_day: date | None
    check_state: Check
    checked_on: date | None
    check_source: str
    version: str


class ProviderBranchOut(Schema):
    """A place from which it serves these county-level divisions."""

    id: int
    name: str
    address: str
    division: str
    serves: list[str]


class ProviderPriceOut(Schema):
    """A line of its public price list, in fen."""

    id: int
    kind: ServiceKind
    item: str
    unit: str
    price_fen: int
    valid_from: date


class ProviderLineOut(Schema):
    """An institution in a list. `division` "" is outside the city."""

    uscc: str
    name: str
    kind: ProviderKind
    division: str
    state: State


class ProviderOut(ProviderLineOut):
    """One institution; `version` goes back with a change, `capacity_days` a year with the people of today."""

    address: str
    business_scope: str
    trade: str
    phone: str
    website: str
    accepted_on: date | None
    publicity_until: date | None
    note: str
    staff: int
    capacity_days: int
    spells: list[ProviderSpellOut]
    qualifications: list[QualificationOut]
    branches: list[ProviderBranchOut]
    prices: list[ProviderPriceOut]
    version: str


class ProviderPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[ProviderLineOut]
    after: int | None


class CertificateOut(Schema):
    """A person's certificate; its number is masked."""

    id: int
    credential: PersonCredential
    grade: str
    speciality: str
    number: str
    valid_from: date
    last_day: date | None
    check_state: Check


class EmploymentLineOut(Schema):
    """Who works there; the name is masked, the identity number is never told."""

    id: int
    name: str
    full_time: bool
    position: str
    valid_from: date
    last_day: date | None
    version: str


class EmploymentOut(EmploymentLineOut):
    """The same with certificates."""

    certificates: list[CertificateOut]


class ServingReasonOut(Schema):
    """Why not; `credential`: the missing licence or certificate, where it is one."""

    code: str
    text: str
    clause: str
    credential: str


class ServingOut(Schema):
    """Whether the institution may serve the enterprise in this way on that day."""

    may: bool
    on: date
    reasons: list[ServingReasonOut]


class ProviderFactsIn(Body):
    """What an institution says about itself."""

    kind: ProviderKind
    division: str = Field("", max_length=6)
    address: str = Field("", max_length=200)
    business_scope: str = Field("", max_length=4000)
    phone: str = Field("", max_length=40)
    trade: str = Field("", max_length=4)
    website: str = Field("", max_length=200)
    contact_name: str = Field("", max_length=40)
    contact_phone: str = Field("", max_length=40)
    version: Seen


class ProviderSeenIn(Body):
    """The version that was seen."""

    version: Seen


class ProviderDecideIn(Body):
    """Accept the papers, or send them back with a reason."""

    verb: Literal["accept", "send_back"]
    reason: str = Field("", max_length=500)
    version: Seen


class HiringIn(Body):
    """Who starts, and how."""

    name: str = Field(min_length=1, max_length=40)
    identity: str = Field(min_length=1, max_length=30)
    valid_from: date
    full_time: bool = True
    position: str = Field("", max_length=40)
    days_a_year: int | None = Field(None, ge=0, le=366)


class StaffLeaveIn(Body):
    """The last day of work."""

    last_day: date
    version: Seen


class QualificationIn(Body):
    """What stands on a licence."""

    credential: Credential
    number: str = Field(min_length=1, max_length=60)
    authority: str = Field(min_length=1, max_length=100)
    lines: list[str] = Field([], max_length=40)
    valid_from: date
    last_day: date | None = None


class QualificationCheckIn(Body):
    """What an officer found when comparing the licence with its source."""

    verified: bool
    source: str = Field(min_length=5, max_length=200)
    version: Seen


class ProviderPriceIn(Body):
    """A line of the price list, in fen, from today on or later."""

    kind: ServiceKind
    item: str = Field(min_length=1, max_length=100)
    unit: str = Field(min_length=1, max_length=20)
    price_fen: int = Field(ge=0)
    valid_from: date
