"""An officer confirms, with the paper as evidence, that a relation recorded late had begun as the paper says (T12)."""

from django.db import transaction

from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused
from anfu.engagements.actions.recording import announce, described
from anfu.engagements.models import Engagement


@transaction.atomic
def confirm_start(
    engagement_id: int, evidence: StoredFile, *, reason: str, actor: Actor, seen: str
) -> Engagement:
    """From now on it counts from the paper's first day; it stays marked late. Not by whoever recorded it."""
    if not actor.may("engagements.record"):
        raise Refused("你没有确认开始日期的权限。什么都没有改。")
    rows = Engagement.objects.visible_to(actor).valid().select_for_update(of=("self",))
    found: Engagement | None = rows.select_related("enterprise__organisation", "provider", "file").filter(
        pk=engagement_id
    ).first()  # fmt: skip
    if found is None:
        raise Refused("没有找到这份合同，或者不在你的管辖范围里。")
    must_be_as_seen(edition_of(found), seen, f"enterprise:{found.enterprise.organisation.uscc}")
    if found.agreed_from is None or found.start_confirmed_by_id is not None:
        raise Refused("这份合同没有等着确认的开始日期。请刷新后再看。")
    if found.recorded_by_id == actor.user_id:
        raise Refused("登记的人不能自己确认开始日期。请换一个人来核对。")
    said = explained(reason, "请写明凭什么认定那天已经开始，5 个字以上。", most=200)
    before = described(found)
    found.valid_from, found.start_confirmed_by_id = found.agreed_from, actor.user_id
    found.start_evidence = evidence
    found.save(update_fields=["valid_from", "start_confirmed_by", "start_evidence"])
    after = described(found) | {"reason": said, "evidence": evidence.sha256}
    announce(found, "engagements.start_confirmed", actor, before=before, after=after)
    return found
