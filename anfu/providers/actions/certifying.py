"""What people of an institution are certified by, and whether an officer found it so. 三(五)."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.inserting import insert_once
from anfu.core.models import StoredFile
from anfu.core.periods import day_after
from anfu.core.personal.digests import digest
from anfu.core.refusal import Refused
from anfu.providers.actions.common import ended, enter, given_reason, subject, wait
from anfu.providers.actions.common import locked as locked_provider
from anfu.providers.actions.staff import locked
from anfu.providers.kinds import Check, PersonCredential
from anfu.providers.lifecycle import REVIEW
from anfu.providers.models import Certificate, Employment, Provider
from anfu.providers.queries.people import employer_of
from anfu.providers.queries.staff import CertificateQuerySet

GONE = "没有找到这张证书，或者不归你管，或者已经撤回。"


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """What stands on a person's certificate. `last_day`: the last day on which it holds; None: without end."""

    credential: str
    number: str
    valid_from: date
    last_day: date | None = None
    grade: str = ""
    speciality: str = ""


@transaction.atomic
def certify(
    key: int,
    paper: PersonPaper,
    *,
    actor: Actor,
    file: StoredFile | None = None,
    intake_id: int | None = None,
) -> Certificate:
    """A certificate of somebody who works there; it counts once an officer has compared it with its source."""
    employment = locked(key, actor)
    _check(paper)
    facts = asdict(paper)
    last = facts.pop("last_day")
    made = Certificate(
        professional=employment.professional, valid_to=day_after(last), file=file,
        recorded_at=clock.now(), intake_id=intake_id, **facts,
    )  # fmt: skip
    insert_once(made, "这个证书编号已经登记过。请核对编号。", field="number")
    enter("certified", employment.provider, actor, after=told(made))
    wait_for_check(employment.provider, actor)
    return made


@transaction.atomic
def check_all(
    code: str, *, verified: bool, source: str, actor: Actor, on: date, keys: Collection[int]
) -> int:
    """An officer compared these certificates of the institution's people with their source; returns how many."""
    if not actor.may(REVIEW):
        raise Refused("你没有核验证书的权限。什么都没有改。")
    provider = locked_provider(code, actor)
    if not keys:
        raise Refused("请先勾选要核验的证书。", field="keys")
    open_ = _waiting(provider, on)
    state = Check.VERIFIED if verified else Check.REFUTED
    source = given_reason(source, field="source", what="核验来源或依据", most=200)
    chosen = sorted(open_.filter(pk__in=keys).values_list("pk", flat=True))
    done = open_.filter(pk__in=chosen).update(
        check_state=state, check_source=source, checked_by=actor.user_id, checked_on=on
    )
    if not done:
        raise Refused("勾选的证书都已经核验过，或者人已经离职。请刷新后再看。")
    after = {"certificates": chosen, "state": state, "source": source}
    enter("certificates_checked", provider, actor, on=on, after=after)
    if not open_.exists():
        ended("certificates", subject(provider))
    return done


@transaction.atomic
def retract(key: int, *, reason: str, actor: Actor, seen: str) -> Certificate:
    """It was recorded by mistake; the institution where the person works takes it back."""
    rows = Certificate.objects.standing().select_for_update(of=("self",)).select_related("professional")
    found = rows.filter(pk=key, pk__in=Certificate.objects.visible_to(actor).values("pk")).first()
    at = employer_of(found, actor) if found else None
    if found is None or at is None:
        raise Refused(GONE)
    must_be_as_seen(edition_of(found), seen, subject(at))
    found.retracted_at = clock.now()
    found.save(update_fields=["retracted_at"])
    enter("certificate_retracted", at, actor, before=told(found), after={"reason": given_reason(reason)})
    return found


def wait_for_check(provider: Provider, actor: Actor) -> None:
    """The office is to compare the certificates of this institution's people, all at one go."""
    wait("certificates", subject(provider), provider, "核验人员证书", REVIEW, None, begun_by=actor.user_id)


def told(found: Certificate) -> dict[str, object]:
    """A person's certificate as the ledger keeps it."""
    number = digest("providers.Certificate", "number", found.number)
    names = ("id", "credential", "grade", "speciality", "valid_from", "valid_to", "check_state")
    return {name: getattr(found, name) for name in names} | {"number": number}


def _waiting(provider: Provider, on: date) -> CertificateQuerySet:
    at = Employment.objects.standing().in_force_on(on).filter(provider=provider).values("professional")
    return Certificate.objects.standing().filter(professional__in=at, check_state=Check.CLAIMED)


def _check(paper: PersonPaper) -> None:
    if paper.credential not in PersonCredential.values:
        raise Refused("请选证书种类。", field="credential")
    if not paper.number.strip():
        raise Refused("请写证书编号。", field="number")
    if paper.valid_from > clock.LAST_DAY:
        raise Refused("有效期起不对。请核对。", field="valid_from")
    if paper.last_day is not None and not paper.valid_from <= paper.last_day <= clock.LAST_DAY:
        raise Refused("有效期止早于有效期起，或者太远。请核对。", field="last_day")
