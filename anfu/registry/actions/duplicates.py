"""What an officer decides about two enterprises that look like one: they are one, they are two, it was a mistake."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from anfu.core import bulk, clock, ledger, parameters
from anfu.core.actor import Actor
from anfu.core.explaining import explained
from anfu.core.refusal import Refused, Stale
from anfu.registry.actions import retiring
from anfu.registry.masking import PERSONAL
from anfu.registry.models import DuplicatePair, DuplicateState, Enterprise, EnterpriseVersion
from anfu.registry.queries import duplicates as query
from anfu.registry.roster.fields import FACTS
from anfu.registry.signals import enterprises_merged, enterprises_unmerged, facts_changed

State = DuplicateState
Both = dict[int, Enterprise]


@transaction.atomic
def merge(
    pair_id: int, *, keep: int | None, reason: str, actor: Actor, on: date, seen: Collection[int] = ()
) -> DuplicatePair:
    """From that day on the two are the one that is kept (an enterprise's key). Clause 四(三)a.

    The other's facts end, its history stays, and its code leads to the kept one. `seen`: the versions of both that
    the form showed; Stale where they changed meanwhile. What hangs on it moves (`signals.enterprises_merged`).
    """
    pair, both = _taken(pair_id, actor)
    _must_be(pair, State.OPEN, both)
    why = explained(reason, most=200)
    if keep not in both:
        raise Refused("请选一家留下。另一家的历史都会保留。", field="keep")
    kept, merged = both[keep], next(each for each in both.values() if each.pk != keep)
    now = {v.enterprise_id: v for v in EnterpriseVersion.objects.current().filter(enterprise__in=both)}
    _must_be_as_seen(seen, now)
    if kept.pk not in now:
        raise Refused("留下的一家没有在册的情况，不能并入。请选另一家。", field="keep")
    own = retiring.retire(merged, kept, now.get(merged.pk), on)
    moved = {"registry": own} | _told(enterprises_merged, kept, merged, on, actor)
    _decide(pair, State.MERGED, why, actor, kept=kept, merged_on=on, moved=moved)
    after = {
        "kept": kept.organisation.uscc,
        "merged": merged.organisation.uscc,
        "reason": why,
        "moved": moved,
    }
    _record("registry.merged", both, actor, on, after)
    return pair


@transaction.atomic
def unmerge(pair_id: int, *, reason: str, actor: Actor, on: date) -> DuplicatePair:
    """The merge was a mistake: all that it changed is put back, if nothing was built on it since.

    Facts of the kept one, and what was recorded under it after the merge, stay with it. Refused after
    `registry.unmerge_days`.
    """
    pair, both = _taken(pair_id, actor)
    _must_be(pair, State.MERGED, both)
    why = explained(reason, most=200)
    if on > last_day_to_undo(pair):
        raise Refused(f"合并已超过可以撤销的期限（到 {last_day_to_undo(pair)}），没有撤销。")
    kept = both[pair.kept_id or 0]
    merged = next(each for each in both.values() if each.pk != kept.pk)
    moved = pair.moved
    retiring.restore(merged, kept, moved["registry"])
    _told(enterprises_unmerged, kept, merged, on, actor, moved=moved)
    _decide(pair, State.OPEN, why, actor, kept=None, merged_on=None, moved={})
    after = {"kept": kept.organisation.uscc, "restored": merged.organisation.uscc, "reason": why}
    _record("registry.unmerged", both, actor, on, after, before={"moved": moved})
    return pair


@transaction.atomic
def distinct(pair_id: int, *, reason: str, actor: Actor, on: date) -> DuplicatePair:
    """They are two. The decision is remembered: the pair is not suggested again."""
    pair, both = _taken(pair_id, actor)
    _must_be(pair, State.OPEN, both)
    why = explained(reason, most=200)
    _decide(pair, State.DISTINCT, why, actor)
    after = {"enterprises": sorted(each.organisation.uscc for each in both.values()), "reason": why}
    _record("registry.found_distinct", both, actor, on, after)
    return pair


def last_day_to_undo(pair: DuplicatePair) -> date:
    """The last day on which this merge can be undone, by the rule of the day it was done."""
    day: date = pair.merged_on  # type: ignore[assignment]
    return day + timedelta(days=parameters.value("registry.unmerge_days", on=day))


def _taken(pair_id: int, actor: Actor) -> tuple[DuplicatePair, Both]:
    """The pair and its enterprises, all locked in the order that imports lock them."""
    if not actor.may("registry.merge"):
        raise Refused("你没有合并企业的权限。什么都没有改。")
    visible = DuplicatePair.objects.visible_to(actor).select_for_update(of=("self",))
    pair: DuplicatePair | None = visible.filter(pk=pair_id).first()
    if pair is None:
        raise Refused("没有找到这一对企业，或者都不在你的管辖范围里。")
    ids = [pair.first_id, pair.second_id]
    bulk.lock("registry_organisation", "id", ids)
    bulk.lock("registry_enterprise", "organisation_id", ids)
    both = Enterprise.objects.select_related("organisation").in_bulk(ids)
    if not query.can_decide(actor, both.values()):
        raise Refused(f"没有保存：不是两家都在你的管辖范围里。请联系{query.who_decides(both.values())}办理。")
    return pair, both


def _must_be(pair: DuplicatePair, state: str, both: Both) -> None:
    if pair.state != state:
        raise Stale(
            f"没有保存：{pair.decided_name or '别人'}在 {_moment(pair)} 已经处理了这一对。你写的理由留在本页。",
            changes=[{"label": "结论", "old": State(state).label, "new": pair.get_state_display()}],
        )
    gone = [each for each in both.values() if each.merged_into_id]
    if state == State.OPEN and gone:
        raise Stale(f"没有保存：“{gone[0].organisation.name}”已经并入另一家。请回到列表，看剩下的几对。")


def _moment(pair: DuplicatePair) -> str:
    return f"{timezone.localtime(pair.decided_at):%m-%d %H:%M}" if pair.decided_at else "刚才"


def _must_be_as_seen(seen: Collection[int], now: dict[int, EnterpriseVersion]) -> None:
    changed = [version for version in now.values() if version.pk not in seen] if seen else []
    if not changed:
        return
    old = {v.enterprise_id: v for v in EnterpriseVersion.objects.filter(pk__in=seen)}
    who = changed[0].recorded_by.name if changed[0].recorded_by else "平台"
    at = timezone.localtime(changed[0].recorded_at)
    raise Stale(
        f"没有合并：{who}在 {at:%m-%d %H:%M} 先改了“{changed[0].name}”。你选的和写的都留在本页，看过改动再合并。",
        changes=[row for version in changed for row in _differences(old.get(version.enterprise_id), version)],
    )


def _differences(old: EnterpriseVersion | None, new: EnterpriseVersion) -> list[dict[str, str]]:
    fields = [name for name in FACTS if name not in PERSONAL]
    before, after = query.facts_of(old, fields), query.facts_of(new, fields)
    return [
        {"label": query.field_label(name), "old": before.get(name, ""), "new": after[name]}
        for name in fields
        if before.get(name, "") != after[name]
    ]


def _told(
    signal: Signal, kept: Enterprise, merged: Enterprise, on: date, actor: Actor, **more: Any
) -> dict[str, Any]:
    """Tell the rooms above, first of the two, then of their facts; what the receivers say they did, by room."""
    answers = signal.send(sender=DuplicatePair, kept=kept.pk, merged=merged.pk, on=on, actor=actor, **more)
    ids = sorted([kept.pk, merged.pk])
    facts_changed.send(sender=EnterpriseVersion, enterprises=ids, on=on, actor=actor)
    told: list[tuple[str, Any]] = [answer for _, answer in answers if answer]  # type: ignore[misc]
    return dict(told)


def _decide(pair: DuplicatePair, state: str, reason: str, actor: Actor, **more: Any) -> None:
    who = {"decided_at": clock.now(), "decided_by_id": actor.user_id, "decided_name": actor.name[:40]}
    for name, value in ({"state": state, "reason": reason} | who | more).items():
        setattr(pair, name, value)
    pair.save()


def _record(
    verb: str, both: Both, actor: Actor, on: date, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    """One entry for each enterprise in its county's stream; streams in order, so that two merges never cross."""
    for each in sorted(both.values(), key=lambda e: (query.place_of(e), e.pk)):
        ledger.record(
            verb,
            f"enterprise:{each.organisation.uscc}",
            actor=actor,
            on=on,
            stream=query.place_of(each) or None,
            before=before,
            after=after,
        )
