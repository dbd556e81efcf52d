"""Official roles: proposed by one person, given when another who may grant it approves (T23, T24)."""

from typing import Any

from anfu.core import approvals, clock
from anfu.core.actor import Actor
from anfu.core.approvals import Change, Description
from anfu.core.models import Proposal
from anfu.people.actions.grants import OFFICIAL, check, given
from anfu.people.granting import Place
from anfu.people.models import Party, User
from anfu.people.roles import Role


def _parts(arguments: dict[str, Any]) -> tuple[User, Party, str, Place]:
    party = Party.objects.select_related("organisation__enterprise").get(pk=arguments["party"])
    place = Place(arguments["division"], arguments["town"])
    return User.objects.get(pk=arguments["user"]), party, arguments["role"], place


def _describe(arguments: dict[str, Any]) -> Description:
    user, party, role, place = _parts(arguments)
    held = user.memberships.filter(party=party, role=role, valid_to=None).exists()
    label = f"{Role(role).label} · {party.name}"
    return Description(
        subject=f"grant:{user.pk}:{party.pk}:{role}",
        title=f"授予 {user.name}（{user.username}）{label}"[:200],
        changes=(Change("角色", label if held else "没有", label),),
        division=place.division,
        href=f"/people/{user.username}/",
    )


def _check(arguments: dict[str, Any], actor: Actor) -> None:
    check(*_parts(arguments), actor)


@approvals.act(
    OFFICIAL,
    label="授予角色",
    permission="people.grant_official",
    approver="people.grant_official",
    describe=_describe,
    check=_check,
)
def give(proposal: Proposal, actor: Actor) -> None:
    """Write the membership that both agreed on."""
    user, party, role, place = _parts(proposal.arguments)
    given(user, party, role, place, actor=actor, on=clock.today(), more=approvals.persons(proposal, actor))
