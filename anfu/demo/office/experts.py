"""What was done with experts lately: one who signs in, an invitation to answer, a draw that is closed, one that is frozen."""

from dataclasses import replace
from datetime import date, timedelta

from anfu.core import clock
from anfu.core.actor import Actor, platform
from anfu.demo.accounts import PASSWORD
from anfu.experts.actions import answering, applying, drawing, inviting, planning, reviewing, supervising
from anfu.experts.draw.commitment import Group
from anfu.experts.models import Draw, Expert, Use
from anfu.people.actions import add_user
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.roles import Role

NUMBER = "福彩3D开奖号"
PROFILE = applying.Profile(
    name="贺兰亭", phone="13800001234", level="county", region="330784", title="中级注册安全工程师（化工安全）",
    employer_name="已退休", record="早年在煤矿，后来从事五金、电镀企业危险化学品和粉尘防爆安全 22 年。",
    specialities=("chemical", "coal", "dust"), industries=("C",),
    divisions=("330784", "330723"),
)  # fmt: skip


# Three who can sign in and whom no speciality of the made-up pool shares, so that a draw among them can be tried.
TRY = {
    "zhuanjia": ("贺兰亭", "33078419660312001X"),
    "zhuanjia2": ("郁青禾", "330784197105160021"),
    "zhuanjia3": ("卓未凉", "330784196811230037"),
}


def work() -> None:
    """Do it all once, through the same actions as on the pages."""
    if Draw.objects.exists() or not User.objects.filter(username="zhuanjia").exists():
        return
    today = clock.today()
    _one_who_signs_in(today)
    _closed(today)
    _frozen(today)


def _one_who_signs_in(today: date) -> None:
    county, enterprise = _actor("yongkang"), _actor("qiye")
    for username, (name, identity) in TRY.items():
        if not User.objects.filter(username=username).exists():
            add_user(username, PASSWORD, name=name, office=name, role=Role.EXPERT, actor=platform(), on=today)
        profile = replace(PROFILE, name=name, identity=identity)
        expert = applying.apply(profile, actor=_actor(username), on=today)
        reviewing.decide(expert.pk, "admit", actor=county, on=today)
    mine = Expert.objects.get(user__username="zhuanjia")
    soon = inviting.Request("电镀线防爆改造方案评审", today + timedelta(days=6), "永康市东城街道（演示）")
    inviting.invite(mine.pk, soon, actor=county, on=today)
    if enterprise.may("experts.invite"):
        asked = inviting.Request("除尘系统年度检查，给一次改造建议", today, "本厂")
        used = inviting.invite(mine.pk, asked, actor=enterprise, on=today)
        answering.answer(used.pk, True, actor=_actor("zhuanjia"), on=today)
        answering.evaluate(used.pk, 5, "查得细，讲得明白", actor=enterprise, on=today)


def _closed(today: date) -> None:
    office = _actor("jianguan")
    groups = (Group("hg", 2, ("chemical",)), Group("zh", 3, ("general", "standardisation", "machinery")))
    made = _committed("2026 年度工贸企业安全托管服务项目评审（演示）", groups, office, today)
    for name in SUPERVISORS:
        supervising.reveal(made.pk, _words(name), actor=_actor(name), on=today)
    drawing.draw(made.pk, {NUMBER: "4 7 1"}, actor=office, on=today)
    first = _asked(made)[0]
    _answer(first, False, today)
    while waiting := _asked(made):
        _answer(waiting[0], True, today)
    drawing.close(made.pk, actor=office, on=today)


def _frozen(today: date) -> None:
    groups = (Group("fc", 3, ("dust", "fire")),)
    _committed("金属抛光企业粉尘防爆专项检查（演示）", groups, _actor("jianguan"), today)


SUPERVISORS = ("jijian", "caizheng")


def _committed(purpose: str, groups: tuple[Group, ...], office: Actor, today: date) -> Draw:
    plan = planning.Plan(
        purpose=purpose, groups=groups, public_name=NUMBER, public_issue="冻结以后第一期",
        supervisors=tuple(User.objects.get(username=name).pk for name in SUPERVISORS),
    )  # fmt: skip
    made = drawing.prepare(plan, actor=office, on=today)
    for name in SUPERVISORS:
        supervising.hand_in(made.pk, _words(name), actor=_actor(name), on=today)
    return drawing.commit(made.pk, actor=office, on=today)


def _words(name: str) -> str:
    return f"演示用的口令，{name} 写的，任何人都能看到"


def _asked(made: Draw) -> list[Use]:
    return list(Use.objects.waiting().filter(line__draw=made).select_related("expert__user").order_by("pk"))


def _answer(use: Use, accept: bool, today: date) -> None:
    who = use.expert.user
    if who is not None:
        answering.answer(use.pk, accept, actor=actor_of(who), on=today, reason="" if accept else "busy")


def _actor(username: str) -> Actor:
    return actor_of(User.objects.get(username=username))
