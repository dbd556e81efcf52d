"""May this provider give this service to that enterprise on that day? Yes, or no with what is missing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from anfu.providers.kinds import Check, Credential, ProviderKind
from anfu.providers.rules.catalogue import Catalogue, Line, Service

CLAUSE = "二(二)2"  # a service outside the approved scope is refused
STAFFING = "三(五)"
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Span:
    """A period; half-open, `valid_to` None is without end."""

    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.valid_from <= on < (self.valid_to or NEVER)


@dataclass(frozen=True, slots=True)
class Licence:
    """One credential of a provider: on paper its period, in fact its halts (suspended, revoked)."""

    credential: str
    number: str
    lines: frozenset[str]
    period: Span
    check: str = Check.VERIFIED
    halts: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What was so about a provider on the day. `staff`: how many are there by what `catalogue.floors` count."""

    name: str
    kind: str
    standing: str  # "listed", or why not
    business_scope: str
    trade: str = ""  # the first digits of the industry in which a leading enterprise serves
    licences: Sequence[Licence] = ()
    staff: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a sentence, the clause, and the credential that is missing where it is one."""

    code: str
    text: str
    clause: str = CLAUSE
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `basis` says which rule asks for what; `reasons` are empty where the answer is yes."""

    reasons: tuple[Reason, ...]
    basis: str = ""
    licence_needed: bool | None = None  # None: not known
    line: str = ""

    @property
    def may(self) -> bool:
        """Whether it may."""
        return not self.reasons


STANDINGS = {
    "suspended": "这家机构正在暂停服务",
    "removed": "这家机构已移出服务机构目录",
    "": "这家机构还没有列入服务机构目录",
}
UNIT = {
    "staff": "专职人员",
    "cse": "注册安全工程师",
    "trainer": "安全培训教师",
    "fire_engineer": "注册消防工程师",
}


def decide(
    provider: ProviderFacts,
    kind: str,
    industry: str,
    known: Catalogue,
    floors: Mapping[str, int],
    *,
    on: date,
) -> Decision:
    """The answer for an enterprise of that industry ("" is not known). `floors`: parameter code -> its value that day."""
    service = known.service(kind, on)
    if service is None:
        return Decision((Reason("no_rule", f"{on} 还没有这类服务的规定，不能判断"),))
    standing = _standing(provider)
    if service.lines and service.outside == "free" and not industry:
        text = "企业的行业代码还不知道，不能判断这项服务要不要资质。请先在企业信息里补上行业"
        return Decision((*standing, Reason("industry_unknown", text)), service.basis)
    line = known.line_of(service.lines, industry) if service.lines else None
    needed = bool(service.licence) and (line is not None or service.outside != "free")
    if needed:
        missing = _licence(provider, service, line, on)
        reasons = (*standing, *missing)
    else:
        reasons = (*standing, *_free(provider, service, industry), *_floors(provider, known, floors))
    return Decision(reasons, service.basis, needed, line.label if line else "")


def _standing(provider: ProviderFacts) -> list[Reason]:
    if provider.standing == "listed":
        return []
    code = f"not_listed_{provider.standing}" if provider.standing else "not_listed"
    return [Reason(code, STANDINGS[provider.standing], "三(四)c" if provider.standing else "三(一)")]


def _licence(provider: ProviderFacts, service: Service, line: Line | None, on: date) -> list[Reason]:
    """Nothing, or the one thing that is nearest to a licence that would do."""
    name = str(Credential(service.licence).label)
    tries = [_flaw(each, line, on) for each in provider.licences if each.credential == service.licence]
    if "" in tries:
        return []
    worst = ["line", "halted", "unverified", "ended", "not_begun"]
    code = next((each for each in worst if each in tries), "none")
    text = {
        "line": f"{name}的核准范围里没有“{line.label if line else ''}”",
        "halted": f"{name}在 {on} 被暂停或吊销",
        "unverified": f"{name}还没有核验",
        "ended": f"{name}在 {on} 已经过期",
        "not_begun": f"{name}在 {on} 还没有生效",
        "none": f"没有{name}",
    }[code]
    return [Reason(f"licence_{code}", text, credential=service.licence)]


def _flaw(licence: Licence, line: Line | None, on: date) -> str:
    if on < licence.period.valid_from:
        return "not_begun"
    if not licence.period.holds(on):
        return "ended"
    if licence.check != Check.VERIFIED:
        return "unverified"
    if any(halt.holds(on) for halt in licence.halts):
        return "halted"
    return "line" if line is not None and line.code not in licence.lines else ""


def _free(provider: ProviderFacts, service: Service, industry: str) -> list[Reason]:
    """What is asked where no licence is: the kind, the registered scope of business, the own trade."""
    found = []
    if provider.kind not in service.providers:
        found.append(Reason("kind", f"{ProviderKind(provider.kind).label}不做这类服务", "三(一)"))
    if not any(word in provider.business_scope for word in service.words):
        words = "、".join(service.words[:3])
        found.append(Reason("business_scope", f"登记的经营（业务）范围里没有{words}一类的内容"))
    if provider.kind == ProviderKind.LEADING_ENTERPRISE and not _same_trade(provider.trade, industry):
        found.append(Reason("trade", "行业领军企业只在本行业里服务", "三(一)"))
    return found


def _same_trade(trade: str, industry: str) -> bool:
    return bool(trade and industry) and industry.startswith(trade)


def _floors(provider: ProviderFacts, known: Catalogue, floors: Mapping[str, int]) -> list[Reason]:
    found = []
    for floor in known.floors_of(provider.kind):
        asked, there = floors[floor.parameter], provider.staff.get(floor.counts, 0)
        if there < asked:
            text = f"{UNIT[floor.counts]}只有 {there} 人，少于 {asked} 人"
            found.append(Reason(f"staff_{floor.counts}", text, STAFFING))
    return found
