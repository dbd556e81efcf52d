"""What the API takes and gives."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from anfu.core.api import Body, Seen
from anfu.core.editions import edition_of
from anfu.targeting.models import ListingLevel, Programme, Subject


class FindingOut(Schema):
    """One ground (or industry) of one enterprise; `mark` goes back with a decision, so that a stale one is refused."""

    id: int
    uscc: str
    name: str
    subject: str
    label: str
    value: str
    state: str
    strength: str
    likelier: bool
    rule: str
    evidence: list[dict[str, Any]]
    valid_from: date | None
    valid_to: date | None
    decided_name: str
    reason: str
    mark: str


class FindingPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[FindingOut]
    after: int | None


class TargetingReasonIn(Body):
    """Why, and the mark that was seen."""

    reason: str = Field(max_length=300)
    expected: Seen


class TargetingConfirmIn(TargetingReasonIn):
    """From which day it holds."""

    valid_from: date


class TargetingEndIn(TargetingReasonIn):
    """From which day it no longer holds."""

    valid_to: date


class GroundIn(Body):
    """A ground that an officer saw."""

    uscc: str
    subject: Subject
    valid_from: date
    reason: str = Field(max_length=300)


class UsedOut(Schema):
    """One fact that a rule used."""

    label: str
    value: str
    source: str
    since: date | None


class ReasonOut(Schema):
    """Why an enterprise is in a group; only confirmed and direct ones count."""

    group: str
    ground: str
    rule: str
    rule_from: date
    clause: str
    sentence: str
    state: str
    counts: bool
    used: list[UsedOut]


class QuestionOut(Schema):
    """What would have to be known."""

    group: str
    rule: str
    clause: str
    sentence: str
    missing: list[str]


class ClassesOut(Schema):
    """The groups of an enterprise on a day, with every reason."""

    uscc: str
    on: date
    groups: list[str]
    reasons: list[ReasonOut]
    questions: list[QuestionOut]


class ProgrammeOut(Schema):
    """A programme with its conditions as [field, comparison, value]."""

    id: int
    name: str
    office: str
    division: str
    conditions: list[Any]
    valid_from: date
    valid_to: date | None
    clause: str
    version: str

    @staticmethod
    def resolve_version(programme: Programme) -> str:
        """What goes back with a change."""
        return edition_of(programme)


class ProgrammeIn(Body):
    """A programme to be made; an empty division is the whole city."""

    name: str = Field(min_length=1, max_length=60)
    division: str = ""
    conditions: list[Any]
    valid_from: date
    valid_to: date | None = None


class ListingOut(Schema):
    """A supervised listing."""

    id: int
    uscc: str
    name: str
    level: str
    number: str
    hazard: str
    listed_on: date
    due_on: date
    delisted_on: date | None
    source: str
    version: str


class ListingPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[ListingOut]
    after: int | None


class ListingIn(Body):
    """A listing to be recorded."""

    uscc: str
    level: ListingLevel
    number: str = Field(min_length=1, max_length=60)
    hazard: str = Field(min_length=1, max_length=300)
    listed_on: date
    due_on: date
    source: str = Field(min_length=1, max_length=200)


class DelistIn(Body):
    """When and by which document it was taken off."""

    delisted_on: date
    basis: str = Field(min_length=1, max_length=200)
    version: Seen
