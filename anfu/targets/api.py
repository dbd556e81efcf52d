"""Coverage over the API: the same figures and rows as the pages."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from anfu.core import clock
from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.registry.places import places
from anfu.targets import labels
from anfu.targets.groups import GROUPS, HIGH_RISK
from anfu.targets.queries import coverage as coverage_queries
from anfu.targets.queries import export
from anfu.targets.queries import rows as row_queries
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import trend
from anfu.targets.queries.rows import Chosen
from anfu.targets.web.links import decoded

router = Router(tags=["覆盖率"])
LIMIT = 200
LARGEST_KEY = 2**63 - 1
By = Literal["division", "town", "class", "ground", "sector", "size_class"]
State = Literal["all", "covered", "uncovered", "never", "lapsed", "newly"]


class CoverageRow(Schema):
    """One line; counts are enterprises, rates basis points (10000 = 100 %), null where nothing is known."""

    code: str
    label: str
    in_scope: int
    covered: int
    newly: int
    never: int
    lapsed: int
    rate_bp: int | None
    newly_bp: int | None
    target_bp: int | None
    gap: int | None


class TableRow(Schema):
    """One line of the whole table: a place and a group."""

    on: date
    division: str
    division_name: str
    group: str
    label: str
    clause: str
    in_scope: int
    covered: int
    rate_bp: int | None
    target_bp: int | None
    gap: int | None
    newly: int
    newly_bp: int | None
    newly_target_bp: int | None
    never: int
    lapsed: int


class TrendPoint(Schema):
    """A group's figure at a month's end (the last point: as of the day asked for)."""

    on: date
    group: str
    in_scope: int
    covered: int
    rate_bp: int | None


class EnterpriseRow(Schema):
    """An enterprise that a figure counts."""

    uscc: str
    name: str
    division: str
    town: str
    sector: str
    size: str
    grounds: list[str]
    employees: int | None
    state: str
    ended: date | None


class EnterprisePage(Schema):
    """`count` is the figure; `after` asks for the next page, null at the end."""

    count: int
    rows: list[EnterpriseRow]
    after: int | None


@router.get(
    "/coverage", response={200: list[CoverageRow], 409: Problem}, summary="某一天的覆盖率，按一个方面分"
)
@permitted("targets.view")
def coverage(
    request: HttpRequest,
    on: date | None = None,
    by: By = "division",
    group: str = HIGH_RISK,
    division: str = "",
    sector: str = "",
    size: str = "",
) -> list[dict[str, Any]]:
    """By class and by ground each row is a group of its own; otherwise all rows are about `group`."""
    found = coverage_queries.coverage(
        clock.known_day(on), _actor(request), by, _group(group), _filters(division, sector, size)
    )
    return [_row(row) for row in found]


@router.get("/coverage/table", response=list[TableRow], summary="全市和各地、各类对象的整张表")
@permitted("targets.view")
def table(request: HttpRequest, on: date | None = None) -> list[dict[str, Any]]:
    """What `anfu coverage --json` prints."""
    return export.table(clock.known_day(on), _actor(request))


@router.get("/coverage/trend", response={200: list[TrendPoint], 409: Problem}, summary="24 个月的趋势")
@permitted("targets.view")
def months(request: HttpRequest, on: date | None = None, division: str = "") -> list[dict[str, Any]]:
    """High risk and industrial at each month's end."""
    ends, found = trend(clock.known_day(on), _actor(request), _filters(division, "", ""))
    return [
        {"on": day, "group": group, "in_scope": f.in_scope, "covered": f.covered, "rate_bp": f.rate_bp}
        for group, values in found.items()
        for day, f in zip(ends, values, strict=True)
    ]


@router.get(
    "/coverage/enterprises",
    response={200: EnterprisePage, 409: Problem, 429: Problem},
    summary="一个数字下面的企业",
)
@permitted("targets.view")
@counted
def enterprises(
    request: HttpRequest,
    on: date | None = None,
    group: str = HIGH_RISK,
    state: State = "all",
    division: str = "",
    sector: str = "",
    size: str = "",
    after: int = Query(0, ge=0, le=LARGEST_KEY),
    limit: int = 50,
) -> dict[str, Any]:
    """Those within the reader's territory, by key."""
    day, actor = clock.known_day(on), _actor(request)
    chosen = Chosen(_group(group), state, _filters(division, sector, size))
    found = row_queries.spans(day, actor, chosen).filter(enterprise_id__gt=after)
    size_of_page = max(1, min(limit, LIMIT))
    ordered = found.select_related("enterprise__organisation").order_by("enterprise_id")
    spans = list(ordered[: size_of_page + 1])
    page, more = spans[:size_of_page], len(spans) > size_of_page
    return {
        "count": row_queries.count(day, actor, chosen),
        "rows": row_queries.described(page, day),
        "after": page[-1].enterprise_id if more else None,
    }


def _row(row: coverage_queries.Row) -> dict[str, Any]:
    names = ("in_scope", "covered", "newly", "never", "lapsed", "rate_bp", "newly_bp")
    counted = {name: getattr(row.figure, name) for name in names}
    return {"code": row.code, "label": row.label, "target_bp": row.target_bp, "gap": row.gap, **counted}


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _group(code: str) -> str:
    if code not in GROUPS:
        raise Refused(f"没有“{code}”这一类对象。可以用：{'、'.join(GROUPS)}")
    return code


def _filters(division: str, sector: str, size: str) -> Filters:
    if division and division not in places():
        raise Refused(f"没有代码为“{division}”的地区。")
    return Filters(division, decoded(sector, labels.SECTORS), decoded(size, labels.SIZES))
