"""People of an institution: who works there, since when and until when. 三(五).

Full time at one employer only: the database refuses the second; here the loser is told so in words.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.periods import day_after
from anfu.core.personal import identity as identities
from anfu.core.personal.digests import digest
from anfu.core.personal.sealing import seal
from anfu.core.refusal import Refused
from anfu.providers.actions.common import enter, given_reason, subject
from anfu.providers.actions.registering import own
from anfu.providers.models import Employment, Professional, Provider

MODEL = "providers.Professional"
ELSEWHERE = (
    "这个人在这段时间里已经是别家机构的专职人员，没有登记。请本人先在原来的机构办离职，或者登记为兼职。"
)
HERE = "这个人在这段时间里已经在你们的专职名单里，没有再登记。"
GONE = "没有找到这个人，或者不归你管。"


@dataclass(frozen=True, slots=True)
class Hiring:
    """Who starts where, and how. `last_day`: the last day of work; None: still there."""

    name: str
    identity: str
    valid_from: date
    last_day: date | None = None
    full_time: bool = True
    position: str = ""
    days_a_year: int | None = None


@transaction.atomic
def hire(
    code: str, hiring: Hiring, *, actor: Actor, source: str = "", intake_id: int | None = None
) -> Employment:
    """Somebody works for the institution from that day on."""
    provider = own(code, actor)
    _check(hiring)
    person = professional(hiring.name, hiring.identity)
    made = Employment(
        professional=person, provider=provider, full_time=hiring.full_time, position=hiring.position,
        valid_from=hiring.valid_from, valid_to=day_after(hiring.last_day),
        days_a_year=hiring.days_a_year, source=source or "机构填报", recorded_at=clock.now(),
        recorded_by_id=actor.user_id, intake_id=intake_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(_where(person, provider), field="identity") from None
    enter("hired", provider, actor, after=told(made))
    return made


@transaction.atomic
def leave(key: int, *, last_day: date, actor: Actor, seen: str) -> Employment:
    """The person's last day at the institution."""
    found = locked(key, actor, seen)
    if last_day < found.valid_from:
        raise Refused("最后一天不能早于入职日期。没有登记。", field="last_day")
    if last_day > clock.LAST_DAY:
        raise Refused("最后一天太远了。请核对。没有登记。", field="last_day")
    if found.valid_to is not None:
        raise Refused("这个人已经登记离职。请刷新后再看。")
    found.valid_to = last_day + timedelta(1)
    found.save(update_fields=["valid_to"])
    enter("left", found.provider, actor, before={"valid_to": None}, after=told(found))
    return found


@transaction.atomic
def retract(key: int, *, reason: str, actor: Actor, seen: str) -> Employment:
    """It was recorded by mistake: the person never counted here."""
    found = locked(key, actor, seen)
    found.retracted_at = clock.now()
    found.save(update_fields=["retracted_at"])
    enter(
        "hiring_retracted", found.provider, actor, before=told(found), after={"reason": given_reason(reason)}
    )
    return found


def professional(name: str, identity: str) -> Professional:
    """The person of that identity number, made if not known; the number is kept sealed and found by its digest."""
    number = identities.normal(identity)
    key = digest(MODEL, "identity_digest", number)
    found, _ = Professional.objects.get_or_create(
        identity_digest=key,
        defaults={"name": name.strip(), "identity_sealed": seal(MODEL, "identity_sealed", number)},
    )
    if found.name != name.strip():
        raise Refused("这个身份证号已经登记，姓名不同。请核对身份证。", field="name")
    return found


def locked(key: int, actor: Actor, seen: str = "") -> Employment:
    """An employment of the actor's own institution, locked."""
    rows = Employment.objects.visible_to(actor).standing().select_for_update(of=("self",))
    found = rows.select_related("provider__organisation", "professional").filter(pk=key).first()
    if found is None:
        raise Refused(GONE)
    own(found.provider.organisation.uscc, actor)
    must_be_as_seen(edition_of(found), seen, subject(found.provider))
    return found


def told(found: Employment) -> dict[str, object]:
    """An employment as the ledger keeps it: the person by the digest alone."""
    names = ("id", "full_time", "position", "valid_from", "valid_to", "days_a_year")
    return {name: getattr(found, name) for name in names} | {"person": found.professional.identity_digest}


def _where(person: Professional, provider: Provider) -> str:
    mine = Employment.objects.standing().filter(professional=person, provider=provider, full_time=True)
    return HERE if mine.exists() else ELSEWHERE


def _check(hiring: Hiring) -> None:
    if not identities.is_right(identities.normal(hiring.identity)):
        raise Refused("身份证号不对：位数、日期或校验位不符。请照身份证再填一次。", field="identity")
    if not hiring.name.strip():
        raise Refused("请写姓名。", field="name")
    if hiring.valid_from > clock.today():
        raise Refused("入职日期在今天以后。到岗以后再登记。", field="valid_from")
    if hiring.last_day is not None and not hiring.valid_from <= hiring.last_day <= clock.LAST_DAY:
        raise Refused("离职日期早于入职日期，或者太远。请核对。", field="last_day")
