"""What a row of a roster of experts would do: nominate somebody, nothing, or why it is refused."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from anfu.core.intake.kinds import CREATED, REFUSED, UNCHANGED
from anfu.experts.models import Expert, ExpertState, Level
from anfu.experts.roster.fields import LISTS, NAMES

REASONS = {
    "bad_identity": "身份证号不对",
    "bad_phone": "手机号不对",
    "bad_level": "不认得的级别",
    "unknown_word": "不认得的专业、行业或地区",
    "too_many": "专业太多",
    "too_long": "太长",
    "bad_uscc": "信用代码不对",
    "unknown_employer": "库里没有的单位",
    "not_yours": "不是本地的专家",
    "name_differs": "姓名与登记的不同",
    "elsewhere": "已在别处的库里",
    "removed": "已出库",
    "known_otherwise": "与登记的不同",
    "duplicate": "表里前后不一",
    "missing": "没有填",
}
# What may stand in a row and be otherwise in the pool; the level and the person are asked about before.
FACTS = tuple(name for name in NAMES if name not in ("name", "identity", "employer_uscc"))


class Verdict(NamedTuple):
    verdict: str
    code: str
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a chunk: experts by digest of their number, and which credit codes exist.

    `place`: the counties for which the file is loaded, None for the whole city.
    """

    experts: dict[str, Expert]
    employers: frozenset[str]
    place: frozenset[str] | None


@dataclass(slots=True)
class Seen:
    """The rows of one file so far, by person."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def verdict(row: dict[str, Any], person: str, known: Known, seen: Seen) -> Verdict:
    """`row`: EXPERTS with its problem; `person`: the digest."""
    if row["problem_code"]:
        return Verdict(REFUSED, row["problem_code"], row["problem"], row["problem_fix"])
    if wrong := _wrong(row, known):
        return wrong
    before = seen.rows.setdefault(person, row)
    if before is not row:
        return _again(row, before)
    there = known.experts.get(person)
    return (
        Verdict(CREATED, "new", "推荐入库，等另一位审核")
        if there is None
        else _there(row, there, known.place)
    )


def _wrong(row: dict[str, Any], known: Known) -> Verdict | None:
    if row["level"] == Level.COUNTY and known.place is not None and row["region"] not in known.place:
        return Verdict(REFUSED, "not_yours", "县级库只能推荐本地的专家", "请核对所在地区和级别")
    if row["employer_uscc"] and row["employer_uscc"] not in known.employers:
        return Verdict(REFUSED, "unknown_employer", "库里没有这个统一社会信用代码的单位", "请核对，或者不填")
    return None


def _again(row: dict[str, Any], before: dict[str, Any]) -> Verdict:
    first = f"第 {before['row'] + 1} 行"
    if all(row[name] == before[name] for name in NAMES):
        return Verdict(UNCHANGED, "duplicate_same", f"与{first}相同")
    return Verdict(REFUSED, "duplicate", f"与{first}是同一个人，写得不同", "请留一行")


def _there(row: dict[str, Any], there: Expert, place: frozenset[str] | None) -> Verdict:
    """The person is in the library already; whose entry another office keeps, of that nothing more is told."""
    if place is not None and there.division not in place:
        return Verdict(
            REFUSED, "elsewhere", "这个人已经在专家库里，由别的单位管", "不用再推荐；有改动请找管的单位"
        )
    if there.name != row["name"]:
        return Verdict(REFUSED, "name_differs", "这个身份证号已经登记，姓名不同", "请核对身份证")
    if there.state == ExpertState.REMOVED:
        return Verdict(REFUSED, "removed", "这个人已经出库", "要重新入库，请本人重新申请")
    if any(_filed(there, name) != row[name] for name in FACTS if row[name] is not None):
        return Verdict(REFUSED, "known_otherwise", "这个人已经登记，有几项写得不同", "请在专家页上改资料")
    return Verdict(UNCHANGED, "same", "与登记的一致")


def _filed(there: Expert, name: str) -> str:
    value = getattr(there, name)
    return ",".join(value) if name in LISTS else value
