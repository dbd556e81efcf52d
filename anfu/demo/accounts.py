"""One account for each role, for trying the platform; made-up people of the made-up city."""

from dataclasses import dataclass

from anfu.core import clock
from anfu.core.actor import platform
from anfu.demo.providers import listed
from anfu.engagements.models import Engagement
from anfu.people.actions import add_user
from anfu.people.models import User
from anfu.people.roles import KIND_OF, Kind, Role
from anfu.registry.models import Organisation
from anfu.targeting.models import Finding, FindingState

PASSWORD = "anfu-demo-2026"  # noqa: S105  # nosec B105
HOME = "330784"


@dataclass(frozen=True)
class Account:
    """One person and what they are; those of an enterprise or provider act for organisation number `which`."""

    username: str
    name: str
    role: Role
    office: str = ""
    division: str = ""
    town: str = ""
    which: int = 0


ACCOUNTS = [
    Account("shi", "沈之衡", Role.CITY_ADMIN, "金华市安委办"),
    Account("shi2", "温怀瑾", Role.CITY_ADMIN, "金华市安委办"),
    Account("jianguan", "陆砚秋", Role.CITY_OFFICER, "金华市应急管理局"),
    Account("yongkang", "陈晓岚", Role.COUNTY_OFFICER, "永康市应急管理局", HOME),
    Account("zhenjie", "施以宁", Role.TOWN_OFFICER, "永康市东城街道应急消防办", HOME, "330784001"),
    Account("lingdao", "顾长宁", Role.LEADER, "金华市政府"),
    Account("shenji", "罗知微", Role.AUDITOR, "金华市审计局"),
    Account("zhuguan", "叶知秋", Role.DEPARTMENT_OFFICER, "金华市经济和信息化局"),
    Account("caizheng", "温如许", Role.FINANCE_OFFICER, "金华市财政局"),
    Account("jijian", "岑向明", Role.DISCIPLINE_OFFICER, "金华市纪委监委"),
    Account("qiye", "方以棠", Role.ENTERPRISE_OWNER),
    Account("qiyeyuan", "蒋小满", Role.ENTERPRISE_STAFF),
    Account("jigou", "柳闻笙", Role.PROVIDER_OWNER),
    Account("jigouyuan", "童一舟", Role.PROVIDER_STAFF),
    Account("zhuanjia", "贺兰亭", Role.EXPERT, "贺兰亭"),
    Account("xiehui", "裴知行", Role.ASSOCIATION_OFFICER, "金华市安全生产协会（演示）"),
    Account("baoxian", "秦望舒", Role.INSURER_OFFICER, "浙岫财产保险金华中心支公司"),
    Account("yinhang", "樊景行", Role.BANK_OFFICER, "婺岫银行永康支行"),
    Account("xitong", "祝南星", Role.SYSTEM_ADMIN, "安服平台管理"),
    Account("anquan", "骆清和", Role.SECURITY_ADMIN, "安服平台管理"),
    Account("rizhi", "冷秋白", Role.AUDIT_ADMIN, "安服平台管理"),
]
# Somebody who acts for two enterprises, to try the choice.
SECOND = Account("qiye", "方以棠", Role.ENTERPRISE_OWNER, which=1)


def load() -> None:
    """Make the accounts that are not there yet; those of organisations only where the made-up city is loaded."""
    known = set(User.objects.values_list("username", flat=True))
    own = _organisations()
    for account in [*ACCOUNTS, SECOND]:
        if account.username not in known:
            _add(account, own.get(KIND_OF[account.role]))


def table() -> list[tuple[str, ...]]:
    """What is printed at the start: account, password, role, office."""
    there = {user.username: user for user in User.objects.prefetch_related("memberships__party")}
    return [
        (account.username, PASSWORD, str(account.role.label), held.party.name)
        for account in ACCOUNTS
        if account.username in there
        for held in there[account.username].memberships.all()[:1]
    ]


def _add(account: Account, own: list[Organisation] | None) -> None:
    if own is not None and account.which >= len(own):
        return
    organisation = own[account.which] if own is not None else None
    add_user(
        account.username,
        PASSWORD,
        name=account.name,
        office=organisation.name if organisation else account.office,
        role=account.role,
        division=account.division,
        town=account.town,
        organisation=organisation,
        actor=platform(),
        on=clock.today(),
    )


def _organisations() -> dict[str, list[Organisation]]:
    """Two made-up enterprises that are served and of a confirmed ground, and the provider of the first one."""
    made_up = list(Organisation.objects.filter(name__in=[row["name"] for row in listed()]))
    confirmed = Finding.objects.filter(state=FindingState.CONFIRMED).values("enterprise")
    served = Engagement.objects.filter(
        provider__in=made_up, enterprise__division=HOME, enterprise__in=confirmed, mode="enterprise"
    ).in_force_on(clock.today())
    first = list(served.select_related("enterprise__organisation", "provider").order_by("pk")[:20])
    firms = {each.enterprise_id: each.enterprise.organisation for each in first}
    return {Kind.ENTERPRISE: list(firms.values())[:2], Kind.PROVIDER: [each.provider for each in first[:1]]}
