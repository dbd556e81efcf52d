"""One account for each role, for trying the platform; made-up people."""

from anfu.core import clock
from anfu.core.actor import platform
from anfu.people.actions import add_user
from anfu.people.models import User
from anfu.people.roles import Role

PASSWORD = "anfu-demo-2026"  # noqa: S105
ACCOUNTS = [
    ("shi", "沈之衡", "金华市安委办", Role.CITY_ADMIN, "", ""),
    ("shi2", "温怀瑾", "金华市安委办", Role.CITY_ADMIN, "", ""),
    ("jianguan", "陆砚秋", "金华市应急管理局", Role.CITY_OFFICER, "", ""),
    ("yongkang", "陈晓岚", "永康市应急管理局", Role.COUNTY_OFFICER, "330784", ""),
    ("zhenjie", "施以宁", "永康市东城街道应急消防办", Role.TOWN_OFFICER, "330784", "330784001"),
    ("lingdao", "顾长宁", "金华市政府", Role.LEADER, "", ""),
    ("shenji", "罗知微", "金华市审计局", Role.AUDITOR, "", ""),
]


def load() -> None:
    """Make the accounts that are not there yet."""
    known = set(User.objects.values_list("username", flat=True))
    for username, name, office, role, division, town in ACCOUNTS:
        if username in known:
            continue
        add_user(
            username,
            PASSWORD,
            name=name,
            office=office,
            role=role,
            division=division,
            town=town,
            actor=platform(),
            on=clock.today(),
        )


def table() -> list[tuple[str, ...]]:
    """What is printed at the start: account, password, role, office."""
    return [(username, PASSWORD, str(role.label), office) for username, _, office, role, _, _ in ACCOUNTS]
