"""What ties an expert to parties: declared with dates, ended, or taken back where it was wrong."""

from datetime import date

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import fitting
from anfu.core.inserting import insert_once
from anfu.core.personal import digests
from anfu.core.refusal import Refused
from anfu.experts.actions.telling import enter, own
from anfu.experts.models import Declaration, DeclarationKind, Expert
from anfu.registry.models import Organisation
from anfu.registry.roster import uscc


@transaction.atomic
def declare(
    kind: str,
    code: str,
    *,
    actor: Actor,
    on: date,
    valid_from: date,
    valid_to: date | None = None,
    detail: str = "",
) -> Declaration:
    """The expert declares an employment, a shareholding or a kinship. `valid_to`: first day on which it is over."""
    expert = own(actor, lock=True)
    organisation = Organisation.objects.filter(uscc=uscc.clean(code)).first()
    if organisation is None:
        raise Refused("库里没有这个统一社会信用代码。请核对营业执照。", field="uscc")
    if kind not in DeclarationKind.values:
        raise Refused("请选关系。", field="kind")
    if valid_from > on or (valid_to is not None and not valid_from < valid_to <= clock.LAST_DAY):
        raise Refused("开始日期不能晚于今天，结束日期要晚于开始日期。", field="valid_from")
    made = Declaration(
        expert=expert, kind=kind, organisation=organisation, detail=fitting(detail, 200, field="detail"),
        valid_from=valid_from, valid_to=valid_to, declared_at=clock.now(),
    )  # fmt: skip
    insert_once(made, "这一条已经申报过，没有重复登记。", field="uscc")
    enter("declared", expert, actor, on, after=_told(made))
    return made


@transaction.atomic
def end(declaration_id: int, valid_to: date, *, actor: Actor, on: date, seen: str = "") -> Declaration:
    """It is over from that day on; recusal goes on for the years of the parameter."""
    found, expert = _own(declaration_id, actor, seen)
    if not found.valid_from < valid_to <= on:
        raise Refused("结束日期要晚于开始日期，不能晚于今天。", field="valid_to")
    before = _told(found)
    found.valid_to = valid_to
    found.save(update_fields=["valid_to"])
    enter("declaration_ended", expert, actor, on, before=before, after=_told(found))
    return found


@transaction.atomic
def retract(declaration_id: int, *, actor: Actor, on: date, seen: str = "") -> Declaration:
    """It was declared by mistake; the row stays, and counts on no day."""
    found, expert = _own(declaration_id, actor, seen)
    found.retracted_at = clock.now()
    found.save(update_fields=["retracted_at"])
    enter("declaration_retracted", expert, actor, on, before=_told(found))
    return found


def _own(declaration_id: int, actor: Actor, seen: str) -> tuple[Declaration, Expert]:
    expert = own(actor, lock=True)
    rows = expert.declarations.filter(retracted_at=None).select_for_update(of=("self",))
    found = rows.select_related("organisation").filter(pk=declaration_id).first()
    if found is None:
        raise Refused("没有找到这条申报，或者已经撤回。")
    must_be_as_seen(edition_of(found), seen, f"expert:{expert.code}")
    return found, expert


def _told(made: Declaration) -> dict[str, object]:
    names = ("kind", "valid_from", "valid_to")
    told = {name: getattr(made, name) for name in names}
    hidden = digests("experts.Declaration", {"detail": made.detail})
    return told | {"declaration": made.pk, "organisation": made.organisation.uscc} | hidden
