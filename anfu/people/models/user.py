from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.people.roles import Duty


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, Audited):
    """One account: a person. For whom they act, as what and where stands in their memberships."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    duty = models.CharField("用途", max_length=8, choices=Duty, default=Duty.BUSINESS)
    phone = models.CharField("手机", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    objects = UserManager()

    # Signing in is no change of the account, so it writes nothing to it.
    last_login = None

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [models.CheckConstraint(name="user_duty_known", condition=Q(duty__in=Duty.values))]

    def __str__(self) -> str:
        return self.name
