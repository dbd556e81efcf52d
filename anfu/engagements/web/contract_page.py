"""What the page of one contract shows, and which steps it offers to whom."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.periods import last_day
from anfu.core.personal import masked
from anfu.core.refusal import Refused
from anfu.engagements.actions.checking import must_be_possible
from anfu.engagements.actions.parties import DRAFTING, PARTIES, SIGNING, side_of
from anfu.engagements.documents.printing import lines
from anfu.engagements.lifecycle import CONTRACT
from anfu.engagements.models import (
    Contract,
    ContractState,
    ContractVersion,
    Filing,
    Outcome,
    Side,
    Trouble,
    VersionKind,
)
from anfu.engagements.queries.staff import staff_names
from anfu.engagements.rules.phases import PHASES, SIDES, phase_on, steps_on
from anfu.engagements.versions import ending_of, intact, said_in, sides_of, terms_of

FILING_TAGS = {"waiting": "warn", "accepted": "ok", "returned": "bad"}


@dataclass(frozen=True, slots=True)
class Offers:
    """The steps that the reader may take now."""

    confirm: bool = False
    leave: bool = False
    propose: bool = False
    drop: bool = False
    end: bool = False
    void: bool = False
    refile: bool = False
    renew: bool = False
    decide: bool = False


def seen_by(request: HttpRequest, pk: int) -> Contract:
    """The contract, for who may see it; 404 for all others."""
    rows = Contract.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found: Contract | None = (
        rows.select_related("enterprise__organisation", "provider", "payer").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def context_of(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """All of the page."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    versions = list(
        contract.versions.select_related("engagement", "filing")
        .prefetch_related("confirmations__user")
        .order_by("-number")
    )
    waiting = next((each for each in versions if each.outcome == Outcome.OPEN), None)
    holding = next(
        (each for each in versions if each.outcome == Outcome.AGREED and each.kind == VersionKind.TERMS), None
    )
    shown = holding or next(each for each in versions if each.kind == VersionKind.TERMS)
    filing = getattr(holding, "filing", None) if holding else None
    phase = phase_on(contract.state, contract.valid_from, contract.valid_to, on)
    word, kind = PHASES[phase]
    agreed = {each.side for each in waiting.confirmations.all()} if waiting else set()
    side = side_of(contract, actor)
    return {
        "contract": contract, "on": on, "side": side, "phase": phase, "tag": {"kind": kind, "text": word},
        "steps": steps_on(phase, agreed if not contract.signed_at else set(), last_day(contract.valid_to), sides_of(shown)),
        "sides": [(each, SIDES[each]) for each in sides_of(waiting)] if waiting else [],
        "payer_signs": Side.PAYER in sides_of(shown),
        "waiting": waiting, "waiting_said": _said(waiting, actor, side), "agreed": agreed,
        "holding": holding, "lines": _lines(shown, actor, side), "clauses": said_in(shown)["template"]["clauses"],
        "intact": all(intact(each) for each in versions), "versions": versions, "version": str(contract.edition),
        "said_beside": _said_beside(contract, waiting), "may": asdict(_offers(contract, waiting, filing, side, agreed, actor)),
        "filing": filing, "filing_tag": FILING_TAGS.get(filing.state, "") if filing else "",
        "filing_version": edition_of(filing) if filing else "", "troubles": _troubles(versions, actor),
        "late": _late(holding),
    }  # fmt: skip


def _offers(
    contract: Contract,
    waiting: ContractVersion | None,
    filing: Filing | None,
    side: str,
    agreed: set[str],
    actor: Actor,
) -> Offers:
    draft, signed = contract.state == ContractState.DRAFT, contract.state == ContractState.SIGNED
    signs, drafts = bool(side) and actor.may(SIGNING), side in PARTIES and actor.may(DRAFTING)
    officer = actor.may("engagements.record")
    verbs = {step.verb for step in CONTRACT.open_to(contract, actor)}
    return Offers(
        confirm=signs and waiting is not None and side in set(sides_of(waiting)) - agreed,
        leave=bool(side) and "leave" in verbs,
        propose=drafts and (draft or signed),
        drop=drafts and signed and waiting is not None,
        end=side in PARTIES and "end" in verbs,
        void="void" in verbs,
        renew=drafts and contract.state in (ContractState.SIGNED, ContractState.ENDED),
        refile=drafts and filing is not None and filing.state == "returned",
        decide=officer and filing is not None and filing.state == "waiting",
    )


def _said(version: ContractVersion | None, actor: Actor, side: str) -> list[tuple[str, str]]:
    """What waits for a yes, in words."""
    if version is None:
        return []
    if version.kind == VersionKind.TERMS:
        return _lines(version, actor, side)
    ending = ending_of(version)
    from anfu.core.web.formats import money

    return [
        ("服务的最后一天", ending.last_day.isoformat()),
        ("结算金额", money(ending.settlement_fen)),
        ("理由", ending.reason),
    ]


def _lines(version: ContractVersion, actor: Actor, side: str) -> list[tuple[str, str]]:
    terms = terms_of(version)
    names = staff_names(terms.staff)
    shown = names if side in PARTIES else [masked("providers.Professional", "name", each) for each in names]
    return [(label, text) for label, text in lines(terms, shown)]


def _said_beside(contract: Contract, waiting: ContractVersion | None) -> list[tuple[str, str]]:
    """Kind of note and its words: what stands in the way of signing now, or what both should know."""
    if waiting is None or waiting.kind != VersionKind.TERMS:
        return []
    try:
        found = must_be_possible(contract, terms_of(waiting))
    except Refused as refusal:
        return [("bad", f"现在不能确认：{refusal.message}")]
    overlaps = found.get("overlaps")
    said = [
        found.get("unchecked"),
        overlaps and f"同期还有同样的服务：{'；'.join(overlaps)}。",
        found.get("load"),
    ]
    return [("warn", text) for text in said if text]


def _troubles(versions: list[ContractVersion], actor: Actor) -> list[Trouble]:
    keys = [each.engagement_id for each in versions if each.engagement_id]
    return list(Trouble.objects.visible_to(actor).open().filter(engagement__in=keys))


def _late(holding: ContractVersion | None) -> tuple[date, date, bool] | None:
    """The day on paper, the day from which it counts, and whether an officer confirmed; None where not late."""
    row = holding.engagement if holding else None
    if row is None or row.agreed_from is None:
        return None
    return row.agreed_from, row.valid_from, row.start_confirmed_by_id is not None
