"""An enterprise's owner claims its page with proof; an officer of its town or county decides."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor
from anfu.core.explaining import explained, fitting
from anfu.core.inserting import insert_once
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused
from anfu.people.actions.accounts import party_of
from anfu.people.actions.grants import check, given
from anfu.people.granting import Place
from anfu.people.models import Claim, ClaimState, User
from anfu.people.roles import Kind, Role
from anfu.registry.models import Enterprise

WAITING = "people.claim"


@transaction.atomic
def claim(
    uscc: str, user: User, *, actor: Actor, on: date, explanation: str = "", file: StoredFile | None = None
) -> Claim:
    """Ask for an enterprise's page; it waits for the officer."""
    rows = Enterprise.objects.filter(organisation__uscc=uscc, merged_into=None).select_related("organisation")
    enterprise = rows.first()
    if enterprise is None:
        raise Refused("没有找到这个统一社会信用代码的企业。请核对营业执照，或者联系镇街。", field="code")
    said = fitting(explanation, 500, field="explanation")
    if file is None:
        explained(
            said, "请附上营业执照照片，或者写明怎样核对你的身份，5 个字以上。", most=500, field="explanation"
        )
    made = Claim(enterprise=enterprise, user=user, explanation=said, file=file, made_at=clock.now())
    insert_once(made, "你已经提出认领，正在等镇街或县里核对，不用再提。")
    _entry("people.claimed", made, actor, on, {"file": file.sha256 if file else None})
    waiting.began(waits(made))
    return made


@transaction.atomic
def decide(claim_id: int, approve: bool, *, actor: Actor, on: date, note: str = "") -> Claim:
    """Approve, which makes the claimant the enterprise's owner here; or say no, and why."""
    found = _waiting(claim_id, actor)
    said = fitting(note, 500, field="note")
    if not approve:
        explained(said, "请写明不通过的理由，5 个字以上。提出的人会看到。", most=500, field="note")
    if approve:
        party = party_of(Kind.ENTERPRISE, "", organisation=found.enterprise.organisation)
        check(found.user, party, Role.ENTERPRISE_OWNER, Place(), actor)
        given(found.user, party, Role.ENTERPRISE_OWNER, Place(), actor=actor, on=on, more={"claim": found.pk})
    state = ClaimState.APPROVED if approve else ClaimState.REFUSED
    return _close(found, state, actor, on, said)


@transaction.atomic
def withdraw(claim_id: int, *, actor: Actor, on: date) -> Claim:
    """The claimant takes it back."""
    found = _waiting(claim_id, actor, mine=True)
    return _close(found, ClaimState.WITHDRAWN, actor, on, "")


def _waiting(claim_id: int, actor: Actor, *, mine: bool = False) -> Claim:
    rows = Claim.objects.visible_to(actor).waiting().select_for_update(of=("self",))
    found: Claim | None = rows.select_related("enterprise__organisation", "user").filter(pk=claim_id).first()
    if found is None or (found.user_id == actor.user_id) is not mine:
        raise Refused("没有找到这件认领，或者已经办结，或者不归你办。")
    if not mine and not actor.may("people.claims"):
        raise Refused("你没有核对认领的权限。什么都没有改。")
    return found


def _close(found: Claim, state: ClaimState, actor: Actor, on: date, note: str) -> Claim:
    found.state, found.note = state, note.strip()
    if state != ClaimState.WITHDRAWN:
        found.decided_by_id = actor.user_id
    found.decided_at = clock.now()
    found.save(update_fields=["state", "note", "decided_by", "decided_at"])
    _entry(f"people.claim_{state}", found, actor, on, {"note": found.note})
    waiting.ended(WAITING, f"claim:{found.pk}")
    return found


def _entry(verb: str, found: Claim, actor: Actor, on: date, more: dict[str, object]) -> None:
    subject = f"enterprise:{found.enterprise.organisation.uscc}"
    after = {"claim": found.pk, "by": found.user.username, **more}
    ledger.record(verb, subject, actor=actor, on=on, stream=found.enterprise.division or None, after=after)


def waits(made: Claim) -> waiting.Waiting:
    """How it waits for the officers of its enterprise's place."""
    return waiting.Waiting(
        kind=WAITING,
        subject=f"claim:{made.pk}",
        title=f"核对认领：{made.enterprise.organisation.name}",
        href=reverse("people:claim", args=[made.pk]),
        permission="people.claims",
        division=made.enterprise.division,
        town=made.enterprise.town,
        begun_by=made.user_id,
    )
