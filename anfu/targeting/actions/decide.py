"""A person decides one finding: confirm, refute, end, take back, or add a ground that nothing had presumed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from anfu.core import bulk, clock, ledger
from anfu.core.actor import Actor
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused, Stale
from anfu.core.web.formats import moment
from anfu.registry.actions.facts import set_facts
from anfu.registry.models import Enterprise
from anfu.targeting.actions.checks import (
    ABSENT,
    allowed,
    not_after,
    reason_given,
    stream_of,
    subject_of,
    visible_enterprise,
)
from anfu.targeting.lifecycle import DECIDE, FINDING
from anfu.targeting.models import BY_HAND, GROUNDS, Finding, FindingState, Strength, Subject
from anfu.targeting.signals import classes_changed


@transaction.atomic
def confirm(
    finding_id: int, *, actor: Actor, on: date, valid_from: date, reason: str, expected: str = "",
    file: StoredFile | None = None,
) -> Finding:  # fmt: skip
    """The officer saw that it holds, from `valid_from` on (二(一)1). An industry goes into the enterprise's facts."""
    finding = _locked(finding_id, actor, expected)
    not_after(valid_from, on)
    _clear_of_former(finding, valid_from)
    before = _shown(finding)
    FINDING.move(finding, "confirm", actor)
    finding.valid_from, finding.file = valid_from, file
    _decided(finding, actor, reason_given(reason))
    if finding.subject == Subject.INDUSTRY:
        _write_industry(finding, actor, valid_from)
    return _recorded("targeting.confirmed", finding, before, actor, valid_from)


@transaction.atomic
def refute(
    finding_id: int,
    *,
    actor: Actor,
    on: date,
    reason: str,
    expected: str = "",
    file: StoredFile | None = None,
) -> Finding:
    """The officer saw that it does not hold; not suggested again until name, scope or industry change."""
    finding = _locked(finding_id, actor, expected)
    before = _shown(finding)
    FINDING.move(finding, "refute", actor)
    finding.file = file
    _decided(finding, actor, reason_given(reason))
    return _recorded("targeting.refuted", finding, before, actor, on)


@transaction.atomic
def end(
    finding_id: int, *, actor: Actor, on: date, valid_to: date, reason: str, expected: str = ""
) -> Finding:
    """A confirmed ground no longer holds, from `valid_to` on; the time before keeps it."""
    finding = _locked(finding_id, actor, expected)
    not_after(valid_to, on, "valid_to")
    before = _shown(finding)
    FINDING.move(finding, "end", actor)
    if finding.valid_from is None or valid_to <= finding.valid_from:
        raise Refused(f"结束日期要晚于生效日期 {finding.valid_from}。没有保存。", field="valid_to")
    finding.valid_to = valid_to
    _decided(finding, actor, reason_given(reason))
    return _recorded("targeting.ended", finding, before, actor, valid_to)


@transaction.atomic
def take_back(finding_id: int, *, actor: Actor, on: date, reason: str, expected: str = "") -> Finding:
    """The decision was mistaken: the finding waits again. One added by hand goes away, as nothing had presumed it."""
    finding = _locked(finding_id, actor, expected)
    before, why = _shown(finding), reason_given(reason)
    FINDING.move(finding, "take_back", actor)
    finding.valid_from, finding.file, finding.reason, finding.decided_name = None, None, "", ""
    finding.decided_at, finding.decided_by_id = None, None
    if finding.by_hand:
        key = finding.pk
        finding.delete()
        finding.pk = key
    else:
        finding.save()
    return _told("targeting.taken_back", finding, before, {"state": finding.state, "reason": why}, actor, on)


@transaction.atomic
def add_ground(
    enterprise_id: int, subject: str, *, actor: Actor, on: date, valid_from: date, reason: str,
    file: StoredFile | None = None,
) -> Finding:  # fmt: skip
    """The officer saw a ground that the texts do not show. One that waits is confirmed instead."""
    allowed(actor, DECIDE, "确认")
    if subject not in GROUNDS:
        raise Refused("请从九种情形中选一种。", field="subject")
    enterprise = visible_enterprise(enterprise_id, actor)
    bulk.lock("registry_organisation", "id", [enterprise.pk])
    mine = (
        Finding.objects.select_for_update()
        .filter(enterprise=enterprise, subject=subject, valid_to=None)
        .first()
    )
    if mine is not None:
        return _confirm_known(mine, actor=actor, on=on, valid_from=valid_from, reason=reason, file=file)
    not_after(valid_from, on)
    finding = Finding(
        enterprise=enterprise, subject=subject, state=FindingState.CONFIRMED, strength=Strength.STRONG, likelier=True,
        rule=BY_HAND, presumed_at=clock.now(), valid_from=valid_from, file=file,
    )  # fmt: skip
    _clear_of_former(finding, valid_from)
    _decided(finding, actor, reason_given(reason))
    return _recorded("targeting.added", finding, {}, actor, valid_from)


def _write_industry(finding: Finding, actor: Actor, on: date) -> None:
    source, changes = f"行业核实：{finding.reason}"[:200], {"industry": finding.value}
    set_facts(finding.enterprise, changes, actor=actor, on=on, source=source, expected_version=None)


def _confirm_known(finding: Finding, *, actor: Actor, **rest: Any) -> Finding:
    if finding.state != FindingState.PRESUMED:
        label = FindingState(finding.state).label
        raise Refused(
            f"这家企业的“{finding.get_subject_display()}”现在是“{label}”，要改先撤回那个决定。",
            field="subject",
        )
    return confirm(finding.pk, actor=actor, **rest)


def _locked(finding_id: int, actor: Actor, expected: str) -> Finding:
    """The finding for writing; `Stale` where it is not what the form showed."""
    allowed(actor, DECIDE, "确认")
    rows = Finding.objects.visible_to(actor).filter(pk=finding_id)
    # First the firm, then what hangs on it: changes of facts lock in this order, and another would deadlock.
    bulk.lock("registry_organisation", "id", rows.values_list("enterprise_id", flat=True))
    finding = rows.select_for_update(of=("self",)).select_related("enterprise__organisation").first()
    if finding is None:
        raise Refused(ABSENT)
    if expected and finding.mark != expected:
        raise Stale(_first(finding), changes=_changes(finding))
    return finding


def _first(finding: Finding) -> str:
    if not finding.decided_at:
        return "没有保存：企业的登记内容刚有变化，推定也变了。请看过新的依据再办。"
    when = moment(finding.decided_at)
    return f"没有保存：{finding.decided_name} 在 {when} 先办了这一条。请看改了什么，再决定要不要改。"


def _changes(finding: Finding) -> list[dict[str, str]]:
    state = FindingState(finding.state).label
    known = [("现在的状态", state), ("理由", finding.reason), ("自", str(finding.valid_from or ""))]
    return [{"label": label, "old": "", "new": value} for label, value in known if value]


def _clear_of_former(finding: Finding, valid_from: date) -> None:
    former = Finding.objects.filter(enterprise_id=finding.enterprise_id, subject=finding.subject)
    overlap = former.exclude(pk=finding.pk).filter(Q(valid_to__gt=valid_from), state=FindingState.CONFIRMED)
    if last := overlap.order_by("-valid_to").first():
        raise Refused(f"上一次确认到 {last.valid_to} 才结束。请填那一天或以后。", field="valid_from")


def _decided(finding: Finding, actor: Actor, reason: str) -> None:
    finding.decided_at, finding.decided_by_id = clock.now(), actor.user_id
    finding.decided_name, finding.reason = actor.name[:40], reason
    finding.save()


def _recorded(verb: str, finding: Finding, before: dict[str, Any], actor: Actor, on: date) -> Finding:
    return _told(verb, finding, before, _shown(finding), actor, on)


def _told(
    verb: str, finding: Finding, before: dict[str, Any], after: dict[str, Any], actor: Actor, on: date
) -> Finding:
    enterprise: Enterprise = finding.enterprise
    stream = stream_of(enterprise)
    ledger.record(
        verb, subject_of(enterprise), actor=actor, on=on, stream=stream, before=before,
        after={"finding": finding.pk, "subject": finding.subject, **after},
    )  # fmt: skip
    if finding.subject != Subject.INDUSTRY:
        classes_changed.send(Finding, enterprises=[enterprise.pk], on=on)
    return finding


def _shown(finding: Finding) -> dict[str, Any]:
    day = {name: getattr(finding, name) for name in ("valid_from", "valid_to")}
    return {
        "state": finding.state,
        "value": finding.value,
        "reason": finding.reason,
        "file": finding.file.sha256 if finding.file else None,
        **{name: value.isoformat() if value else None for name, value in day.items()},
    }
