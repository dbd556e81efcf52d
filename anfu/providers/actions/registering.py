"""An institution registers itself by its credit code, completes its papers and hands them in. 三(一)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from anfu.core import clock, parameters, workdays
from anfu.core.actor import PROVIDER, Actor
from anfu.core.models import StoredFile
from anfu.core.personal import digests
from anfu.core.refusal import Refused
from anfu.providers.actions.common import described, ended, enter, locked, subject, wait
from anfu.providers.kinds import ProviderKind
from anfu.providers.lifecycle import APPLY, LIFECYCLE, REVIEW
from anfu.providers.models import Provider, State
from anfu.registry import divisions
from anfu.registry.industry import industries
from anfu.registry.models import Organisation
from anfu.registry.roster import uscc

EDITABLE = (State.DRAFT, State.RETURNED, State.PUBLICITY, State.LISTED, State.SUSPENDED)
TAKEN = "这家机构已经登记。请登录原来的账号，或者联系所在地应急管理部门。"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an institution says about itself."""

    kind: str
    division: str
    address: str
    business_scope: str
    phone: str
    trade: str = ""
    website: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@transaction.atomic
def register(code: str, name: str, facts: Facts, *, actor: Actor) -> Provider:
    """A new institution in draft, for whoever registers it. Their right to its page is an officer's to confirm."""
    if not actor.may(APPLY) or actor.user_id is None:
        raise Refused("现在的身份不能登记机构。请换成机构自己的账号，或者退出后新开一个账号。")
    code = uscc.clean(code)
    if not uscc.is_valid(code):
        why, fix = uscc.explain(code)
        raise Refused(f"{why}。{fix}。", field="uscc")
    _check(facts)
    organisation = Organisation.objects.filter(uscc=code).first()
    if organisation is not None and organisation.name != name.strip():
        raise Refused("这个信用代码在库里是另一个名称。请照营业执照核对名称和代码。", field="institution")
    if Provider.objects.filter(organisation__uscc=code).exists():
        raise Refused(TAKEN, field="uscc")
    organisation = organisation or Organisation.objects.create(uscc=code, name=name.strip())
    made = Provider.objects.create(organisation=organisation, registrant_id=actor.user_id, **asdict(facts))
    enter("registered", made, actor, after=described(made))
    return made


@transaction.atomic
def edit(code: str, facts: Facts, *, actor: Actor, seen: str, file: StoredFile | None = None) -> Provider:
    """New facts about the institution, by its own people; the kind is settled once it was accepted."""
    found = own(code, actor, seen)
    if found.state not in EDITABLE:
        raise Refused(f"现在是“{found.get_state_display()}”，不能改。等办结以后再改。")
    if facts.kind != found.kind and found.state not in (State.DRAFT, State.RETURNED):
        raise Refused("机构类型已经审核，不能直接改。请联系所在地应急管理部门。", field="kind")
    _check(facts)
    before = described(found)
    for name, value in asdict(facts).items():
        setattr(found, name, value)
    found.file = file or found.file
    found.save(update_fields=[*asdict(facts), "file"])
    contact = {name: getattr(found, name) for name in ("contact_name", "contact_phone")}
    after = described(found) | digests("providers.Provider", contact)
    enter("edited", found, actor, before=before, after=after | {"file": file.sha256 if file else None})
    return found


@transaction.atomic
def submit(code: str, *, actor: Actor, on: date, seen: str) -> Provider:
    """Hand the papers in; the office of its county (outside the city: the city's) reviews them."""
    found = own(code, actor, seen)
    if missing := lacking(found):
        raise Refused(f"还不能提交，缺：{'、'.join(missing)}。已经填的都保存着。")
    LIFECYCLE.move(found, "submit", actor)
    found.submitted_at, found.note = clock.now(), ""
    found.save(update_fields=["state", "submitted_at", "note"])
    enter("submitted", found, actor, on=on)
    days = parameters.value("providers.review_days", on=on)
    due = workdays.add_workdays(on, days)
    wait("review", subject(found), found, "审核机构备案", REVIEW, due, begun_by=actor.user_id)
    ended("returned", subject(found))
    return found


def lacking(provider: Provider) -> list[str]:
    """What the papers still lack, in the words of the page."""
    asked = {
        "地址": provider.address,
        "经营（业务）范围": provider.business_scope,
        "服务电话": provider.phone,
        "营业执照（登记证书）": provider.file_id,
    }
    found = [label for label, value in asked.items() if not value]
    if provider.kind == ProviderKind.LEADING_ENTERPRISE and not provider.trade:
        found.append("本行业代码")
    return found


def is_own(provider: Provider, actor: Actor) -> bool:
    """Whether the actor fills in its papers: its members, and until they were first accepted whoever registered it."""
    registers = provider.accepted_on is None and provider.registrant_id == actor.user_id is not None
    return actor.may(APPLY) and (registers or provider.pk in actor.own(PROVIDER))


def own(code: str, actor: Actor, seen: str = "") -> Provider:
    """The institution's own people, or who registers it; Refused for all others, officers among them."""
    if not actor.may(APPLY):
        raise Refused("你没有填报机构的权限。什么都没有改。")
    found = locked(code, actor, seen)
    if not is_own(found, actor):
        raise Refused("机构的资料由机构自己填报。需要更正的，请退回并说明。")
    return found


@transaction.atomic
def reapply(code: str, *, actor: Actor, on: date, seen: str) -> Provider:
    """After the term of a removal the institution may apply anew, from the beginning."""
    found = own(code, actor, seen)
    spell = found.spells.filter(valid_to=None, state=State.REMOVED).first()
    if spell is None:
        raise Refused("机构没有被移出目录，不用重新申报。")
    if spell.term_end is None or on < spell.term_end:
        raise Refused(f"移出期限到 {spell.term_end} 为止，之前不能重新申报。")
    spell.valid_to = on
    spell.save(update_fields=["valid_to"])
    LIFECYCLE.move(found, "reapply", actor)
    found.save(update_fields=["state"])
    enter("reapplied", found, actor, on=on)
    return found


def _check(facts: Facts) -> None:
    if facts.kind not in ProviderKind.values:
        raise Refused("请选机构类型。", field="kind")
    if facts.division and facts.division not in divisions.county_codes():
        raise Refused("没有这个地区。外地机构选“市外”。", field="division")
    if facts.trade and facts.trade not in industries().names:
        raise Refused("没有这个行业代码。请按《国民经济行业分类》填写前 2 到 4 位。", field="trade")
