"""Accounts and the parties that people act for."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.people.models import Membership, Party, User
from anfu.people.queries.users import visible_to
from anfu.people.roles import KIND_OF, Duty, Kind, duty_of
from anfu.registry.models import Organisation

MANAGE = "people.accounts"
REGISTERED = (Kind.ENTERPRISE, Kind.PROVIDER)


@transaction.atomic
def add_user(
    username: str, password: str, *, name: str, office: str, role: str, actor: Actor, on: date,
    division: str = "", town: str = "", organisation: Organisation | None = None,
) -> User:  # fmt: skip
    """For the operator at the start: an account with one membership; an existing account gains the membership.

    `organisation` is the registry's, for the roles of enterprises and providers.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        user = _made(username, password, name, duty_of(role))
    party = party_of(KIND_OF[role], office, division=division, town=town, organisation=organisation)
    member_of(user, party, role, on=on, division=division, town=town, granted_by=actor.user_id)
    after = {"role": role, "party": f"{party.kind}:{party.name}", "division": division, "town": town}
    ledger.record("people.user_set", f"user:{username}", actor=actor, on=on, after=after)
    return user


@transaction.atomic
def open_account(
    username: str,
    password: str,
    *,
    name: str,
    actor: Actor,
    on: date,
    duty: str = Duty.BUSINESS,
    phone: str = "",
) -> User:
    """A new account without any role. Refused where the name is taken or the password is weak."""
    if not actor.may(MANAGE):
        raise Refused("你没有开设账号的权限。没有开设。")
    return new_account(username, password, name=name, actor=actor, on=on, duty=duty, phone=phone)


def new_account(
    username: str,
    password: str,
    *,
    name: str,
    actor: Actor,
    on: date,
    duty: str = Duty.BUSINESS,
    phone: str = "",
) -> User:
    """As `open_account`, for somebody who opens their own with a code or a claim; within the caller's transaction."""
    if User.objects.filter(username=username).exists():
        raise Refused(f"账号“{username}”已经有人用了。请换一个。", field="username")
    try:
        validate_password(password, User(username=username, name=name))
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), field="password") from weak
    user = _made(username, password, name, duty, phone)
    ledger.record("people.account_opened", f"user:{username}", actor=actor, on=on, after={"duty": str(duty)})
    return user


@transaction.atomic
def set_enabled(username: str, enabled: bool, *, actor: Actor, on: date, reason: str) -> User:
    """Disable an account, or enable it again; it counts from the next request on."""
    if not actor.may(MANAGE):
        raise Refused("你没有停用账号的权限。什么都没有改。")
    user = visible_to(actor).select_for_update().filter(username=username).first()
    if user is None:
        raise Refused("没有找到这个账号。")
    if user.pk == actor.user_id:
        raise Refused("不能停用自己的账号。请另一位管理员办理。")
    if user.is_active == enabled:
        return user
    user.is_active = enabled
    user.save(update_fields=["is_active"])
    verb = "people.account_enabled" if enabled else "people.account_disabled"
    ledger.record(verb, f"user:{username}", actor=actor, on=on, after={"reason": reason})
    return user


@transaction.atomic
def register_party(
    kind: str, name: str, *, actor: Actor, on: date, division: str = "", town: str = "", uscc: str = ""
) -> Party:
    """A party that people can act for; enterprises and providers are named by their credit code."""
    if not actor.may(MANAGE):
        raise Refused("你没有登记单位的权限。没有登记。")
    organisation = Organisation.objects.filter(uscc=uscc).first() if uscc else None
    if organisation is None and kind in REGISTERED:
        raise Refused("企业库里没有这个统一社会信用代码。请核对后再登记。", field="uscc")
    party = party_of(kind, name, division=division, town=town, organisation=organisation)
    ledger.record(
        "people.party_set", f"party:{party.pk}", actor=actor, on=on, after={"kind": kind, "name": party.name}
    )
    return party


def party_of(
    kind: str, name: str, *, division: str = "", town: str = "", organisation: Organisation | None = None
) -> Party:
    """The party of that kind, made if it is not there: a registered one by its organisation, others by name and place."""
    facts: dict[str, Any] = {"name": name, "division": division, "town": town}
    if organisation is None:
        return Party.objects.get_or_create(kind=kind, organisation=None, **facts)[0]
    defaults = {"name": organisation.name}
    return Party.objects.get_or_create(kind=kind, organisation=organisation, defaults=defaults)[0]


def member_of(
    user: User, party: Party, role: str, *, on: date, division: str = "", town: str = "",
    granted_by: int | None = None,
) -> Membership:  # fmt: skip
    """The open membership in this role and territory, made from that day on if it is not there."""
    return Membership.objects.get_or_create(
        user=user, party=party, role=role, division=division, town=town, valid_to=None,
        defaults={"kind": party.kind, "duty": user.duty, "valid_from": on, "granted_by_id": granted_by},
    )[0]  # fmt: skip


def _made(username: str, password: str, name: str, duty: str, phone: str = "") -> User:
    user = User(username=username, name=name, duty=duty, phone=phone)
    user.set_password(password)
    user.save()
    return user
