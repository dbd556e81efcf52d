"""What institutions and their office did lately: one hands its papers in, one is shown to the public, one keeps its file."""

from datetime import date, timedelta

import numpy as np
from django.db import transaction

from anfu.core import clock, files
from anfu.core.actor import PROVIDER, Actor, platform
from anfu.demo.accounts import PASSWORD
from anfu.demo.identity import credit_codes
from anfu.people.actions.accounts import new_account
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.providers.actions import (
    certifying,
    filing,
    objecting,
    qualifications,
    registering,
    reviewing,
    staff,
)
from anfu.providers.models import Provider, State

FACTS = registering.Facts(
    kind="consultancy", division="330784", address="永康市东城街道演示路 9 号（虚构）",
    business_scope="安全咨询服务；安全技术服务；隐患排查", phone="0579-80000009", contact_name="方见山",
    contact_phone="13800009999",
)  # fmt: skip
SERIAL = 35 * 31**4  # behind the blocks of the other institutions
NEW = (
    ("xinjigou", "方见山", "永康岫霁安全技术服务有限公司"),
    ("xinjigou2", "骆听澜", "永康砚舟安全咨询有限公司"),
)
# No scan: a file with one line, which is enough to hand in.
LICENCE = b"%PDF-1.4\n% a made-up licence to do business\n"


@transaction.atomic
def work() -> None:
    """Do it all once, through the same actions as on the pages."""
    if User.objects.filter(username=NEW[0][0]).exists() or not User.objects.filter(username="jigou").exists():
        return
    today = clock.today()
    _submitted(*NEW[0], today)
    shown = _submitted(*NEW[1], today)
    reviewing.accept(shown, actor=_actor("yongkang"), on=today, seen="", note="材料齐全")
    if (firm := _actor("qiye")).may("providers.object"):
        objecting.object_to(shown, "演示路 9 号没有看到这家机构的招牌，请核实", actor=firm, on=today)
    _kept(today)


def _submitted(username: str, name: str, institution: str, today: date) -> str:
    """The code of a new institution, whose papers wait for the office."""
    user = new_account(username, PASSWORD, name=name, actor=platform(), on=today)
    actor = actor_of(user)
    serial = NEW.index((username, name, institution))
    made = registering.register(_code(serial), institution, FACTS, actor=actor)
    stored = files.keep(LICENCE + username.encode(), name="营业执照（演示）.pdf", kind="pdf")
    code: str = made.organisation.uscc
    registering.edit(code, FACTS, actor=actor, seen="", file=stored)
    registering.submit(code, actor=actor, on=today, seen="")
    return code


def _code(number: int) -> str:
    """A credit code that nobody else of the made-up city has."""
    found = credit_codes(np.array(["91"], "S2"), np.array(["330784"], "S6"), np.array([SERIAL + number]))
    return str(found[0])


def _kept(today: date) -> None:
    """What the provider account's institution recorded: somebody with a certificate to check, rules, an instrument."""
    actor = _actor("jigou")
    mine = Provider.objects.filter(pk__in=actor.own(PROVIDER), state=State.LISTED).first()
    if mine is None:
        return
    code = mine.organisation.uscc
    stored = files.keep(LICENCE + b"rule", name="服务质量控制制度（演示）.pdf", kind="pdf")
    hired = staff.hire(
        code, staff.Hiring("江小渔", "999999199603121231", today - timedelta(days=20)), actor=actor
    )
    paper = certifying.PersonPaper("cse", "演示-2026-0312", today - timedelta(days=400), grade="中级")
    certifying.certify(hired.pk, paper, actor=actor)
    filing.file_rule(code, filing.RuleText("quality", "服务质量控制制度"), actor=actor, on=today, file=stored)
    meter = filing.Instrument(
        "可燃气体检测仪", "DEMO-017", "演示型", today - timedelta(days=340), today + timedelta(days=24)
    )
    filing.add_equipment(code, meter, actor=actor)
    filing_ = qualifications.Paper("other", "演示-QX-0017", "金华市应急管理局", today - timedelta(days=100))
    qualifications.add(code, filing_, actor=actor)


def _actor(username: str) -> Actor:
    return actor_of(User.objects.get(username=username))
