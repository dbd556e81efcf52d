"""A draw, step by step: prepare, hand in nonces, freeze and commit, reveal, draw, close; or cancel. Clause 二(二)1."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from anfu.core import clock, ledger, parameters
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.experts.actions.calling import advance
from anfu.experts.actions.planning import Plan, check, pool_of
from anfu.experts.actions.supervising import ask_for_nonces, ask_to_reveal, nobody_waits
from anfu.experts.draw import commitment, commitment_hash, seed_of, select, settled
from anfu.experts.draw.commitment import Group, Line, Source, too_few
from anfu.experts.models import Draw, DrawLine, DrawState, Supervisor, Use, UseState
from anfu.experts.queries.draws_stored import calls_of, record_of, said

ABSENT = "没有找到这次抽取，或者不归你办。请刷新后再看。"
TWICE = "“{}”已经抽取过，一件事只抽一次；取消过的也不能再抽。重新立项的，请写新的事项名称。"


@transaction.atomic
def prepare(plan: Plan, *, actor: Actor, on: date) -> Draw:
    """The seats, who is to be kept away, the sources. Persons name two supervisors of two other offices."""
    if not actor.may("experts.draw"):
        raise Refused("你没有抽取专家的权限。什么都没有保存。")
    supervisors = check(plan, actor)
    made = Draw(
        purpose=plan.purpose.strip(), office=actor.office, party_id=actor.party_id, made_by_id=actor.user_id, made_at=clock.now(),
        levels=sorted(plan.levels), groups=[_group(group) for group in plan.groups], alternates=plan.alternates,
        parties=sorted(plan.parties), public_name=plan.public_name.strip(), public_issue=plan.public_issue.strip(),
    )  # fmt: skip
    insert_once(made, TWICE.format(made.purpose), field="purpose")
    for each in supervisors:
        Supervisor.objects.create(draw=made, user_id=each.user_id, party=each.party, office=each.party.name)
    after = {"purpose": made.purpose, "groups": made.groups, "parties": made.parties}
    _enter(
        "draw_prepared", made, actor, on, after | {"supervisors": [each.party.name for each in supervisors]}
    )
    ask_for_nonces(made)
    return made


@transaction.atomic
def commit_at_once(plan: Plan, *, actor: Actor, on: date) -> Draw:
    """For the operator: prepare and freeze in one; where the pool is too small, the purpose is not used up."""
    return commit(prepare(plan, actor=actor, on=on).pk, actor=actor, on=on)


@transaction.atomic
def commit(draw_id: int, *, actor: Actor, on: date, seen: str = "") -> Draw:
    """Freeze the pool and publish the commitment; from now on nothing about it can be changed (T08)."""
    found = _locked(draw_id, actor, DrawState.PREPARED, seen)
    supervisors = list(found.supervisors.order_by("pk"))
    if any(not each.nonce_hash for each in supervisors):
        raise Refused("监督人还没有都交口令的校验码，不能冻结名单。")
    lines = _frozen(found, on)
    groups = [Group(**group) for group in found.groups]
    if short := too_few([line for line, _, _ in lines], groups):
        raise Refused(f"“{short}”组符合条件的专家不够，没有冻结。请放宽专业或地区，或减少席位。")
    _store(found, lines)
    _publish(found, [line for line, _, _ in lines], groups, supervisors, on)
    # The full pool is public on the draw's page; the ledger keeps its hash, which binds it.
    after = {
        "commit_hash": found.commit_hash,
        "pool": len(lines),
        "excluded": sum(bool(x[0].excluded) for x in lines),
    }
    _enter("draw_committed", found, actor, on, after)
    ask_to_reveal(found)
    return found


@transaction.atomic
def draw(draw_id: int, publics: Mapping[str, str], *, actor: Actor, on: date, seen: str = "") -> Draw:
    """Enter the public numbers, which come last (T09), and draw; those on the seats are asked at once."""
    found = _locked(draw_id, actor, DrawState.COMMITTED, seen)
    supervisors = {each.office: each.nonce or None for each in found.supervisors.all()}
    if None in supervisors.values() and found.reveal_until and clock.now() < found.reveal_until:
        raise Refused("监督人还没有都公布口令，期限也没有到。公共数字要最后填。")
    try:
        sources = settled(found.commit or {}, supervisors, {name: v.strip() for name, v in publics.items()})
    except ValueError:
        raise Refused("请填冻结时说好的公共数字。", field="value") from None
    found.sources, found.seed = sources, seed_of(found.commit_hash, sources).hex()
    found.public_value = "；".join(s["value"] for s in sources if s["name"] in publics)[:120]
    found.state, found.drawn_at = DrawState.DRAWN, clock.now()
    found.save()
    _place(found)
    nobody_waits(found)
    _enter("drawn", found, actor, on, {"seed": found.seed, "sources": sources})
    advance(found.pk, on)
    return found


@transaction.atomic
def close(draw_id: int, *, actor: Actor, on: date, seen: str = "") -> Draw:
    """After the review: salts and with them names are published, so that anybody can check the whole pool."""
    found = _locked(draw_id, actor, DrawState.DRAWN, seen)
    if any(calls_of(found).asked.values()):
        raise Refused("还有抽中的专家没有答复，不能公布。")
    found.state, found.closed_at = DrawState.CLOSED, clock.now()
    found.digest = record_of(found)["digest"]
    found.save(update_fields=["state", "closed_at", "digest"])
    _enter("draw_closed", found, actor, on, {"digest": found.digest})
    return found


@transaction.atomic
def cancel(draw_id: int, *, reason: str, actor: Actor, on: date, seen: str = "") -> Draw:
    """Public and counted; the purpose is used up all the same (T08)."""
    found = _locked(draw_id, actor, None, seen)
    if found.state in (DrawState.CLOSED, DrawState.CANCELLED):
        raise Refused("已经公布或取消，不能再取消。")
    said = explained(reason, "请写明取消的理由，5 个字以上；理由会公开。", most=200)
    found.state, found.cancelled_at, found.cancel_reason = DrawState.CANCELLED, clock.now(), said
    found.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    waiting_uses = Use.objects.waiting().filter(line__draw=found)
    keys = list(waiting_uses.values_list("pk", flat=True))
    Use.objects.filter(pk__in=keys).update(state=UseState.CANCELLED, answered_at=clock.now())
    nobody_waits(found, keys)
    _enter("draw_cancelled", found, actor, on, {"reason": found.cancel_reason})
    return found


def _group(group: Group) -> dict[str, Any]:
    lists = {"specialities": sorted(group.specialities), "regions": sorted(group.regions)}
    return {"code": group.code, "seats": group.seats} | lists


def _locked(draw_id: int, actor: Actor, state: str | None, seen: str) -> Draw:
    rows = Draw.objects.visible_to(actor).select_for_update(of=("self",))
    found: Draw | None = rows.filter(pk=draw_id).first()
    if found is None or not actor.may("experts.draw") or found.party_id != actor.party_id:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(found), seen, f"draw:{found.pk}")
    if state is not None and found.state != state:
        raise Refused(f"现在是“{DrawState(found.state).label}”，不能办这一步。请刷新后再看。")
    return found


def _frozen(found: Draw, on: date) -> list[tuple[Line, int, str]]:
    """Each line with its expert's key and its salt."""
    lines = []
    for expert, excluded in pool_of(found, on):
        salt = secrets.token_hex(32)
        lines.append((expert.line(salt, excluded), expert.pk, salt))
    return sorted(lines, key=lambda each: each[0].hash)


def _store(found: Draw, lines: list[tuple[Line, int, str]]) -> None:
    DrawLine.objects.bulk_create(
        DrawLine(draw=found, expert_id=key, salt=salt, hash=line.hash, excluded=line.excluded)
        for line, key, salt in lines
    )


def _publish(
    found: Draw, lines: list[Line], groups: list[Group], supervisors: list[Supervisor], on: date
) -> None:
    now = clock.now()
    nonces = [Source(each.office, "nonce", each.nonce_hash) for each in supervisors]
    names = found.public_name.split("、")
    publics = [Source(name, "public", found.public_issue) for name in names]
    found.commit = commitment(
        purpose=found.purpose, office=found.office, at=said(now), pool=lines, groups=groups,
        alternates=found.alternates, sources=[*nonces, *publics],
    )  # fmt: skip
    found.commit_hash, found.committed_at = commitment_hash(found.commit), now
    minutes = parameters.value("experts.reveal_minutes", on=on)
    found.reveal_until = now + timedelta(minutes=minutes) if supervisors else None
    found.state = DrawState.COMMITTED
    found.save()


def _place(found: Draw) -> None:
    selection = select(found.commit or {}, bytes.fromhex(found.seed))
    for group, seats in selection.seats.items():
        for place, line in enumerate([*seats, *selection.alternates[group]]):
            is_seat = place < len(seats)
            DrawLine.objects.filter(draw=found, hash=line).update(group=group, place=place, is_seat=is_seat)


def _enter(verb: str, found: Draw, actor: Actor, on: date, after: dict[str, Any]) -> None:
    ledger.record(f"experts.{verb}", f"draw:{found.pk}", actor=actor, on=on, after=after)
