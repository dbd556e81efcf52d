"""Who acts: a person with permissions, in a territory, for organisations. Every action and query takes one."""

from dataclasses import dataclass, field

# Kinds of party whose members see what is their own; people's other kinds see by territory or not at all.
ENTERPRISE, PROVIDER = "enterprise", "provider"


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in user (or the platform itself) as actions and queries see it.

    A person with several memberships acts for one of them at a time: `party_id` and `kind` say for whom.
    """

    user_id: int | None
    name: str
    office: str = ""
    role: str = ""
    permissions: frozenset[str] = frozenset()
    whole_city: bool = False
    divisions: frozenset[str] = frozenset()  # county-level codes, 6 digits
    towns: frozenset[str] = frozenset()  # 9 digits
    organisations: frozenset[int] = field(default_factory=frozenset)
    kind: str = ""  # of the party acted for; "" is nobody's
    party_id: int | None = None
    membership_id: int | None = None
    role_code: str = ""

    def may(self, permission: str) -> bool:
        """Whether this actor holds the permission."""
        return permission in self.permissions

    def covers(self, division: str | None) -> bool:
        """Whether the county-level division lies in this actor's territory; unplaced ones only in the city's."""
        return self.whole_city or (division is not None and division in self.divisions)

    def own(self, kind: str) -> frozenset[int]:
        """The organisations that are the actor's own as a party of that kind; empty for all others."""
        return self.organisations if self.kind == kind else frozenset()


NOBODY = Actor(user_id=None, name="访客")


def platform(permissions: frozenset[str] = frozenset()) -> Actor:
    """The platform itself, for scheduled work and the command line of its operator."""
    return Actor(user_id=None, name="平台", office="系统", permissions=permissions, whole_city=True)
