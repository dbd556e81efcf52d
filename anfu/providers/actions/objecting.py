"""Somebody objects to an institution while it is shown to the public, and the office answers. 三(一)."""

from datetime import date

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.providers.actions.common import ended, enter, given_reason, wait
from anfu.providers.actions.reviewing import send_back
from anfu.providers.lifecycle import OBJECT, REVIEW
from anfu.providers.models import Objection, Provider, State
from anfu.registry.roster.uscc import clean

GONE = "没有找到这条异议，或者已经答复。请刷新后再看。"


@transaction.atomic
def object_to(code: str, text: str, *, actor: Actor, on: date) -> Objection:
    """Somebody who signed in says why the institution should not be listed, while it is shown to the public."""
    if actor.user_id is None or not actor.may(OBJECT):
        raise Refused("请先登录，再提异议。")
    rows = Provider.objects.in_publicity(on).select_for_update(of=("self",)).select_related("organisation")
    found = rows.filter(organisation__uscc=clean(code)).first()
    if found is None:
        raise Refused("这家机构不在公示期里，不能提异议。发现问题可以投诉举报。")
    made = Objection(
        provider=found,
        text=given_reason(text, field="text", what="异议"),
        made_by_id=actor.user_id,
        made_at=clock.now(),
    )
    insert_once(made, "你已经提过异议，正在等答复，不用再提。")
    enter("objected", found, actor, on=on, after={"objection": made.pk, "text": made.text})
    wait(
        "objection",
        f"objection:{made.pk}",
        found,
        "答复异议",
        REVIEW,
        found.publicity_until,
        begun_by=actor.user_id,
    )
    return made


@transaction.atomic
def answer(objection_id: int, *, upheld: bool, text: str, actor: Actor, on: date) -> Objection:
    """The office answers; an objection that holds sends the institution back."""
    if not actor.may(REVIEW):
        raise Refused("你没有答复异议的权限。什么都没有改。")
    rows = Objection.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.select_related("provider__organisation").filter(pk=objection_id, answered_at=None).first()
    if found is None or found.made_by_id == actor.user_id:
        raise Refused(GONE)
    found.answer, found.upheld = given_reason(text, field="answer", what="答复"), upheld
    found.answered_by_id, found.answered_at = actor.user_id, clock.now()
    found.save(update_fields=["answer", "upheld", "answered_by", "answered_at"])
    provider = found.provider
    enter(
        "objection_answered",
        provider,
        actor,
        on=on,
        after={"objection": found.pk, "upheld": upheld, "answer": found.answer},
    )
    ended("objection", f"objection:{found.pk}")
    if upheld and provider.state == State.PUBLICITY:
        send_back(provider.organisation.uscc, actor=actor, on=on, seen="", reason=found.answer)
    return found
