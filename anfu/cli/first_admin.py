"""The first administrators of a new installation; everybody else gets in by them."""

from typing import Annotated

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anfu.cli.output import console, plain_errors
from anfu.core import clock
from anfu.core.actor import platform
from anfu.core.refusal import Refused
from anfu.people.actions import add_user
from anfu.people.models import Membership, User
from anfu.people.roles import Role

ROLES = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}
EACH = 2  # one proposes, another approves


def first_admin(
    duty: Annotated[str, typer.Argument(help="system、security 或 audit")],
    username: Annotated[str, typer.Argument(help="账号")],
    name: Annotated[str, typer.Option(help="姓名")],
    office: Annotated[str, typer.Option(help="单位")],
    password: Annotated[str, typer.Option(prompt="密码", confirmation_prompt=True, hide_input=True)],
) -> None:
    """Open an account for one of the three administrators; only at the start, at most two of each."""
    with plain_errors(), transaction.atomic():
        role = _role(duty)
        if User.objects.filter(username=username).exists():
            raise Refused(f"账号“{username}”已经有人用了。没有开设。")
        try:
            validate_password(password, User(username=username, name=name))
        except ValidationError as weak:
            raise Refused(" ".join(weak.messages)) from weak
        add_user(username, password, name=name, office=office, role=role, actor=platform(), on=clock.today())
    console.print(f"已开设 {username}（{role.label}）。登录后请马上设置第二个因素。")


def _role(duty: str) -> Role:
    if duty not in ROLES:
        raise Refused(f"没有“{duty}”这种管理员。可以写：{'、'.join(ROLES)}。")
    if Membership.objects.filter(role=ROLES[duty]).count() >= EACH:
        raise Refused("这种管理员已经有两位了。请由他们在“单位和账号”里授予。没有开设。")
    return ROLES[duty]
