"""The record of an expert's training and awards, and the days on which the expert is away."""

from datetime import date

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.experts.actions.telling import enter, locked, own
from anfu.experts.models import Expert, Talent, TalentKind


@transaction.atomic
def record_talent(
    expert_id: int, kind: str, title: str, issuer: str, day: date, *, actor: Actor, on: date, hours: int | None = None
) -> Talent:  # fmt: skip
    """A training or an award, by the office that decides. Clause 三(二)."""
    expert = locked(expert_id, actor, decided=True)
    if kind not in TalentKind.values or not title.strip() or not issuer.strip():
        raise Refused("请选种类，写明内容和举办或授予单位。", field="title")
    if day > on:
        raise Refused("日期不能晚于今天。", field="day")
    if hours is not None and (kind != TalentKind.TRAINING or not 0 < hours <= 1000):
        raise Refused("只有培训写学时，1 到 1000。", field="hours")
    made = Talent(
        expert=expert, kind=kind, title=title.strip()[:120], issuer=issuer.strip()[:120], on=day, hours=hours,
        recorded_by_id=actor.user_id, recorded_at=clock.now(),
    )  # fmt: skip
    insert_once(made, "这一条已经记过，没有重复登记。", field="title")
    after = {"talent": made.pk, "kind": kind, "title": made.title, "on": day, "hours": hours}
    enter("talent_recorded", expert, actor, on, after=after)
    return made


@transaction.atomic
def be_away(away_from: date | None, away_to: date | None, *, actor: Actor, on: date) -> Expert:
    """The expert takes no work in this time (half-open); both None: takes work again."""
    expert = own(actor, lock=True)
    if (away_from is None) != (away_to is None):
        raise Refused("开始和结束要一起填，或者都不填。", field="away_from")
    if (away_from and away_to and not on <= away_to) or (away_from and away_to and away_to <= away_from):
        raise Refused("结束日期要晚于开始日期，而且还没有过。", field="away_to")
    if away_to and away_to > clock.LAST_DAY:
        raise Refused(f"结束日期晚于 {clock.LAST_DAY}。请核对年份。", field="away_to")
    before = {"away_from": expert.away_from, "away_to": expert.away_to}
    expert.away_from, expert.away_to = away_from, away_to
    expert.save(update_fields=["away_from", "away_to"])
    enter("away_set", expert, actor, on, before=before, after={"away_from": away_from, "away_to": away_to})
    return expert
