"""What is asked of a draw, and the pool that answers it on the day of freezing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.experts.draw.commitment import Group, Line, line_hash
from anfu.experts.models import Draw, Expert, Level
from anfu.experts.models.expert import code_of
from anfu.experts.queries.recusal import recusals_of
from anfu.experts.specialities import specialities
from anfu.people.models import Membership
from anfu.people.roles import PERMISSIONS
from anfu.registry import divisions
from anfu.registry.models import Organisation

SUPERVISORS, MOST_SEATS, MOST_ALTERNATES = 2, 50, 20
CODE = re.compile(r"[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A draw to be. `levels` empty: all; `parties`: credit codes that the drawn must stay clear of.

    `public_name`: the public number's name (several joined by 、), `public_issue` which one, still to come.
    `supervisors`: keys of the accounts of two persons of two offices.
    """

    purpose: str
    groups: tuple[Group, ...]
    public_name: str
    public_issue: str
    alternates: int = 2
    levels: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    supervisors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the pool, with what a line says of one."""

    pk: int
    specialities: tuple[str, ...]
    region: str

    def line(self, salt: str, excluded: str) -> Line:
        """The line, hidden by the salt."""
        return Line(line_hash(salt, code_of(self.pk)), self.specialities, self.region, excluded)


def check(plan: Plan, actor: Actor) -> list[Membership]:
    """The two supervisors as members of their offices; Refused where the plan does not hold. The platform itself needs none."""
    if not 2 <= len(plan.purpose.strip()) <= 120:
        raise Refused("请写明为什么事抽取，2 到 120 个字。", field="purpose")
    if not plan.public_name.strip() or not plan.public_issue.strip():
        raise Refused("请写明用哪个公共数字、哪一期；要选还没有公布的。", field="public_name")
    if len(plan.public_name) > 60 or len(plan.public_issue) > 60:
        raise Refused("公共数字的名称和期号各不超过 60 个字。", field="public_name")
    names = plan.public_name.split("、")
    if len(names) != len(set(names)) or not all(names):
        raise Refused("公共数字的名称不能相同。", field="public_name")
    _check_groups(plan)
    if set(plan.levels) - set(Level.values):
        raise Refused("级别里有不认识的代码。", field="levels")
    known = set(Organisation.objects.filter(uscc__in=plan.parties).values_list("uscc", flat=True))
    if unknown := sorted(set(plan.parties) - known):
        raise Refused(f"库里没有这个统一社会信用代码：{unknown[0]}。请核对。", field="parties")
    return [] if actor.user_id is None else _supervisors(plan, actor)


def _check_groups(plan: Plan) -> None:
    codes = [group.code for group in plan.groups]
    if not codes or len(codes) != len(set(codes)) or not all(CODE.fullmatch(code) for code in codes):
        raise Refused("请至少写一组席位，组名不能相同。", field="groups")
    if not all(0 < group.seats <= MOST_SEATS for group in plan.groups):
        raise Refused(f"每组席位 1 到 {MOST_SEATS} 个。", field="groups")
    if not 0 <= plan.alternates <= MOST_ALTERNATES:
        raise Refused(f"每组候补 0 到 {MOST_ALTERNATES} 人。", field="alternates")
    regions = divisions.county_codes()
    for group in plan.groups:
        if set(group.specialities) - set(specialities()) or set(group.regions) - regions:
            raise Refused("席位的专业或地区里有不认识的代码。", field="groups")


def _supervisors(plan: Plan, actor: Actor) -> list[Membership]:
    if len(set(plan.supervisors)) != SUPERVISORS or actor.user_id in plan.supervisors:
        raise Refused("请选两位监督人，不能选自己。", field="supervisors")
    known = {each.user_id: each for each in supervising(actor) if each.user_id in plan.supervisors}
    if len(known) != SUPERVISORS or len({each.party.name for each in known.values()}) != SUPERVISORS:
        raise Refused("两位监督人要来自两个不同的单位，并且能做监督人。", field="supervisors")
    return [known[user] for user in plan.supervisors]


def supervising(actor: Actor) -> list[Membership]:
    """Who may supervise a draw that this actor prepares: of offices of the own territory and of the city, by office and name."""
    roles = [role for role, held in PERMISSIONS.items() if "experts.supervise" in held]
    held = Membership.objects.in_force_on(clock.today()).filter(
        role__in=roles, user__is_active=True, lent_from=None
    )
    if not actor.whole_city:
        held = held.filter(Q(division="") | Q(division__in=actor.divisions))
    return list(held.select_related("user", "party").order_by("party__name", "user__name", "pk"))


def pool_of(draw: Draw, on: date) -> Iterator[tuple[Candidate, str]]:
    """Everybody in the pool that day who fits a seat, each with the reason to be left out, or ""."""
    groups = [Group(**group) for group in draw.groups]
    rows = Expert.objects.in_pool_on(on)
    experts = list(rows.filter(level__in=draw.levels) if draw.levels else rows)
    parties = list(Organisation.objects.filter(uscc__in=draw.parties).values_list("pk", flat=True))
    kept_away = recusals_of(experts, parties, on)
    for expert in experts:
        candidate = Candidate(expert.pk, tuple(expert.specialities), expert.region)
        if not any(group.fits(Line("", candidate.specialities, candidate.region)) for group in groups):
            continue
        recusal = kept_away.get(expert.pk)
        yield candidate, recusal[0].kind if recusal else _absent(expert, on)


def _absent(expert: Expert, on: date) -> str:
    if expert.user_id is None:
        return "unreachable"
    away = expert.away_from and expert.away_to and expert.away_from <= on < expert.away_to
    return "unavailable" if away else ""
