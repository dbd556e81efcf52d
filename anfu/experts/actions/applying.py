"""Coming into the pool: a person applies, or an office nominates; later the person's own facts change."""

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.masks import identity as masked_identity
from anfu.core.personal import digests, identity
from anfu.core.personal.digests import digest
from anfu.core.refusal import Refused
from anfu.experts.actions.telling import enter, locked, own, wait_for
from anfu.experts.lifecycle import EXPERT
from anfu.experts.models import Claim, Declaration, Expert, Level
from anfu.experts.specialities import sections, specialities
from anfu.registry import divisions
from anfu.registry.models import Organisation
from anfu.registry.roster import uscc

TWICE = "这个身份证号已经在专家库里，没有重复登记。"
MOST = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """What is filed about an expert. `identity` "" keeps what is known; codes are those of the lists."""

    name: str
    phone: str
    level: str
    region: str
    title: str
    employer_name: str
    record: str
    specialities: tuple[str, ...]
    employer_uscc: str = ""
    identity: str = ""
    divisions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()


@transaction.atomic
def apply(profile: Profile, *, actor: Actor, on: date) -> Expert:
    """A person with an account applies for the pool of one level. Clause 三(二)."""
    if not actor.may("experts.own"):
        raise Refused("你没有申请入库的权限。什么都没有保存。")
    if Expert.objects.filter(user=actor.user_id).exists():
        raise Refused("你已经申请过，不用再提。可以在“我的专家页”改资料。")
    if Claim.objects.mine(actor).filter(state="waiting").exists():
        raise Refused("你认领的登记正在等单位核对。要另外申请，请先在“我的专家页”撤回认领。")
    return _made(profile, actor, on, "applied", user_id=actor.user_id)


@transaction.atomic
def nominate(profile: Profile, *, actor: Actor, on: date, intake_id: int | None = None) -> Expert:
    """An office proposes a person; somebody else of the level's office decides. `intake_id`: the import that it came by,
    which tells the reviewers of all of its people at once."""
    if not actor.may("experts.review"):
        raise Refused("你没有推荐专家的权限。什么都没有保存。")
    if not actor.whole_city and profile.level == Level.COUNTY and profile.region not in actor.divisions:
        raise Refused("县级库只能推荐本地的专家。请改所在地区或级别。", field="region")
    return _made(profile, actor, on, "nominated", user_id=None, intake_id=intake_id)


@transaction.atomic
def change(expert_id: int, profile: Profile, *, actor: Actor, on: date, seen: str = "") -> Expert:
    """The person, or the office that decides, corrects what is filed; the level stays."""
    found = locked(expert_id, actor, seen)
    if found.user_id != actor.user_id and not Expert.objects.mended_by(actor).filter(pk=found.pk).exists():
        raise Refused("只有本人、推荐的人和管这个级别的单位能改。什么都没有改。")
    if profile.level != found.level:
        raise Refused("级别不能直接改。要换级别，请先出库再申请。", field="level")
    before, employer = described(found), found.employer_id
    _fill(found, profile)
    _saved(found)
    if employer and employer != found.employer_id:
        _keep_former(found, employer, on)
    enter("changed", found, actor, on, before=before, after=described(found))
    return found


@transaction.atomic
def submit(*, actor: Actor, on: date, seen: str = "") -> Expert:
    """The person hands a returned application in again, or applies anew after the term of a removal."""
    return _again(locked(own(actor).pk, actor, seen), "submit", actor, on)


@transaction.atomic
def resubmit(expert_id: int, *, actor: Actor, on: date, seen: str = "") -> Expert:
    """An office hands a returned nomination in again, and so proposes it: somebody else decides."""
    found = locked(expert_id, actor, seen)
    if not Expert.objects.mended_by(actor).filter(pk=found.pk).exists():
        raise Refused("只有推荐的人和管这个级别的单位能重新提交。什么都没有改。")
    return _again(found, "resubmit", actor, on)


def _again(found: Expert, verb: str, actor: Actor, on: date) -> Expert:
    EXPERT.move(found, verb, actor)
    found.proposed_by_id, found.proposed_at, found.decided_by_id = actor.user_id, clock.now(), None
    found.valid_from = found.valid_to = found.barred_until = None
    found.save()
    enter(verb, found, actor, on, after={"state": found.state})
    wait_for(found)
    return found


def described(expert: Expert) -> dict[str, Any]:
    """What the ledger keeps: personal values only by their digests."""
    names = ("level", "division", "region", "title", "employer_name", "state", "valid_from", "valid_to")
    lists = ("specialities", "divisions", "industries")
    told = {name: getattr(expert, name) for name in (*names, *lists)}
    personal = {"phone": expert.phone, "identity_masked": expert.identity_masked}
    return told | {"expert": expert.code} | digests("experts.Expert", personal)


def _made(
    profile: Profile, actor: Actor, on: date, verb: str, *, user_id: int | None, intake_id: int | None = None
) -> Expert:
    made = Expert(
        user_id=user_id, proposed_by_id=actor.user_id, proposed_at=clock.now(), level=profile.level, intake_id=intake_id
    )  # fmt: skip
    if not profile.identity:
        raise Refused("请填身份证号，用来认出同一个人；库里只留校验值。", field="identity")
    _fill(made, profile)
    ledger.wait_turn(made.division or None)
    _saved(made)
    enter(verb, made, actor, on, after=described(made))
    if intake_id is None:
        wait_for(made)
    return made


def _keep_former(expert: Expert, employer: int, on: date) -> None:
    """Whoever leaves an employer stays away from it for the years of the parameter."""
    begin = min(timezone.localtime(expert.proposed_at).date(), on - timedelta(days=1))
    Declaration.objects.get_or_create(
        expert=expert, kind="employment", organisation_id=employer, valid_from=begin, retracted_at=None,
        defaults={"valid_to": on, "declared_at": clock.now(), "detail": ""},
    )  # fmt: skip


def _saved(expert: Expert) -> None:
    try:
        with transaction.atomic():
            expert.save()
    except IntegrityError:
        raise Refused(TWICE, field="identity") from None


def _fill(expert: Expert, profile: Profile) -> None:
    _check(profile)
    plain = {f.name: getattr(profile, f.name) for f in fields(profile)}
    for name in ("name", "phone", "region", "title", "employer_name", "record"):
        setattr(expert, name, plain[name].strip())
    for name in ("specialities", "divisions", "industries"):
        setattr(expert, name, sorted(set(plain[name])))
    expert.division = profile.region if profile.level == Level.COUNTY else ""
    code = uscc.clean(profile.employer_uscc)
    expert.employer = Organisation.objects.filter(uscc=code).first() if code else None
    if code and expert.employer is None:
        raise Refused("库里没有这个统一社会信用代码。请核对，或者不填。", field="employer_uscc")
    if profile.identity:
        number = identity.normal(profile.identity)
        expert.identity_digest = digest("experts.Expert", "identity_digest", number)
        expert.identity_masked = masked_identity(number)


def _check(profile: Profile) -> None:
    for name, words in _EMPTY.items():
        if not asdict(profile)[name]:
            raise Refused(f"请填{words}。", field=name)
    if profile.identity and not identity.is_right(identity.normal(profile.identity)):
        raise Refused("身份证号不对：位数、日期或校验位不符。请核对。", field="identity")
    if not 0 < len(set(profile.specialities)) <= MOST or set(profile.specialities) - set(specialities()):
        raise Refused(f"请选 1 到 {MOST} 个专业。", field="specialities")
    known = divisions.county_codes()
    if profile.region not in known:
        raise Refused("请选所在地区。", field="region")
    if set(profile.divisions) - known:
        raise Refused("服务地区里有不认识的代码。", field="divisions")
    if set(profile.industries) - set(sections()):
        raise Refused("行业门类里有不认识的代码。", field="industries")
    if profile.level not in Level.values:
        raise Refused("请选级别。", field="level")


_EMPTY = {
    "name": "姓名",
    "phone": "手机",
    "title": "职称或职业资格",
    "employer_name": "工作单位",
    "record": "专业经历",
}
