"""The expert accepts or declines; what nobody answered in time lapses; the asker says how it went."""

from datetime import date

from django.db import transaction

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor, platform
from anfu.core.explaining import fitting
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.experts.actions.calling import advance, line_of
from anfu.experts.actions.inviting import DRAWN, INVITED
from anfu.experts.draw.answers import REASONS
from anfu.experts.models import Draw, Evaluation, Use, UseKind, UseState

# Who answers a draw stands in no entry until the draw is closed (T10).
SOMEBODY = Actor(user_id=None, name="被抽中的专家", office="专家库")


@transaction.atomic
def answer(use_id: int, accept: bool, *, actor: Actor, on: date, reason: str = "", note: str = "") -> Use:
    """The expert's own answer, within the deadline. A refusal says why; in a draw it takes the next alternate."""
    found = _own(use_id, actor)
    if not accept and reason not in REASONS:
        raise Refused("请选不能参加的原因。", field="reason")
    if found.answer_by < on:
        raise Refused("答复的期限已经过了。")
    found.note = "" if found.kind == UseKind.DRAWN else fitting(note, 200, field="note")
    state = UseState.ACCEPTED if accept else UseState.DECLINED
    _close(found, state, actor, on, reason="" if accept else reason)
    return found


def lapse_all(on: date) -> int:
    """What nobody answered in time lapses, one transaction each; returns how many."""
    keys = list(Use.objects.overdue(on).order_by("pk").values_list("pk", flat=True))
    return sum(_lapse(key, on) for key in keys)


@transaction.atomic
def evaluate(use_id: int, score: int, words: str, *, actor: Actor, on: date) -> Evaluation:
    """One to five, with words, by whoever asked; once, after the service."""
    found = Use.objects.visible_to(actor).filter(pk=use_id, state=UseState.ACCEPTED)
    use = found.select_related("expert", "line__draw").select_for_update(of=("self",)).first()
    if use is None or use.expert.user_id == actor.user_id or not actor.may("experts.invite"):
        raise Refused("没有找到这次服务，或者专家还没有接受。")
    if use.serves_on and use.serves_on > on:
        raise Refused("服务的日子还没有到，还不能评价。")
    if use.kind == UseKind.DRAWN and use.line.draw.closed_at is None:
        raise Refused("抽取结果还没有公布，还不能评价。")
    if not 1 <= score <= 5 or len(words.strip()) < 2:
        raise Refused("请打 1 到 5 分，并写评语。", field="score")
    made = Evaluation(
        use=use, score=score, words=words.strip()[:300], office=actor.office, by_id=actor.user_id
    )
    made.at = clock.now()
    insert_once(made, "这次服务已经评价过。")
    _enter("evaluated", use, actor, on, {"score": score, "words": made.words})
    return made


@transaction.atomic
def _lapse(use_id: int, on: date) -> int:
    found = _locked(Use.objects.overdue(on), use_id)
    if found is None:
        return 0
    _close(found, UseState.LAPSED, platform(), on)
    return 1


def _own(use_id: int, actor: Actor) -> Use:
    found = _locked(Use.objects.mine(actor).waiting(), use_id)
    if found is None:
        raise Refused("没有找到这次邀请，或者已经答复。请刷新后再看。")
    return found


def _locked(rows: object, use_id: int) -> Use | None:
    """The draw before the use, as everything in a draw locks."""
    line = line_of(use_id)
    if line is not None:
        Draw.objects.select_for_update().get(pk=line.draw_id)
    found: Use | None = (
        rows.select_related("expert").select_for_update(of=("self",)).filter(pk=use_id).first()  # type: ignore[attr-defined]
    )
    return found


def _close(use: Use, state: str, actor: Actor, on: date, reason: str = "") -> None:
    use.state, use.reason, use.answered_at = state, reason, clock.now()
    use.save(update_fields=["state", "reason", "note", "answered_at"])
    waiting.ended(DRAWN if use.kind == UseKind.DRAWN else INVITED, f"use:{use.pk}")
    _enter(state, use, actor, on, {"reason": reason, "note": use.note})
    if (line := line_of(use.pk)) is not None:
        advance(line.draw_id, on)


def _enter(verb: str, use: Use, actor: Actor, on: date, after: dict[str, object]) -> None:
    if (line := line_of(use.pk)) is not None:
        who = actor if verb == "evaluated" else SOMEBODY
        ledger.record(
            f"experts.{verb}", f"draw:{line.draw_id}", actor=who, on=on, after={"line": line.hash} | after
        )
        return
    after = {"use": use.pk, "state": use.state} | after
    stream = use.expert.division or None
    ledger.record(
        f"experts.{verb}", f"expert:{use.expert.code}", actor=actor, on=on, stream=stream, after=after
    )
