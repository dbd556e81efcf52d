"""Inviting a whole town: codes in batches, then one PDF. A second run makes new codes and the old ones worthless."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from anfu.core import clock, files, jobs, ledger
from anfu.core.actor import Actor
from anfu.core.models import Job
from anfu.core.refusal import Refused
from anfu.people.actions.accounts import party_of
from anfu.people.actions.invitations import DAYS, invite_many
from anfu.people.actors import actor_of
from anfu.people.letters.printing import letter, pdf
from anfu.people.models import Membership, Party, User
from anfu.people.roles import Kind, Role
from anfu.registry import divisions
from anfu.registry.models import Enterprise

KIND = "people.letters"
BATCH, MOST = 200, 2000


@transaction.atomic
def order(town: str, site: str, *, actor: Actor) -> Job:
    """Queue the letters of one town; Refused where it is not the actor's, or nobody there waits for one."""
    waiting = without_owner(town, actor).count()
    if not actor.may("people.claims") or not waiting:
        raise Refused("这个镇街没有等着认领的企业，或者不归你管。没有打印。")
    if waiting > MOST:
        raise Refused(f"这个镇街有 {waiting} 家，一次最多打印 {MOST} 家。请联系系统管理员。")
    told = {"town": town, "site": site, "user": actor.user_id, "membership": actor.membership_id}
    job = jobs.enqueue(KIND, told, actor=actor)
    ledger.record(
        "people.letters_ordered", f"town:{town}", actor=actor, on=clock.today(), stream=town[:6],
        after={"job": job.pk, "letters": waiting},
    )  # fmt: skip
    return job


def without_owner(town: str, actor: Actor) -> Any:
    """Enterprises of a town, in the actor's territory and in business, that nobody has claimed yet."""
    owned = Membership.objects.in_force_on(clock.today()).filter(role=Role.ENTERPRISE_OWNER)
    rows = Enterprise.objects.visible_to(actor).filter(town=town, merged_into=None)
    in_business = rows.filter(versions__valid_to=None, versions__retracted_at=None, versions__status="active")
    return in_business.exclude(organisation__in=owned.values("party__organisation")).select_related(
        "organisation"
    )


@jobs.job(KIND)
def run(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Make the codes and the PDF as the person who ordered them may today."""
    actor = actor_of(User.objects.get(pk=arguments["user"]), arguments["membership"])
    if actor.membership_id != arguments["membership"]:
        raise Refused("你已经不在原来的岗位，没有打印。")
    town, today = arguments["town"], clock.today()
    firms = list(without_owner(town, actor).order_by("pk")[:MOST])
    letters = []
    for done, batch in _batches(firms):
        progress(done, len(firms), f"开邀请码，第 {done} 家")
        letters += _invited(batch, arguments["site"], actor)
    progress(len(firms), len(firms), "排版")
    data = pdf(letters, office=actor.office, day=today, expires=today + timedelta(DAYS))
    with transaction.atomic():
        stored = files.keep(data, name=f"邀请函-{divisions.town_label(town)}-{today}.pdf", kind="pdf")
    return {"file": stored.pk, "letters": len(letters)}


def _batches(firms: list[Enterprise]) -> Iterator[tuple[int, list[Enterprise]]]:
    for start in range(0, len(firms), BATCH):
        yield start, firms[start : start + BATCH]


@transaction.atomic
def _invited(batch: list[Enterprise], site: str, actor: Actor) -> list[dict[str, str]]:
    keys = [party_of(Kind.ENTERPRISE, "", organisation=firm.organisation).pk for firm in batch]
    rows = Party.objects.filter(pk__in=keys).select_related("organisation__enterprise").order_by("pk")
    made = invite_many(list(rows), Role.ENTERPRISE_OWNER, actor=actor, on=clock.today())
    return [_letter(invitation.party, code, site) for invitation, code in made]


def _letter(party: Party, code: str, site: str) -> dict[str, str]:
    uscc = party.organisation.uscc if party.organisation else ""
    return letter(party.name, uscc, code, site)
