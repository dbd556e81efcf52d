"""Asking an expert by name: an office or an enterprise invites, and may take it back until it is answered."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger, parameters, waiting
from anfu.core.actor import Actor
from anfu.core.explaining import explained, fitting
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.experts.models import Expert, Use, UseKind, UseState
from anfu.experts.queries.recusal import recusals
from anfu.people.todos import days
from anfu.registry.models import Organisation
from anfu.registry.roster import uscc

INVITED, DRAWN = "experts.invited", "experts.drawn"


@dataclass(frozen=True, slots=True)
class Request:
    """What the expert is wanted for. `about`: credit codes of the parties that it concerns."""

    purpose: str
    serves_on: date
    place: str = ""
    about: tuple[str, ...] = ()


@transaction.atomic
def invite(expert_id: int, asked: Request, *, actor: Actor, on: date) -> Use:
    """Refused where the person is not in the pool, is away, or must stay away from a party. Clause 三(二)."""
    if not actor.may("experts.invite"):
        raise Refused("你没有邀请专家的权限。什么都没有做。")
    expert = Expert.objects.visible_to(actor).in_pool_on(on).filter(pk=expert_id).first()
    if expert is None or expert.user_id is None:
        raise Refused("这位专家现在不在库里，或者还没有账号，不能邀请。")
    _check(expert, asked, actor, on)
    made = Use(
        expert=expert, kind=UseKind.INVITED, purpose=fitting(asked.purpose, 200, field="purpose"),
        place=fitting(asked.place, 200, field="place"),
        serves_on=asked.serves_on, asked_by_id=actor.user_id, office=actor.office, asked_at=clock.now(),
        party_id=actor.party_id, answer_by=answer_by("experts.answer_days", on),
    )  # fmt: skip
    insert_once(made, "同一件事你已经邀请过这位专家，正在等答复。")
    _enter("invited", made, actor, on, {"purpose": made.purpose, "serves_on": made.serves_on})
    call(made)
    return made


@transaction.atomic
def cancel(use_id: int, *, actor: Actor, on: date) -> Use:
    """The asker takes an invitation back before it is answered."""
    rows = Use.objects.visible_to(actor).waiting().filter(kind=UseKind.INVITED, pk=use_id)
    found: Use | None = rows.select_for_update(of=("self",)).select_related("expert").first()
    if found is None or found.expert.user_id == actor.user_id:
        raise Refused("没有找到这次邀请，或者已经答复。请刷新后再看。")
    found.state, found.answered_at = UseState.CANCELLED, clock.now()
    found.save(update_fields=["state", "answered_at"])
    _enter("invitation_cancelled", found, actor, on, {"purpose": found.purpose})
    waiting.ended(INVITED, f"use:{found.pk}")
    return found


def answer_by(parameter: str, on: date) -> date:
    """The last day for an answer, by a parameter of working days."""
    return days.after(on, parameters.value(parameter, on=on))


def call(use: Use) -> None:
    """Put the question on the expert's desk; its title says nothing of who was drawn."""
    drawn = use.kind == UseKind.DRAWN
    waiting.began(
        waiting.Waiting(
            kind=DRAWN if drawn else INVITED,
            subject=f"use:{use.pk}",
            title=("你被抽中：" if drawn else "邀请你：") + use.purpose[:120],
            href=reverse("experts:mine"),
            permission="experts.own",
            person=use.expert.user_id,
            due_on=use.answer_by,
        )
    )


def _check(expert: Expert, asked: Request, actor: Actor, on: date) -> None:
    explained(asked.purpose, "请写明请专家做什么，5 个字以上。", most=200, field="purpose")
    if not on <= asked.serves_on <= clock.LAST_DAY:
        raise Refused("服务日期不能早于今天。", field="serves_on")
    if expert.away_from and expert.away_to and expert.away_from <= asked.serves_on < expert.away_to:
        raise Refused("这位专家那天请假。请换一天或换一位。", field="serves_on")
    codes = {uscc.clean(code) for code in asked.about}
    named = dict(Organisation.objects.filter(uscc__in=codes).values_list("pk", "name"))
    if len(named) != len(codes):
        raise Refused("涉及的单位里有库里没有的信用代码。请核对。", field="about")
    own = {pk: actor.office for pk in actor.organisations}
    if found := recusals(expert, [*named, *own], asked.serves_on):
        party = (named | own)[found[0].party]
        raise Refused(f"这位专家对{party}要回避：{found[0].reason}。请换一位。", field="about")


def _enter(verb: str, use: Use, actor: Actor, on: date, after: dict[str, object]) -> None:
    stream = use.expert.division or None
    after = {"use": use.pk, "state": use.state} | after
    ledger.record(
        f"experts.{verb}", f"expert:{use.expert.code}", actor=actor, on=on, stream=stream, after=after
    )
