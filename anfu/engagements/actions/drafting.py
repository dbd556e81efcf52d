"""A contract begins, and its terms are put anew: by the enterprise or the provider, by nobody else."""

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.explaining import explained, fitting
from anfu.core.inserting import insert_once
from anfu.core.refusal import Refused
from anfu.engagements.actions import calling
from anfu.engagements.actions.checking import must_be_possible
from anfu.engagements.actions.parties import DRAFTING, PARTIES, enter, locked, payer_signs, side_of, touched
from anfu.engagements.actions.recording import provider_named
from anfu.engagements.documents.templates import template_for
from anfu.engagements.models import Contract, ContractState, ContractVersion, NamedStaff, Outcome, VersionKind
from anfu.engagements.terms import Ending, Terms
from anfu.engagements.versions import body_of, digest_of
from anfu.registry.models import Enterprise, Organisation
from anfu.registry.roster import uscc


@transaction.atomic
def draft(actor: Actor, terms: Terms, source: str, source_ref: str = "") -> Contract:
    """A new contract of the actor's own enterprise or institution, unconfirmed by both. Clause 二(二)2.

    `source_ref` names what it came from (an accepted offer), which makes one contract only. Refused with the field
    where the terms cannot be, the provider may not serve, is beyond its load, or an overlap has no reason.
    """
    if not actor.may(DRAFTING):
        raise Refused("合同由企业和服务机构自己起草。你的岗位不能代办，什么都没有保存。")
    enterprise, provider = _enterprise(terms), _provider(terms)
    made = Contract(
        enterprise=enterprise, provider=provider, payer=_payer(terms, enterprise), source=source,
        source_ref=source_ref[:60], drafted_at=clock.now(), drafted_by_id=actor.user_id,
    )  # fmt: skip
    if side_of(made, actor) not in PARTIES:
        raise Refused("合同的一方要是你自己的单位。什么都没有保存。", field="enterprise_uscc")
    warnings = must_be_possible(made, terms)
    insert_once(made, "这次成交已经起草了合同，没有重复起草。请在“我的合同”里打开它。")
    version = put(made, terms, actor)
    enter("drafted", made, actor, after=_told(version) | {"source": source, "ref": source_ref, **warnings})
    calling.call(made, version, by=actor)
    return made


@transaction.atomic
def propose(contract_id: int, terms: Terms, *, actor: Actor, seen: str, note: str = "") -> ContractVersion:
    """New terms: of a draft instead of the last ones, of a signed contract as a change that both must confirm."""
    found = locked(contract_id, actor, DRAFTING, seen)
    if found.state not in (ContractState.DRAFT, ContractState.SIGNED):
        raise Refused(f"合同{ContractState(found.state).label}，条款不能再改。要继续合作，请另起草一份。")
    if (_enterprise(terms).pk, _provider(terms).pk) != (found.enterprise_id, found.provider_id):
        raise Refused("合同双方不能改。换一家合作，请另起草一份。", field="provider_uscc")
    said = fitting(note, 500, field="note")
    if found.state == ContractState.SIGNED:
        said = explained(note, "请写明为什么变更，5 个字以上。", most=500, field="note")
    warnings = must_be_possible(found, terms)
    found.payer = _payer(terms, found.enterprise)
    version = put(found, terms, actor, note=said)
    touched(found, "payer")
    enter("terms_proposed", found, actor, after=_told(version) | {"reason": version.note} | warnings)
    calling.call(found, version, by=actor)
    return version


def put(contract: Contract, said: Terms | Ending, actor: Actor, *, note: str = "") -> ContractVersion:
    """The next version, open for all sides; one that was open is dropped. The caller holds the contract's lock."""
    drop_open(contract)
    kind = VersionKind.TERMS if isinstance(said, Terms) else VersionKind.ENDING
    number = contract.versions.count() + 1
    template = template_for(said.kinds, on=clock.today()) if isinstance(said, Terms) else None
    asked = payer_signs(contract, clock.today())
    body = body_of(contract, number, kind, said, template, payer_signs=asked)
    made = ContractVersion(
        contract=contract, number=number, kind=kind, body=body, digest=digest_of(body), note=note,
        proposed_side=side_of(contract, actor), proposed_by_id=actor.user_id, proposed_at=clock.now(),
    )  # fmt: skip
    if isinstance(said, Terms):
        for name in ("visits_per_month", "training_hours", "reports", "drills"):
            setattr(made, name, getattr(said.deliverables, name))
        made.months = said.months
    made.save(force_insert=True)
    if isinstance(said, Terms):
        NamedStaff.objects.bulk_create(NamedStaff(version=made, employment_id=key) for key in said.staff)
    return made


def drop_open(contract: Contract) -> None:
    """What was proposed and not agreed is no longer open."""
    waiting = contract.versions.filter(outcome=Outcome.OPEN)
    waiting.update(outcome=Outcome.DROPPED, settled_at=clock.now())


def _told(version: ContractVersion) -> dict[str, object]:
    return {"version": version.number, "digest": version.digest, "kind": version.kind}


def _enterprise(terms: Terms) -> Enterprise:
    rows = Enterprise.objects.select_related("organisation").filter(merged_into=None)
    found: Enterprise | None = rows.filter(organisation__uscc=uscc.clean(terms.enterprise_uscc)).first()
    if found is None:
        raise Refused("库里没有这家企业。请核对信用代码。", field="enterprise_uscc")
    return found


def _provider(terms: Terms) -> Organisation:
    return provider_named(uscc.clean(terms.provider_uscc), terms.provider_name)


def _payer(terms: Terms, enterprise: Enterprise) -> Organisation | None:
    code = uscc.clean(terms.payer_uscc)
    if not code or code == enterprise.organisation.uscc:
        return None
    found = Organisation.objects.filter(uscc=code).first()
    if found is None:
        raise Refused("库里没有这家付款单位。请核对信用代码。", field="payer_uscc")
    if code == uscc.clean(terms.provider_uscc):
        raise Refused("服务机构收款，不能又是付款单位。", field="payer_uscc")
    return found
