"""What operations of the market take and give. Money in fen."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Field, Schema

from anfu.core.api import Body, Seen
from anfu.core.money import LARGEST
from anfu.market.actions import offering, placing
from anfu.providers.kinds import ServiceKind


class DemandOut(Schema):
    """One demand; what was offered stays sealed until `deadline`. Budget in fen. `version` is what an edit starts from."""

    id: int
    kinds: list[str]
    scope: str
    valid_from: date
    months: int
    visits_per_month: int
    budget_low_fen: int | None
    budget_high_fen: int | None
    by_invitation: bool
    joint: bool
    deadline: datetime
    division: str
    town: str
    state: str
    version: str


class DemandPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[DemandOut]
    after: int | None


class OpportunityOut(DemandOut):
    """An open demand, and why the own institution may not serve it ("" where it may)."""

    why_not: str


class DemandIn(Body):
    """A demand; money in fen, `invited` and `partners` are credit codes."""

    kinds: list[ServiceKind] = Field(min_length=1, max_length=8)
    scope: str = Field(min_length=10, max_length=1000)
    valid_from: date
    months: int = Field(ge=1, le=36)
    visits_per_month: int = Field(ge=0, le=31)
    deadline: datetime
    budget_low_fen: int | None = Field(None, ge=0, le=LARGEST)
    budget_high_fen: int | None = Field(None, ge=0, le=LARGEST)
    by_invitation: bool = False
    invited: list[str] = Field([], max_length=50)
    partners: list[str] = Field([], max_length=50)

    def wish(self) -> placing.Wish:
        """As the action takes it."""
        data = self.dict()
        lists: dict[str, Any] = {
            name: tuple(map(str, data.pop(name))) for name in ("kinds", "invited", "partners")
        }
        moment = data.pop("deadline")
        return placing.Wish(
            **data, **lists, deadline=moment if moment.tzinfo else timezone.make_aware(moment)
        )


class SeenIn(Body):
    """The edition that was seen."""

    version: Seen


class ChoiceReasonIn(Body):
    """Why, in five characters at least."""

    reason: str = Field(min_length=5, max_length=500)


class DemandWithdrawIn(ChoiceReasonIn):
    """Why, and the edition that was seen."""

    version: Seen


class JoinIn(Body):
    """Whether the own enterprise takes part."""

    agree: bool
    version: Seen


class SharingPartOut(Schema):
    """One enterprise and the institution that could take it; `price_fen` for the whole period; null and why where none could."""

    enterprise: str
    provider: str | None
    provider_name: str | None
    place: str
    price_fen: int | None
    why_not: str


class SharingOut(Schema):
    """A suggestion that assigns nothing: the parts one may see, and the sums of the whole group.

    `from_offers`: from the opened offers; before the deadline from published prices alone.
    """

    algorithm: str
    from_offers: bool
    weighed: int
    enterprises: int
    served: int
    parts: list[SharingPartOut]


class OfferIn(Body):
    """An offer: fen for the whole period and one enterprise; `staff`: keys of the own employments. `version`: "0" at first."""

    price_fen: int = Field(gt=0, le=LARGEST)
    plan: str = Field(min_length=10, max_length=2000)
    valid_until: date
    visits_per_month: int = Field(ge=0, le=1000)
    staff: list[int] = Field(min_length=1, max_length=50)
    training_hours: int = Field(0, ge=0, le=1000)
    reports: int = Field(0, ge=0, le=1000)
    drills: int = Field(0, ge=0, le=1000)
    version: Seen

    def bid(self) -> offering.Bid:
        """As the action takes it."""
        data = self.dict(exclude={"version"})
        return offering.Bid(**data | {"staff": tuple(data["staff"])})


class OfferReceiptOut(Schema):
    """The offer is kept: its version, its seal, and the ledger entry that proves the moment."""

    offer: int
    number: int
    seal: str
    made_at: datetime
    stream: str
    seq: int
    digest: str


class OfferOut(Schema):
    """One's own offer as it stands."""

    id: int
    demand: int
    state: str
    number: int
    price_fen: int
    plan: str
    valid_until: date
    seal: str
    version: str


class ComparisonOut(Schema):
    """What a chooser sees, and its hash, which the choice must name."""

    view: dict[str, Any]
    version: str


class ChooseIn(ChoiceReasonIn):
    """The offer, the reason, and the hash of the comparison that was seen."""

    offer: int = Field(ge=1, le=2**53)
    version: Seen


class ChoiceOut(Schema):
    """Who chose whom, and what became of it. `contract` from the provider's confirmation on."""

    id: int
    demand: int
    enterprise: str
    provider: str
    state: str
    reason: str
    chosen_at: datetime
    view_hash: str
    contract: int | None


class StandingServiceOut(Schema):
    """A standing service; fen a year; `divisions` empty: the whole city."""

    id: int
    title: str
    kinds: list[str]
    includes: str
    price_fen: int
    divisions: list[str]
    capacity: int
    provider: str
    provider_uscc: str


class StandingServicePage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[StandingServiceOut]
    after: int | None


class StandingServiceIn(Body):
    """A standing service."""

    title: str = Field(min_length=2, max_length=60)
    kinds: list[ServiceKind] = Field(min_length=1, max_length=8)
    includes: str = Field(min_length=10, max_length=1000)
    price_fen: int = Field(gt=0, le=LARGEST)
    capacity: int = Field(ge=0, le=10_000)
    divisions: list[str] = Field([], max_length=20)
