"""Who acts: a person with permissions, in a territory, for organisations. Every action and query takes one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in user (or the platform itself) as actions and queries see it."""

    user_id: int | None
    name: str
    office: str = ""
    role: str = ""
    permissions: frozenset[str] = frozenset()
    whole_city: bool = False
    divisions: frozenset[str] = frozenset()  # county-level codes, 6 digits
    towns: frozenset[str] = frozenset()  # 9 digits
    organisations: frozenset[int] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Whether this actor holds the permission."""
        return permission in self.permissions

    def covers(self, division: str | None) -> bool:
        """Whether the county-level division lies in this actor's territory; unplaced ones only in the city's."""
        return self.whole_city or (division is not None and division in self.divisions)


NOBODY = Actor(user_id=None, name="访客")


def platform(permissions: frozenset[str] = frozenset()) -> Actor:
    """The platform itself, for scheduled work and the command line of its operator."""
    return Actor(user_id=None, name="平台", office="系统", permissions=permissions, whole_city=True)
