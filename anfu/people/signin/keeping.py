"""What is kept of signing in for a time: sessions that are over, where they came from, failures, codes, full budgets."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from anfu.core.retention import Rows, register
from anfu.people.keeping import NO_CODE, blank_codes
from anfu.people.signin.models import Failure, Readmission


def register_kinds() -> None:
    """Their periods stand in people's data/parameters.toml."""
    register(
        Rows("sessions", "登录", "到期", Session.objects.all, "expire_date"),
        Rows("session_devices", "结束的登录的设备和网络地址", "最后一次操作", _over, "last_seen_at"),
        Rows("signin_failures", "没有成功的登录", "最后一次", Failure.objects.all, "last_at"),
        Rows(
            "readmissions", "重新登录代码", "失效", _codes, "expires_at", "清空代码，谁给谁开的留下", blank_codes
        ),
    )  # fmt: skip


def _over() -> QuerySet[UserSession]:
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(there))


def _codes() -> QuerySet[Readmission]:
    return Readmission.objects.exclude(secret_hash=NO_CODE)
