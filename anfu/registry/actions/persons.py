"""The persons of an enterprise in full: for a purpose, counted, in the ledger."""

from django.db import transaction

from anfu.core import personal
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.registry import labels, masking
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.roster.fields import FACTS


def may_reveal(actor: Actor, version: EnterpriseVersion | None) -> bool:
    """Whether there is somebody to show, to an actor who may ask."""
    return actor.may("registry.edit") and version is not None and bool(_known(version))


@transaction.atomic
def show_persons(
    enterprise: Enterprise, *, purpose: str, reason: str, actor: Actor
) -> list[tuple[str, str, str]]:
    """(field, label, full value) of its persons as they are known now; Refused without purpose or permission."""
    if not actor.may("registry.edit") or not actor.covers(enterprise.division or enterprise.waiting_at):
        raise Refused("你没有查看完整个人信息的权限。")
    current = EnterpriseVersion.objects.filter(
        enterprise=enterprise, valid_to=None, retracted_at=None
    ).first()
    known = _known(current) if current else []
    if not current or not known:
        raise Refused("这家企业没有登记联系人。")
    personal.reveal(
        f"enterprise:{enterprise.organisation.uscc}",
        known,
        purpose=purpose,
        reason=reason,
        actor=actor,
        stream=enterprise.division or enterprise.waiting_at or None,
    )
    return [(name, labels.field(name), getattr(current, name)) for name in known]


def _known(version: EnterpriseVersion) -> list[str]:
    return [name for name in FACTS if name in masking.PERSONAL and getattr(version, name)]
