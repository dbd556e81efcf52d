"""What programs ask of the directory and are told."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from anfu.providers.kinds import ProviderKind, ServiceKind

State = Literal["listed", "suspended", "removed"]


class ListedOut(Schema):
    """One institution as the public may know it. `services`: kind -> lines of its licences, "" outside them all.

    `staff`: full-time people by title, never who. `grade` is null while nobody is graded. `term_end`: the first day after.
    `capacity_days`: what its full-time people can do in a year; `promised_days`: what its contracts take of it, null where
    one of them names no number.
    """

    uscc: str
    name: str
    kind: ProviderKind
    division: str
    state: State
    since: date
    term_end: date | None
    reason: str
    services: dict[str, list[str]]
    serves: list[str]
    places: list[str]
    staff: dict[str, int]
    prices_fen: dict[str, int]
    enterprises_served: int
    capacity_days: int
    promised_days: float | None
    grade: str | None


class ListedPage(Schema):
    """`after` asks for the next page, null at the end; `seed` is what the day's order is computed from."""

    on: date
    seed: str
    count: int
    rows: list[ListedOut]
    after: str | None


class LicenceOut(Schema):
    """A licence. `last_day` null: without end; `worth`: what it is worth today, in words."""

    credential: str
    number: str
    authority: str
    lines: str
    valid_from: date
    last_day: date | None
    worth: str


class BranchOut(Schema):
    """A place from which it serves."""

    name: str
    address: str
    division: str
    serves: list[str]


class PriceOut(Schema):
    """A line of its own public list, in fen."""

    kind: ServiceKind
    item: str
    unit: str
    price_fen: int
    valid_from: date


class SpellOut(Schema):
    """Where it stood from a day on, until the day before `valid_to`."""

    state: State
    valid_from: date
    valid_to: date | None
    term_end: date | None
    reason: str
    clause: str


class OneOut(ListedOut):
    """With address, licences, branches, prices and its history in the directory."""

    address: str
    phone: str
    website: str
    business_scope: str
    licences: list[LicenceOut]
    branches: list[BranchOut]
    prices: list[PriceOut]
    history: list[SpellOut]
    enterprises_ever: int


class BasisOut(Schema):
    """Why a kind of service is called for."""

    label: str
    confirmed: bool
    clause: str
    source: str


class NeedOut(Schema):
    """A kind of service that the enterprise's classes call for; `providers`: how many may give it to this enterprise."""

    service: ServiceKind
    confirmed: bool
    because: list[BasisOut]
    providers: int


class ForMeOut(ListedOut):
    """With the distance in whole kilometres (null: not known), and why it may serve this enterprise."""

    kilometres: int | None
    why: str
    basis: str


class ForMePage(Schema):
    """`after` asks for the next page, null at the end."""

    count: int
    rows: list[ForMeOut]
    after: str | None


class Search(Schema):
    """What is looked for; several values of one name are joined by "or", different names by "and"."""

    q: str = Field("", max_length=100, description="名称的一部分，或统一社会信用代码")
    kind: list[ProviderKind] = []
    service: list[ServiceKind] = []
    line: list[str] = Field([], description="核准范围，如 safety:chemical")
    division: list[str] = Field([], description="服务地区的代码")
    industry: str | None = Field(None, max_length=4, description="企业的行业代码（GB/T 4754，2 到 4 位）")
    state: State = "listed"
    sort: Literal["chance", "name", "load"] = "chance"
    after: str = Field("", max_length=18)
    limit: int = 50
