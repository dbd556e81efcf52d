"""Experts, invitations and draws for tests. All people are made up."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.ledger.guard import without_ledger
from anfu.experts.actions import drawing, inviting, planning, supervising
from anfu.experts.actions.applying import Profile
from anfu.experts.draw.commitment import Group
from anfu.experts.models import Draw, Expert, Use
from anfu.experts.roster.fields import SEALING
from anfu.people.actors import actor_of
from anfu.people.models import Membership, User
from anfu.people.roles import Kind, Role
from anfu.people.tests.factories import make_actor, make_party, make_user

numbers = count(1)
SPECIALITIES = ("chemical", "machinery", "electric", "fire", "dust")
REGIONS = ("330784", "330782", "330781", "330702")
NONCES = ("口令一：今日永康天气晴朗有风", "口令二：今日婺城有小雨转阴")


def identity(number: int) -> str:
    """A made-up identity number with the right check digit."""
    body = f"33078419{60 + number % 30}0101{number % 1000:03d}"
    weights = [pow(2, 17 - n, 11) for n in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def profile(**changes: Any) -> Profile:
    """What an applicant fills in."""
    number = next(numbers)
    known: dict[str, Any] = {
        "name": "方某某", "phone": "13800000000", "level": "county", "region": "330784", "title": "注册安全工程师",
        "employer_name": "样例设计院", "record": "从事化工安全工作二十年", "specialities": ("chemical",),
        "identity": identity(number),
    }  # fmt: skip
    return Profile(**(known | changes))


def roster_rows(count_: int, *, turned: bool = False) -> list[dict[str, Any]]:
    """So many people of a roster as they are judged, to be written; `turned`: from the last to the first."""
    told = {
        "phone": "13800000000", "level": "county", "region": "330784", "title": "高级工程师", "employer_uscc": None,
        "employer_name": "样例设计院", "specialities": "chemical", "industries": "", "divisions": "", "record": "样例经历",
    }  # fmt: skip
    people = range(count_)[:: -1 if turned else 1]
    rows = [(f"方{n}", SEALING.sealed(identity(800 + n))) for n in people]
    return [told | {"row": row, "name": name, "sealed": sealed} for row, (name, sealed) in enumerate(rows)]


def make_person(username: str = "") -> User:
    """An account with the role of an expert."""
    name = username or f"expert{next(numbers)}"
    with without_ledger():
        return make_user(Role.EXPERT, username=name, party=make_party(Kind.EXPERT, name=name))


def make_expert(user: User | None = None, **facts: Any) -> Expert:
    """Somebody in the pool, with an account that may answer."""
    number = next(numbers)
    today = clock.today()
    with without_ledger():
        person = facts.pop("no_account", False)
        who = None if person else user or make_person()
        known: dict[str, Any] = {
            "user": who, "name": f"专家{number}", "level": "county", "division": "330784", "region": "330784",
            "specialities": [SPECIALITIES[number % 5]], "title": "高级工程师", "employer_name": "样例设计院",
            "record": "样例经历", "state": "listed", "valid_from": today - timedelta(100),
            "valid_to": today + timedelta(900), "proposed_at": clock.now(), "phone": "13812345678",
        }  # fmt: skip
        known |= facts
        if known["level"] != "county":
            known["division"] = ""
        return Expert.objects.create(**known)


def make_pool(count_: int = 8, **facts: Any) -> list[Expert]:
    """So many experts, of all specialities and regions, at city level."""
    return [
        make_expert(
            **({"level": "city", "region": REGIONS[n % 4], "specialities": [SPECIALITIES[n % 5]]} | facts)
        )
        for n in range(count_)
    ]


def make_supervisors() -> list[User]:
    """Two persons of two other offices."""
    number = next(numbers)
    with without_ledger():
        return [
            make_user(Role.DISCIPLINE_OFFICER, username=f"jj{number}",
                      party=make_party(Kind.DISCIPLINE, name=f"测试纪委{number}")),
            make_user(Role.FINANCE_OFFICER, username=f"cz{number}",
                      party=make_party(Kind.FINANCE, name=f"测试财政局{number}")),
        ]  # fmt: skip


def plan(**changes: Any) -> planning.Plan:
    """Three seats for anybody, two alternates."""
    number = next(numbers)
    known: dict[str, Any] = {
        "purpose": f"样例评审{number}", "groups": (Group("a", 3),), "public_name": "福彩3D",
        "public_issue": "2026320", "alternates": 2,
    }  # fmt: skip
    return planning.Plan(**(known | changes))


def make_draw(state: str = "prepared", *, actor: Actor | None = None, pool: int = 8, **changes: Any) -> Draw:
    """A draw brought so far: prepared, handed, committed, revealed, drawn."""
    today, office = clock.today(), actor or make_actor()
    if pool and not Expert.objects.exists():
        make_pool(pool)
    supervisors = make_supervisors()
    made = drawing.prepare(
        plan(supervisors=tuple(u.pk for u in supervisors), **changes), actor=office, on=today
    )
    actors = [actor_of(user) for user in supervisors]
    stages = ["prepared", "handed", "committed", "revealed", "drawn", "closed"]
    reached = stages.index(state)
    if reached >= 1:
        for who, nonce in zip(actors, NONCES, strict=True):
            supervising.hand_in(made.pk, nonce, actor=who, on=today)
    if reached >= 2:
        drawing.commit(made.pk, actor=office, on=today)
    if reached >= 3:
        for who, nonce in zip(actors, NONCES, strict=True):
            supervising.reveal(made.pk, nonce, actor=who, on=today)
    if reached >= 4:
        drawing.draw(made.pk, {"福彩3D": "4 7 1"}, actor=office, on=today)
    if reached >= 5:
        everybody_accepts(made)
        drawing.close(made.pk, actor=office, on=today)
    return Draw.objects.get(pk=made.pk)


def everybody_accepts(draw: Draw) -> None:
    """Whoever is asked now accepts."""
    from anfu.experts.actions.answering import answer

    for use in Use.objects.waiting().filter(line__draw=draw).select_related("expert__user"):
        answer(use.pk, True, actor=actor_of(use.expert.user), on=clock.today())


def make_use(expert: Expert | None = None, *, actor: Actor | None = None, **changes: Any) -> Use:
    """An expert invited by an officer."""
    known: dict[str, Any] = {"purpose": f"样例检查{next(numbers)}", "serves_on": clock.today()} | changes
    asked = inviting.Request(**known)
    return inviting.invite((expert or make_expert()).pk, asked, actor=actor or make_actor(), on=clock.today())


def own_actor(expert: Expert) -> Actor:
    """The expert as they act."""
    return actor_of(User.objects.get(pk=expert.user_id))


def since(day: date, user: User) -> Membership:
    """The membership of an account."""
    return user.memberships.get()
