"""Licences of an institution: recorded by it, compared with their source by an officer, halted in fact. 三(一)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.inserting import insert_once
from anfu.core.models import StoredFile
from anfu.core.periods import day_after
from anfu.core.refusal import Refused
from anfu.providers.actions.common import ended, enter, given_reason, subject, wait
from anfu.providers.actions.registering import own
from anfu.providers.kinds import Check, Credential
from anfu.providers.lifecycle import REVIEW
from anfu.providers.models import Halt, HaltKind, Qualification
from anfu.providers.rules.catalogue import lines_of

GONE = "没有找到这张证书，或者不归你管，或者已经撤回。"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a licence. `last_day`: the last day on which it holds; None: without end."""

    credential: str
    number: str
    authority: str
    valid_from: date
    last_day: date | None = None
    lines: tuple[str, ...] = ()


@transaction.atomic
def add(code: str, paper: Paper, *, actor: Actor, file: StoredFile | None = None) -> Qualification:
    """A licence as the institution has it; it counts once an officer has compared it with its source."""
    provider = own(code, actor)
    _check(paper)
    facts = asdict(paper)
    last = facts.pop("last_day")
    made = Qualification(
        provider=provider, valid_to=day_after(last), file=file, recorded_at=clock.now(),
        **facts | {"lines": list(paper.lines)},
    )  # fmt: skip
    insert_once(made, f"证书编号 {paper.number} 已经登记过。请核对编号。", field="number")
    enter("qualification_added", provider, actor, after=told(made))
    wait("check", f"qualification:{made.pk}", provider, "核验证书", REVIEW, None, begun_by=actor.user_id)
    return made


@transaction.atomic
def check(key: int, *, verified: bool, source: str, actor: Actor, on: date, seen: str) -> Qualification:
    """An officer compared it with the issuer's list or another source, and it was so, or not."""
    if not actor.may(REVIEW):
        raise Refused("你没有核验证书的权限。什么都没有改。")
    found = _locked(key, actor, seen)
    before = told(found)
    found.check_state = Check.VERIFIED if verified else Check.REFUTED
    found.check_source = given_reason(source, field="source", what="核验来源或依据", most=200)
    found.checked_by_id, found.checked_on = actor.user_id, on
    found.save(update_fields=["check_state", "check_source", "checked_by", "checked_on"])
    enter("qualification_checked", found.provider, actor, on=on, before=before, after=told(found))
    ended("check", f"qualification:{found.pk}")
    return found


@transaction.atomic
def halt(
    key: int, kind: str, *, valid_from: date, last_day: date | None, source: str, actor: Actor, seen: str
) -> Halt:
    """The licence was suspended, revoked or withdrawn by its issuer: from that day on it does not hold in fact."""
    if not actor.may(REVIEW):
        raise Refused("你没有登记证书暂停、吊销的权限。什么都没有改。")
    found = _locked(key, actor, seen)
    if kind not in HaltKind.values:
        raise Refused("请选暂停、吊销或注销。", field="kind")
    if kind != HaltKind.SUSPENDED and last_day is not None:
        raise Refused("吊销、注销没有结束日期。", field="last_day")
    if last_day is not None and last_day < valid_from:
        raise Refused("结束日期早于开始日期。请核对。", field="last_day")
    made = Halt.objects.create(
        qualification=found, kind=kind, valid_from=valid_from, valid_to=day_after(last_day),
        source=given_reason(source, field="source", what="核验来源或依据", most=200), recorded_at=clock.now(),
    )  # fmt: skip
    after = {"qualification": found.number, "kind": kind, "from": valid_from, "source": made.source}
    enter("qualification_halted", found.provider, actor, after=after)
    return made


@transaction.atomic
def retract(key: int, *, reason: str, actor: Actor, seen: str) -> Qualification:
    """It was recorded by mistake; the institution takes it back, and it never counted."""
    found = _locked(key, actor, seen)
    own(found.provider.organisation.uscc, actor)
    found.retracted_at = clock.now()
    found.save(update_fields=["retracted_at"])
    after = {"reason": given_reason(reason)}
    enter("qualification_retracted", found.provider, actor, before=told(found), after=after)
    ended("check", f"qualification:{found.pk}")
    return found


def told(found: Qualification) -> dict[str, Any]:
    """A licence as the ledger keeps it."""
    names = (
        "id",
        "credential",
        "number",
        "authority",
        "lines",
        "valid_from",
        "valid_to",
        "check_state",
        "check_source",
    )
    return {name: getattr(found, name) for name in names} | {"file": found.file and found.file.sha256}


def _locked(key: int, actor: Actor, seen: str) -> Qualification:
    rows = Qualification.objects.visible_to(actor).standing().select_for_update(of=("self",))
    found = rows.select_related("provider__organisation", "file").filter(pk=key).first()
    if found is None:
        raise Refused(GONE)
    must_be_as_seen(edition_of(found), seen, subject(found.provider))
    return found


def _check(paper: Paper) -> None:
    if paper.credential not in Credential.values:
        raise Refused("请选证书种类。", field="credential")
    if paper.last_day is not None and paper.last_day < paper.valid_from:
        raise Refused("有效期止早于有效期起。请核对。", field="last_day")
    if max(filter(None, (paper.valid_from, paper.last_day))) > clock.LAST_DAY:
        raise Refused(f"日期晚于 {clock.LAST_DAY}。请核对年份。", field="last_day")
    known: Sequence[str] = [line.code for line in lines_of(paper.credential)]
    if strange := [code for code in paper.lines if code not in known]:
        raise Refused(f"这种证书没有“{'、'.join(strange)}”这样的核准范围。", field="lines")
    if known and not paper.lines:
        raise Refused("请勾选证书上写的核准范围。", field="lines")
