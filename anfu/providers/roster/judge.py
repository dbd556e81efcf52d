"""What a row of a roster of people would do: created, unchanged or refused, and why. Pure but for the clock's day given."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from anfu.core.intake.kinds import CREATED, REFUSED, UNCHANGED
from anfu.providers.actions.staff import ELSEWHERE
from anfu.providers.models import Employment
from anfu.providers.roster.fields import PAPER
from anfu.providers.roster.known import Known

REASONS = {
    "bad_identity": "身份证号不对",
    "bad_full_time": "不认得的任职方式",
    "bad_days": "天数不对",
    "bad_credential": "不认得的证书种类",
    "name_differs": "姓名与登记的不同",
    "not_begun": "还没有到岗",
    "period_reversed": "期限颠倒",
    "paper_half": "证书没有填全",
    "elsewhere": "已在别家专职",
    "known_otherwise": "与登记的不同",
    "number_taken": "证书编号是别人的",
    "in_file": "表里前后不一",
    "missing": "没有填",
    "duplicate": "表里重复",
}
JOB = ("full_time", "position", "valid_from", "valid_to", "days_a_year")


class Verdict(NamedTuple):
    verdict: str
    code: str
    message: str
    fix: str = ""


@dataclass(slots=True)
class Seen:
    """The rows of one file so far: the work of each person, and the certificates."""

    jobs: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    rows: set[tuple[str, str, str]] = field(default_factory=set)


def verdict(row: dict[str, Any], person: str, known: Known, seen: Seen, at: int, today: date) -> Verdict:
    """`row`: STAFF with its problem; `person`: the digest; `at`: the institution's key."""
    if row["problem_code"]:
        return Verdict(REFUSED, row["problem_code"], row["problem"], row["problem_fix"])
    job, key = tuple(row[name] for name in JOB), (person, row["credential"] or "", row["number"] or "")
    wrong = _wrong(row, person, known, today) or _against(row, person, known, at)
    if wrong is not None:
        return wrong
    if seen.jobs.get(person, job) != job:
        return Verdict(
            REFUSED, "in_file", "同一个人在前面的行里，入职、岗位等写得不同", "请写成一样，或者留一行"
        )
    if key in seen.rows:
        return Verdict(UNCHANGED, "duplicate_same", "与前面的一行相同")
    first = person not in seen.jobs
    seen.jobs[person] = job
    seen.rows.add(key)
    new_job = first and _here(row, person, known, at) is None
    new_paper = bool(row["number"]) and (row["credential"], row["number"]) not in known.papers
    if new_job:
        return Verdict(CREATED, "new", "登记人员和证书" if new_paper else "登记人员")
    if new_paper:
        return Verdict(CREATED, "new_paper", "登记一张证书")
    return Verdict(UNCHANGED, "same", "与登记的一致")


def _wrong(row: dict[str, Any], person: str, known: Known, today: date) -> Verdict | None:
    """What is wrong with the row itself."""
    if known.names.get(person, row["name"]) != row["name"]:
        return Verdict(REFUSED, "name_differs", "这个身份证号已经登记，姓名不同", "请核对身份证")
    if row["valid_from"] > today:
        return Verdict(REFUSED, "not_begun", "入职日期在今天以后", "到岗以后再登记")
    reversed_ = row["valid_to"] is not None and row["valid_to"] <= row["valid_from"]
    if reversed_ or (row["paper_from"] and row["paper_to"] and row["paper_to"] <= row["paper_from"]):
        return Verdict(REFUSED, "period_reversed", "结束日期早于开始日期", "请核对日期")
    given = [name for name in PAPER if row[name] is not None]
    if given and not (row["credential"] and row["number"] and row["paper_from"]):
        return Verdict(REFUSED, "paper_half", "证书要有种类、编号和有效期起", "请补全，或者整个不填")
    return None


def _against(row: dict[str, Any], person: str, known: Known, at: int) -> Verdict | None:
    """What the registered says otherwise."""
    here = _here(row, person, known, at)
    if here is not None and not _agrees(here, row):
        return Verdict(
            REFUSED, "known_otherwise", "这个人已经登记，入职、离职、岗位等不同", "离职或更正请在机构页上办"
        )
    away = (each for each in known.jobs.get(person, ()) if each.provider_id != at and each.full_time)
    if row["full_time"] and any(_meets(each, row) for each in away):
        return Verdict(
            REFUSED, "elsewhere", ELSEWHERE.split("，没有登记")[0], "请本人先在原来的机构办离职，或者改成兼职"
        )
    owner = known.papers.get((row["credential"] or "", row["number"] or ""), person)
    if owner != person:
        return Verdict(REFUSED, "number_taken", "这个证书编号已经登记给别人", "请核对编号")
    return None


def _here(row: dict[str, Any], person: str, known: Known, at: int) -> Employment | None:
    """The person's work at this institution in these days."""
    jobs = (each for each in known.jobs.get(person, ()) if each.provider_id == at)
    return next((each for each in jobs if _meets(each, row)), None)


def _meets(each: Employment, row: dict[str, Any]) -> bool:
    begins_before_it_ends = row["valid_to"] is None or each.valid_from < row["valid_to"]
    return begins_before_it_ends and (each.valid_to is None or each.valid_to > row["valid_from"])


def _agrees(each: Employment, row: dict[str, Any]) -> bool:
    """What the file leaves empty is not otherwise."""
    told = {name: row[name] for name in JOB if row[name] is not None}
    return all(getattr(each, name) == value for name, value in told.items())
