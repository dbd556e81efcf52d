"""A small world around one acting person: enterprises, people and offices, near and far, each text field with a canary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction

from anfu.people.models import Party, User
from anfu.people.roles import KIND_OF, Kind, Role
from anfu.people.tests.factories import make_party, make_user
from anfu.registry.models import Enterprise, Organisation
from anfu.registry.tests.factories import make_enterprise, make_uscc

RELATIONS = ("mine", "org", "county", "foreign")
HOME, AWAY = "330784", "330782"
TOWN, NEXT_TOWN, AWAY_TOWN = "330784001", "330784002", "330782001"
STRANGER = "stranger"
ROLES = (STRANGER, *Role.values)


def canary(kind: str, name: str, relation: str) -> str:
    """A text that stands nowhere else: what it is, and whose."""
    return f"⟦{kind}.{name}.{relation}⟧"


@dataclass(frozen=True)
class Side:
    """What stands in one relation to the acting person."""

    relation: str
    enterprise: Enterprise
    provider: Organisation
    person: User
    party: Party

    def canary(self, kind: str, name: str) -> str:
        """This side's canary."""
        return canary(kind, name, self.relation)

    @property
    def division(self) -> str:
        return self.enterprise.division


@dataclass
class World:
    """The sides of one role's person; a stranger looks at a city officer's world."""

    role: str
    made: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)

    @property
    def _role(self) -> str:
        return Role.CITY_OFFICER.value if self.role == STRANGER else self.role

    @cached_property
    def sides(self) -> dict[str, Side]:
        """By relation. A member of an enterprise or a provider has nothing that is a colleague's alone."""
        kind = KIND_OF[Role(self._role)]
        own = _enterprise("mine", HOME, TOWN)
        near = own if kind == Kind.ENTERPRISE else _enterprise("org", HOME, TOWN)
        county, foreign = _enterprise("county", HOME, NEXT_TOWN), _enterprise("foreign", AWAY, AWAY_TOWN)
        provider, other, far = (_provider(relation) for relation in ("mine", "county", "foreign"))
        party = _party(kind, own, provider)
        actor, colleague = (_person(self._role, name, party) for name in ("mine", "org"))
        neighbour, stranger = _officer("county", HOME), _officer("foreign", AWAY)
        mine = Side("mine", own, provider, actor, party)
        return {
            "mine": mine,
            "org": mine if near is own else Side("org", near, provider, colleague, party),
            "county": Side("county", county, other, *neighbour),
            "foreign": Side("foreign", foreign, far, *stranger),
        }

    @property
    def person(self) -> User | None:
        """Who asks; None for a stranger."""
        return None if self.role == STRANGER else self.sides["mine"].person


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _enterprise(relation: str, division: str, town: str) -> Enterprise:
    texts = {
        name: canary("enterprise", name, relation) for name in ("name", "address", "scope", "regulators")
    }
    persons = {
        name: canary("personal", name, relation) for name in ("principal", "contact_name", "contact_phone")
    }
    facts: dict[str, Any] = {
        "industry": "3311",
        "employees": 40,
        "status": "active",
        "placement": "confirmed",
    }
    return make_enterprise(division=division, town=town, **texts, **persons, **facts)


def _provider(relation: str) -> Organisation:
    return Organisation.objects.create(uscc=make_uscc(), name=canary("provider", "name", relation))


def _party(kind: str, enterprise: Enterprise, provider: Organisation) -> Party:
    organisation = {Kind.ENTERPRISE: enterprise.organisation, Kind.PROVIDER: provider}.get(Kind(kind))
    place = {
        Kind.COUNTY: {"division": HOME},
        Kind.TOWN: {"division": HOME, "town": TOWN},
    }.get(Kind(kind), {})
    return make_party(kind, name=canary("party", "name", "mine"), organisation=organisation, **place)


def _person(role: str, relation: str, party: Party) -> User:
    user = make_user(role, username=f"{relation}-{role}", party=party)
    return _named(user, relation)


def _officer(relation: str, division: str) -> tuple[User, Party]:
    party = make_party(Kind.COUNTY, name=canary("party", "name", relation), division=division)
    user = make_user(Role.COUNTY_OFFICER, username=f"{relation}-officer", division=division, party=party)
    return _named(user, relation), party


def _named(user: User, relation: str) -> User:
    User.objects.filter(pk=user.pk).update(name=canary("user", "name", relation))
    user.refresh_from_db()
    return user
