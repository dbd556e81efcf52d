"""What happens to a relation later: it ends early, was recorded by mistake, or gets its evidence."""

from datetime import date, timedelta

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused
from anfu.engagements.actions.recording import announce, described
from anfu.engagements.models import Engagement
from anfu.engagements.queries.versions import version_behind


@transaction.atomic
def end(engagement_id: int, *, last_day: date, reason: str, actor: Actor, seen: str = "") -> Engagement:
    """The relation ends after that day, before the contract says. Coverage stops with it."""
    found = _locked(engagement_id, actor, seen)
    reason = explained(reason, most=200)
    if last_day < found.valid_from:
        raise Refused("最后一天不能早于开始日期。要当作没有登记过，请用“撤回登记”。", field="last_day")
    if found.valid_to and last_day >= found.valid_to:
        raise Refused("最后一天不能晚于合同原来的结束日期。续约请另外登记。", field="last_day")
    if last_day > clock.LAST_DAY:
        raise Refused(f"最后一天晚于 {clock.LAST_DAY}。请核对年份。", field="last_day")
    before = described(found)
    found.valid_to, found.ended_reason = last_day + timedelta(1), reason
    found.save(update_fields=["valid_to", "ended_reason"])
    announce(found, "engagements.ended", actor, before=before, after=described(found) | {"reason": reason})
    return found


@transaction.atomic
def retract(engagement_id: int, *, reason: str, actor: Actor, seen: str = "") -> Engagement:
    """The relation was recorded by mistake: it never counts, on any day. The row and its history stay."""
    found = _locked(engagement_id, actor, seen)
    reason = explained(reason, most=200)
    found.retracted_at = clock.now()
    found.save(update_fields=["retracted_at"])
    announce(found, "engagements.retracted", actor, before=described(found), after={"reason": reason})
    return found


@transaction.atomic
def attach(engagement_id: int, file: StoredFile, *, actor: Actor, seen: str = "") -> Engagement:
    """The contract itself, as evidence; a former file stays in the ledger."""
    found = _locked(engagement_id, actor, seen)
    before = described(found)
    found.file = file
    found.save(update_fields=["file"])
    announce(found, "engagements.evidence_given", actor, before=before, after=described(found))
    return found


def _locked(engagement_id: int, actor: Actor, seen: str) -> Engagement:
    if not actor.may("engagements.record"):
        raise Refused("你没有改服务关系的权限。什么都没有改。")
    visible = Engagement.objects.visible_to(actor).select_for_update(of=("self",))
    found: Engagement | None = visible.select_related("enterprise__organisation", "provider").filter(
        pk=engagement_id
    ).first()  # fmt: skip
    if found is None:
        raise Refused("没有找到这份合同，或者不在你的管辖范围里。")
    must_be_as_seen(edition_of(found), seen, f"enterprise:{found.enterprise.organisation.uscc}")
    if found.retracted_at:
        raise Refused("这份登记已经撤回或被更正，不能再改。请刷新后再看。")
    if version_behind(found) is not None:
        raise Refused("这份合同是双方在平台上签的，由双方终止，或在合同页作废。这里什么都没有改。")
    return found
