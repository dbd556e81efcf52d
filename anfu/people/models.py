from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.people.roles import CITY_ROLES, Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, Audited):
    """One account: a person, a role, a territory. A county role names its division, a town role its town."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    office = models.CharField("单位", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role)
    division = models.CharField("地区", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    is_active = models.BooleanField("启用", default=True)
    objects = UserManager()

    # Signing in is no change of the account, so it writes nothing to it.
    last_login = None

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_role_known", condition=Q(role__in=Role.values)),
            # An empty division would match every division, so a county or town role must name one.
            models.CheckConstraint(
                name="user_territory_fits_role",
                condition=Q(role__in=CITY_ROLES, division="", town="")
                | (Q(role=Role.COUNTY_OFFICER, town="") & ~Q(division=""))
                | (Q(role=Role.TOWN_OFFICER) & ~Q(division="") & ~Q(town="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
