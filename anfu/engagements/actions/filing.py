"""What the law asks to be filed goes to the county when it is signed; an officer accepts it or sends it back."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, parameters, waiting
from anfu.core.actor import Actor
from anfu.core.explaining import explained, fitting
from anfu.core.refusal import Refused
from anfu.engagements.actions.parties import (
    ABSENT,
    DRAFTING,
    PARTIES,
    enter,
    locked,
    organisation_of,
    subject_of,
)
from anfu.engagements.documents.filing import basis_of
from anfu.engagements.models import Contract, ContractVersion, Filing, FilingState
from anfu.engagements.terms import Terms
from anfu.people.todos import days

FILING, REFILE = "engagements.filing", "engagements.refile"


def file(contract: Contract, version: ContractVersion, terms: Terms, actor: Actor) -> Filing | None:
    """Called when a version is agreed; nothing where no kind of it is filed."""
    today = clock.today()
    basis = basis_of(terms.kinds, on=today)
    if not basis:
        return None
    made = Filing.objects.create(
        version=version, division=_place(contract), basis=basis, filed_at=clock.now(), due_on=_due(today),
    )  # fmt: skip
    enter("filed", contract, actor, after={"version": version.number, "due_on": made.due_on})
    _ask_officer(contract, made)
    return made


@transaction.atomic
def decide(filing_id: int, accept: bool, *, note: str, actor: Actor, seen: str) -> Filing:
    """An officer of the county takes it in, or sends it back to both parties and says what is missing."""
    if not actor.may("engagements.record"):
        raise Refused("你没有核收备案的权限。什么都没有改。")
    rows = Filing.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.select_related("version__contract__enterprise__organisation", "version__contract__provider").filter(
        pk=filing_id
    ).first()  # fmt: skip
    if found is None:
        raise Refused(ABSENT)
    _must_wait(found, seen)
    said = fitting(note, 500, field="note")
    if not accept:
        said = explained(note, "退回要写明缺什么、错在哪里，5 个字以上。", most=500, field="note")
    found.state = FilingState.ACCEPTED if accept else FilingState.RETURNED
    found.decided_by_id, found.decided_at, found.note = actor.user_id, clock.now(), said
    found.save(update_fields=["state", "decided_by", "decided_at", "note"])
    contract = found.version.contract
    verb = "filing_accepted" if accept else "filing_returned"
    enter(verb, contract, actor, after={"version": found.version.number, "note": said})
    waiting.ended(FILING, _subject(found))
    if not accept:
        _ask_parties(contract, found)
    return found


@transaction.atomic
def refile(contract_id: int, *, note: str, actor: Actor, seen: str) -> Filing:
    """A party has mended what was missing (or changed the contract) and files the same version again."""
    contract = locked(contract_id, actor, DRAFTING, seen)
    rows = Filing.objects.visible_to(actor).filter(version__contract=contract, state=FilingState.RETURNED)
    found = rows.select_for_update(of=("self",)).select_related("version").order_by("-pk").first()
    if found is None:
        raise Refused("没有退回的备案。请刷新后再看。")
    said = explained(note, "请写明补正了什么，5 个字以上。", most=500, field="note")
    found.state, found.note, found.filed_at = FilingState.WAITING, said, clock.now()
    found.due_on = _due(clock.today())
    found.save(update_fields=["state", "note", "filed_at", "due_on"])
    enter("filed", contract, actor, after={"version": found.version.number, "note": found.note})
    _parties_done(contract)
    _ask_officer(contract, found)
    return found


def over(contract: Contract) -> None:
    """Nobody is asked about the contract's filings any more."""
    for found in Filing.objects.filter(version__contract=contract):
        waiting.ended(FILING, _subject(found))
    _parties_done(contract)


def _must_wait(found: Filing, seen: str) -> None:
    from anfu.core.editions import edition_of, must_be_as_seen

    must_be_as_seen(edition_of(found), seen, subject_of(found.version.contract))
    if found.state != FilingState.WAITING:
        raise Refused(f"这份备案{FilingState(found.state).label}。请刷新后再看。")


def _ask_officer(contract: Contract, found: Filing) -> None:
    enterprise = contract.enterprise
    waiting.began(
        waiting.Waiting(
            kind=FILING,
            subject=_subject(found),
            title=f"核收合同备案：{enterprise.organisation.name}",
            href=reverse("engagements:contract", args=[contract.pk]),
            permission="engagements.record",
            division=found.division,
            due_on=found.due_on,
        )
    )


def _ask_parties(contract: Contract, found: Filing) -> None:
    for side in PARTIES:
        waiting.began(
            waiting.Waiting(
                kind=REFILE,
                subject=f"contract:{contract.pk}:{side}",
                title=f"补正合同备案：{contract.number}",
                href=reverse("engagements:contract", args=[contract.pk]),
                permission=DRAFTING,
                organisation=organisation_of(contract, side).pk,
            )
        )


def _parties_done(contract: Contract) -> None:
    for side in PARTIES:
        waiting.ended(REFILE, f"contract:{contract.pk}:{side}")


def _subject(found: Filing) -> str:
    return f"filing:{found.pk}"


def _place(contract: Contract) -> str:
    return contract.enterprise.division or contract.enterprise.waiting_at


def _due(today: date) -> date:
    return days.after(today, parameters.value(f"due.{FILING}", on=today))
