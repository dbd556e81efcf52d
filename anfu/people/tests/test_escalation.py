"""T23: no sequence of up to four administrative steps reaches a permission beyond the starting role's ceiling.

A small world: one party of each kind, one dishonest person of a role, and two puppet accounts that do as they are told.
Everybody else is honest and approves nothing. Breadth first over what these three may become, by the very rules that the
actions ask (`why_not`, `TWO_PERSONS`, what a loan leaves out); that the actions ask them is shown in the other tests.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from anfu.core.actor import Actor
from anfu.people.actions.grants import territory
from anfu.people.actors import _acting
from anfu.people.granting import MAY_GRANT, TWO_PERSONS, why_not
from anfu.people.models import Membership, Party, User
from anfu.people.roles import KIND_OF, PERMISSIONS, Kind, Role, duty_of, roles_of
from anfu.registry.models import Enterprise, Organisation

pytestmark = pytest.mark.once

DEPTH = 4
DIVISION, TOWN = "330784", "330784001"


class Held(NamedTuple):
    """Somebody (0 the dishonest one, 1 and 2 the puppets) holds a role at a party; `lent`: only stands in."""

    who: int
    party: str
    role: str
    lent: bool = False


State = frozenset[Held]


def parties() -> dict[str, Party]:
    place = {Kind.COUNTY: {"division": DIVISION}, Kind.TOWN: {"division": DIVISION, "town": TOWN}}
    made = {
        kind.value: Party(pk=n, kind=kind, name=kind, **place.get(kind, {})) for n, kind in enumerate(Kind, 1)
    }
    for n, kind in enumerate((Kind.ENTERPRISE, Kind.PROVIDER), 90):
        made[kind].organisation = Organisation(pk=n, uscc=str(n), name=kind)
    Enterprise(organisation=made[Kind.ENTERPRISE].organisation, division=DIVISION, town=TOWN)
    return made


PARTIES = parties()


@cache
def actor_under(held: Held) -> Actor:
    party = PARTIES[held.party]
    place = territory(held.role, party)
    row = Membership(
        pk=1, user=User(pk=held.who, name="测"), party=party, role=held.role, kind=party.kind,
        duty=duty_of(held.role), division=place.division, town=place.town,
    )  # fmt: skip
    if held.lent:
        row.lent_from = Membership(pk=2, user=User(pk=9, name="借"))
    return _acting(row.user, row)


def ceiling(role: str) -> frozenset[str]:
    """What a role may come to by itself: its own permissions, and those of roles that it may give alone."""
    found, seen, waiting = PERMISSIONS[role], {role}, [role]
    while waiting:
        for given in MAY_GRANT.get(waiting.pop(), frozenset()) - TWO_PERSONS - seen:
            seen.add(given)
            waiting.append(given)
            found |= PERMISSIONS[given]
    return found


def may_give(actor: Actor, giver: int, to: int, role: str) -> bool:
    party = PARTIES[KIND_OF[role]]
    return giver != to and not why_not(actor, role, party, territory(role, party))


def steps(state: State, duties: tuple[str, ...]) -> Iterator[State]:
    """Every state one step on: grant or invite or approve a claim, propose and approve, lend, hand over."""
    for held in state:
        actor = actor_under(held)
        for to in range(3):
            yield from _given(state, held, actor, to, duties)
            here = {h for h in state if h.who == to and h.party == held.party and not h.lent}
            if to == held.who or not here or held.lent:
                continue
            if actor.may("people.lend"):
                yield state | {held._replace(who=to, lent=True)}
            moved = {held._replace(who=to)} if may_give(actor, held.who, to, held.role) else set()
            yield (state - {held}) | (moved if held.role not in TWO_PERSONS else set())


def _given(state: State, held: Held, actor: Actor, to: int, duties: tuple[str, ...]) -> Iterator[State]:
    for party in PARTIES:
        for role in roles_of(party):
            if duties[to] != duty_of(role) or not may_give(actor, held.who, to, role):
                continue
            if role not in TWO_PERSONS or _approved(state, held.who, to, role, actor):
                yield state | {Held(to, party, role.value)}


def _approved(state: State, proposer: int, to: int, role: str, actor: Actor) -> bool:
    if not actor.may("people.grant_official"):
        return False
    others = [(h.who, actor_under(h)) for h in state if h.who not in (proposer, to)]
    return any(a.may("people.grant_official") and may_give(a, who, to, role) for who, a in others)


def beyond(role: str, limit: frozenset[str], depth: int = DEPTH) -> tuple[frozenset[str], int]:
    """Permissions reached beyond the limit, and how many states were looked at."""
    seen: set[State] = set()
    front = {frozenset({Held(0, KIND_OF[role].value, role)})}
    duties = (duty_of(role).value, "business", duty_of(role).value)
    for _ in range(depth + 1):
        seen |= front
        reached = {p for state in front for held in state for p in actor_under(held).permissions}
        if reached - limit:
            return frozenset(reached - limit), len(seen)
        front = {after for state in front for after in steps(state, duties)} - seen
    return frozenset(), len(seen)


@pytest.mark.parametrize("role", Role.values)
def test_t23_no_four_steps_of_one_person_and_puppets_reach_beyond_the_ceiling(role):
    found, states = beyond(role, ceiling(role))
    assert found == frozenset()
    assert states > 1 or not PERMISSIONS[role] & {"people.grant", "people.lend"}


def test_t23_no_administrator_reaches_business_content_by_themselves():
    business = {
        "registry.view",
        "registry.edit",
        "targeting.decide",
        "engagements.record",
        "core.set_parameter",
    }
    for role in ("system_admin", "security_admin", "audit_admin"):
        assert not ceiling(role) & business


@pytest.mark.parametrize("hole", [Role.CITY_OFFICER, Role.TOWN_OFFICER, Role.AUDITOR])
def test_the_search_finds_a_planted_hole(monkeypatch, hole):
    limit = ceiling("city_officer") - PERMISSIONS[hole] | PERMISSIONS["enterprise_owner"]
    monkeypatch.setattr("anfu.people.tests.test_escalation.TWO_PERSONS", TWO_PERSONS - {hole})
    monkeypatch.setitem(MAY_GRANT, "enterprise_owner", MAY_GRANT["enterprise_owner"] | {hole})
    monkeypatch.setattr("anfu.people.granting.covers", lambda *_: True)
    assert beyond("enterprise_owner", limit, depth=2)[0]
