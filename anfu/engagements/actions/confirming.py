"""One side says yes to one version; the last yes that it takes makes it hold, in the same transaction."""

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.refusal import Refused, Stale
from anfu.engagements.actions import calling
from anfu.engagements.actions.agreeing import agree
from anfu.engagements.actions.checking import must_be_possible
from anfu.engagements.actions.parties import SIGNING, enter, locked, side_of
from anfu.engagements.models import Confirmation, Contract, ContractVersion, Outcome, Side, VersionKind
from anfu.engagements.signing import signer
from anfu.engagements.versions import intact, sides_of, terms_of
from anfu.people.models import Membership
from anfu.people.roles import Kind

OFFICIAL = frozenset({Kind.CITY, Kind.COUNTY, Kind.TOWN, Kind.DEPARTMENT, Kind.FINANCE, Kind.DISCIPLINE})
OTHER_TEXT = "没有确认：条款已经换了一版。请看过现在的条款，再决定要不要确认。"

UNASKED = "这一版写的是由企业取得付款方同意，不用付款方在平台上确认。要在平台上确认的，请企业重新提出条款。"


@transaction.atomic
def confirm(contract_id: int, *, digest: str, actor: Actor, seen: str) -> Contract:
    """The actor's side agrees to the text of that digest. The caller has asked anew who is there.

    Scope, staff, load and overlaps are asked again, as of today: what was possible when drafted may no longer be.
    Refused where the side has confirmed, or the same person did so for the other side (T21); Stale for another text.
    """
    found = locked(contract_id, actor, SIGNING, seen, Side.values)
    version = found.versions.filter(outcome=Outcome.OPEN).first()
    if version is None:
        raise Refused("这份合同没有等着确认的内容。请刷新后再看。")
    if version.digest != digest or not intact(version):
        raise Stale(OTHER_TEXT)
    side, needed = side_of(found, actor), sides_of(version)
    if side not in needed:
        raise Refused(UNASKED)
    _must_be_first(version, side, actor)
    _must_be_no_official(actor)
    if version.kind == VersionKind.TERMS:
        must_be_possible(found, terms_of(version))
    _sign(version, side, actor)
    enter("confirmed", found, actor, after={"version": version.number, "digest": digest, "side": side})
    calling.answered(found, side)
    if set(needed) <= set(version.confirmations.values_list("side", flat=True)):
        agree(found, version, actor)
    return found


def _must_be_first(version: ContractVersion, side: str, actor: Actor) -> None:
    given = list(version.confirmations.values_list("side", "user"))
    if side in [each for each, _ in given]:
        raise Refused("你方已经确认过这一版，不用再确认。正在等别的方。")
    if actor.user_id in [user for _, user in given]:
        raise Refused("你已经代表另一方确认过这份合同。合同的两方要由两个人分别确认。")


def _must_be_no_official(actor: Actor) -> None:
    """Who decides over contracts for an office is on no side of one."""
    held = Membership.objects.of_person(actor.user_id or 0, clock.today())
    if offices := [each.party.name for each in held if each.kind in OFFICIAL]:
        raise Refused(f"你在{offices[0]}任职，不能代表企业或机构签合同。请由单位的其他人确认。")


def _sign(version: ContractVersion, side: str, actor: Actor) -> None:
    now = clock.now()
    signature = signer().sign(version.digest, side, actor, now)
    Confirmation.objects.create(
        version=version, side=side, user_id=actor.user_id or 0, office=actor.office, role=actor.role, at=now,
        method=signature.method, seal=signature.seal,
    )  # fmt: skip
