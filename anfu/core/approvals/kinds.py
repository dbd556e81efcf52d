"""The kinds of act that need two persons; rooms declare theirs in a module that their AppConfig.ready imports."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.core.models import Proposal

Arguments = dict[str, Any]
Doing = Callable[[Proposal, Actor], None]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the act changes, in words for the person who decides."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Description:
    """What an act would do now. Once its changes read otherwise than when it was proposed, the proposal is void.

    `subject` names the thing (at most one proposal of a kind waits for it), `division` the county whose officers
    decide ("" the city's), `until` the last day on which it makes sense, `href` the thing's page.
    """

    subject: str
    title: str
    changes: tuple[Change, ...]
    division: str = ""
    until: date | None = None
    href: str = ""

    def rows(self) -> list[dict[str, str]]:
        """The changes as a proposal keeps them."""
        return [asdict(change) for change in self.changes]


def _nothing_more(arguments: Arguments, actor: Actor) -> None:
    """A kind without a check of its own."""


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act. `check` raises Refused for either person; `do` carries it out, with its own ledger entry."""

    code: str
    label: str
    permission: str  # who may propose, and withdraw the own proposal
    approver: str  # who may approve or refuse
    describe: Callable[[Arguments], Description]
    do: Doing
    check: Callable[[Arguments, Actor], None] = _nothing_more
    other_office: bool = False
    days: int = 14  # how long it waits


_acts: dict[str, Act] = {}


def act(
    code: str,
    *,
    label: str,
    permission: str,
    approver: str,
    describe: Callable[[Arguments], Description],
    check: Callable[[Arguments, Actor], None] = _nothing_more,
    other_office: bool = False,
    days: int = 14,
) -> Callable[[Doing], Doing]:
    """Declare a kind of act; the function below gets the proposal and the approver, and carries it out."""

    def declare(do: Doing) -> Doing:
        _acts[code] = Act(code, label, permission, approver, describe, do, check, other_office, days)
        return do

    return declare


def act_of(kind: str) -> Act:
    """The declaration of that kind; KeyError where no room declares it."""
    return _acts[kind]


def acts() -> tuple[Act, ...]:
    """Every kind that is declared."""
    return tuple(_acts.values())


def persons(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    """Both persons, for the ledger entry of the act itself."""
    return {
        "proposal": proposal.pk,
        "proposed_by": {"id": proposal.proposer_id, "office": proposal.proposer_office},
        "approved_by": {"id": actor.user_id, "office": actor.office},
    }
