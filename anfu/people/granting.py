"""Who may grant which role to whom: declared here, and never more than stands inside the granter's own reach (T23).

Three things must hold: the granter's role is declared to grant that role, the party and territory lie inside the
granter's own, and nobody grants to themselves. Roles of offices and administrators need a second person besides.
"""

from dataclasses import dataclass

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor
from anfu.people.models import Party
from anfu.people.roles import ADMIN_DUTY, KIND_OF, Kind, Role

R = Role
_OFFICES = frozenset(
    {
        R.CITY_ADMIN,
        R.CITY_OFFICER,
        R.COUNTY_OFFICER,
        R.TOWN_OFFICER,
        R.LEADER,
        R.AUDITOR,
        R.DEPARTMENT_OFFICER,
        R.FINANCE_OFFICER,
        R.DISCIPLINE_OFFICER,
    }
)
_OUTSIDE = frozenset(
    {R.PROVIDER_OWNER, R.EXPERT, R.ASSOCIATION_OFFICER, R.INSURER_OFFICER, R.BANK_OFFICER, R.ENTERPRISE_OWNER}
)
_ADMINS = frozenset(Role(role) for role in ADMIN_DUTY)
# Roles that need a second person: those that see or decide for others.
TWO_PERSONS = _OFFICES | _ADMINS
MAY_GRANT: dict[str, frozenset[Role]] = {
    R.SECURITY_ADMIN: _OFFICES | _OUTSIDE | _ADMINS,
    R.CITY_ADMIN: _OFFICES | _OUTSIDE | _ADMINS,
    R.CITY_OFFICER: _OUTSIDE,
    R.COUNTY_OFFICER: frozenset({R.ENTERPRISE_OWNER}),
    R.TOWN_OFFICER: frozenset({R.ENTERPRISE_OWNER}),
    R.ENTERPRISE_OWNER: frozenset({R.ENTERPRISE_OWNER, R.ENTERPRISE_STAFF}),
    R.PROVIDER_OWNER: frozenset({R.PROVIDER_OWNER, R.PROVIDER_STAFF}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role is to hold; both empty for roles without a territory of their own."""

    division: str = ""
    town: str = ""


def grantable(actor: Actor) -> list[Role]:
    """The roles that the actor may grant somewhere, in declared order."""
    if not actor.may("people.grant"):
        return []
    return [role for role in Role if role in MAY_GRANT.get(actor.role_code, frozenset())]


def why_not(actor: Actor, role: str, party: Party, place: Place) -> str:
    """Why the actor may not grant this role there, as a sentence; "" if they may."""
    if KIND_OF[role] != party.kind:
        return f"“{Role(role).label}”不是{party.get_kind_display()}的角色。请换一个角色或单位。"
    if role not in grantable(actor):
        return f"你不能授予“{Role(role).label}”。请找有这项权限的人办理。"
    if not covers(actor, party, place):
        return "这个单位或地区不在你的管辖范围里。没有授予。"
    return ""


def covers(actor: Actor, party: Party, place: Place) -> bool:
    """Whether the party and the place lie inside the actor's own territory or party."""
    if actor.whole_city or actor.role_code == R.SECURITY_ADMIN:
        return True
    if actor.kind in (ENTERPRISE, PROVIDER):
        return party.pk == actor.party_id
    division, town = (place.division, place.town) if place.division else place_of(party)
    if actor.divisions:
        return division in actor.divisions
    return bool(town) and town in actor.towns


def place_of(party: Party) -> tuple[str, str]:
    """Where the party lies now: an enterprise where the registry has it, an office where it is answerable."""
    if party.kind == Kind.ENTERPRISE and party.organisation is not None:
        enterprise = getattr(party.organisation, "enterprise", None)
        return (enterprise.division, enterprise.town) if enterprise else ("", "")
    return party.division, party.town
