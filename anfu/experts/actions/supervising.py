"""What the two supervisors do: hand in a hash before the pool is frozen, and reveal the words behind it after."""

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.experts.actions.inviting import DRAWN
from anfu.experts.draw import nonce_hash
from anfu.experts.models import Draw, DrawState, Supervisor

SUPERVISE, REVEAL = "experts.supervise", "experts.reveal"
HASH = re.compile(r"[0-9a-f]{64}")
SHORTEST, LONGEST = 12, 200


@transaction.atomic
def hand_in(draw_id: int, said: str, *, actor: Actor, on: date) -> Supervisor:
    """A nonce of 12 characters or more, or its SHA-256; only the hash is kept."""
    mine = _mine(draw_id, actor, DrawState.PREPARED)
    if mine.nonce_hash:
        raise Refused("你已经交过口令，不能再换。")
    given = said.strip()
    if not HASH.fullmatch(given) and not SHORTEST <= len(given) <= LONGEST:
        raise Refused(
            f"口令要 {SHORTEST} 到 {LONGEST} 个字，或者是它的 SHA-256（64 位十六进制）。", field="nonce"
        )
    mine.nonce_hash = given if HASH.fullmatch(given) else nonce_hash(given)
    mine.handed_at = clock.now()
    mine.save(update_fields=["nonce_hash", "handed_at"])
    _enter("nonce_handed", mine, actor, on, {"nonce_hash": mine.nonce_hash})
    waiting.ended(SUPERVISE, _subject(mine))
    return mine


@transaction.atomic
def reveal(draw_id: int, said: str, *, actor: Actor, on: date) -> Supervisor:
    """The words behind the hash, until the deadline; later the hash stands in their place."""
    mine = _mine(draw_id, actor, DrawState.COMMITTED)
    if mine.revealed_at:
        raise Refused("你已经公布过口令。")
    if mine.draw.reveal_until and clock.now() >= mine.draw.reveal_until:
        raise Refused("公布口令的期限已经过了，抽取时用它的校验码代替。")
    if nonce_hash(said.strip()) != mine.nonce_hash:
        raise Refused("这不是你交过校验码的那个口令。请核对，一个字都不能差。", field="nonce")
    mine.nonce, mine.revealed_at = said.strip(), clock.now()
    mine.save(update_fields=["nonce", "revealed_at"])
    _enter("nonce_revealed", mine, actor, on, {"nonce": mine.nonce})
    waiting.ended(REVEAL, _subject(mine))
    return mine


def ask_for_nonces(draw: Draw) -> None:
    """Each supervisor finds it on the desk."""
    for each in draw.supervisors.all():
        waiting.began(_waits(each, SUPERVISE, f"为抽取专家交口令的校验码：{draw.purpose}"))


def ask_to_reveal(draw: Draw) -> None:
    """As soon as the pool is frozen."""
    for each in draw.supervisors.all():
        waiting.began(_waits(each, REVEAL, f"公布抽取专家的口令：{draw.purpose}"))


def nobody_waits(draw: Draw, uses: Iterable[int] = ()) -> None:
    """Nothing more to hand in, to reveal, or (for these uses) to answer."""
    for each in draw.supervisors.all():
        waiting.ended(SUPERVISE, _subject(each))
        waiting.ended(REVEAL, _subject(each))
    for key in uses:
        waiting.ended(DRAWN, f"use:{key}")


def _mine(draw_id: int, actor: Actor, state: str) -> Supervisor:
    # The draw is locked first, as by everything else that moves it.
    if Draw.objects.select_for_update().filter(pk=draw_id).first() is None:
        raise Refused("没有找到这次抽取。")
    rows = Supervisor.objects.select_for_update(of=("self",)).select_related("draw")
    found = rows.filter(draw=draw_id, user=actor.user_id).first() if actor.user_id else None
    if found is None or not actor.may("experts.supervise"):
        raise Refused("没有找到这次抽取，或者你不是它的监督人。")
    if found.draw.state != state:
        raise Refused(f"现在是“{DrawState(found.draw.state).label}”，不能办这一步。请刷新后再看。")
    return found


def _waits(each: Supervisor, kind: str, title: str) -> waiting.Waiting:
    return waiting.Waiting(
        kind=kind,
        subject=_subject(each),
        title=title,
        href=reverse("experts:draw", args=[each.draw_id]),
        permission="experts.supervise",
        person=each.user_id,
    )


def _subject(each: Supervisor) -> str:
    return f"supervisor:{each.pk}"


def _enter(verb: str, each: Supervisor, actor: Actor, on: date, after: dict[str, object]) -> None:
    ledger.record(f"experts.{verb}", f"draw:{each.draw_id}", actor=actor, on=on, after=after)
