"""What every writer of targeting asks first, and where it records."""

from datetime import date

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.explaining import SHORTEST, explained
from anfu.core.ledger.record import CITY
from anfu.core.refusal import Refused
from anfu.registry.models import Enterprise

ABSENT = "没有这一条，或者不在你的管辖范围里。什么都没有改。"


def allowed(actor: Actor, permission: str, what: str) -> None:
    """Refuse an actor without the permission."""
    if not actor.may(permission):
        raise Refused(f"你没有“{what}”的权限。什么都没有改。")


def reason_given(reason: str) -> str:
    """The reason without blanks at its ends; at least five characters."""
    return explained(reason, f"请写明理由，{SHORTEST} 个字以上。你写的内容没有保存。", most=300)


def not_after(day: date, on: date, field: str = "valid_from") -> None:
    """Refuse a day still to come."""
    if day > on:
        raise Refused(f"日期 {day} 还没到。请填 {on} 或更早。", field=field)


def visible_enterprise(enterprise_id: int, actor: Actor) -> Enterprise:
    """The enterprise, if it lies in the actor's territory."""
    rows: QuerySet[Enterprise] = Enterprise.objects.visible_to(actor)
    found = rows.select_related("organisation").filter(pk=enterprise_id).first()
    if found is None:
        raise Refused(ABSENT)
    return found


def stream_of(enterprise: Enterprise) -> str:
    """The ledger stream of an enterprise: its county's, or the city's while it has no place."""
    return enterprise.division or enterprise.waiting_at or CITY


def stream_for(actor: Actor) -> str:
    """The stream of bulk work: the actor's own county, or the city's."""
    return next(iter(actor.divisions)) if len(actor.divisions) == 1 and not actor.whole_city else CITY


def subject_of(enterprise: Enterprise) -> str:
    """How the ledger names an enterprise."""
    return f"enterprise:{enterprise.organisation.uscc}"
