"""Imports over the API: the same steps as the pages, from the same actions and queries."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from anfu.core import uploads
from anfu.core.api import Body, Problem, permitted
from anfu.core.intake import actions, mending, queries, sheets
from anfu.core.intake.kinds import kinds_of
from anfu.core.intake.queries import RowFilter
from anfu.core.models import Intake, IntakeState
from anfu.core.reading.counted import counted

router = Router(tags=["导入"])
PERMISSION = "core.import"
LIMIT = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Verdict = Literal["created", "updated", "unchanged", "refused"]


class KindOut(Schema):
    """A kind of file and the fields that its columns may be matched to."""

    code: str
    label: str
    fields: dict[str, str]


class ColumnOut(Schema):
    """A column of the file; `field` null: not imported."""

    index: int
    header: str
    field: str | None
    note: str


class IntakeOut(Schema):
    """One import. `counts`: rows, then rows by verdict, and `codes` by "verdict:code"; empty before it is judged."""

    id: int
    kind: str
    name: str
    as_of: date
    division: str
    state: str
    state_label: str
    counts: dict[str, Any]
    batches: int
    written: int
    done: int
    total: int
    columns: list[ColumnOut]
    error: str
    created_at: datetime
    applied_at: datetime | None
    last_day_to_withdraw: date | None
    withdrawn_at: datetime | None


class IntakePage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[IntakeOut]
    after: int | None


class CellChangeOut(Schema):
    """A field that changes, in words; personal values are masked."""

    field: str
    label: str
    old: str | None
    new: str | None


class RowOut(Schema):
    """A row's verdict. `row` is its key here, `line` the line of the sheet."""

    row: int
    line: int
    key: str | None
    name: str | None
    division: str | None
    verdict: Verdict
    code: str
    message: str
    fix: str
    changes: list[CellChangeOut]


class RowPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[RowOut]
    after: int | None


class ColumnsIn(Body):
    """Column index -> field, or null for not imported; columns that are not named stay as they are."""

    columns: dict[int, str | None]


class CellsIn(Body):
    """Field -> text, over what the file says."""

    cells: dict[str, str]


class IntakeReasonIn(Body):
    """Why; kept in the ledger."""

    reason: str = Field(min_length=5, max_length=500)


@router.get("/kinds", response=list[KindOut])
@permitted(PERMISSION)
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """What can be imported."""
    return [{"code": k.code, "label": k.label, "fields": dict(k.labels())} for k in kinds_of(_actor(request))]


@router.get("", response=IntakePage)
@permitted(PERMISSION)
def intake_list(
    request: HttpRequest, after: int | None = None, limit: int = Query(50, ge=1, le=LIMIT)
) -> Any:
    """Imports of the territory, newest first."""
    found = queries.visible_to(_actor(request))
    rows = list((found.filter(pk__lt=after) if after else found)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return {"rows": [_out(each) for each in rows], "after": rows[-1].pk if more else None}


@router.post("", response={201: IntakeOut})
@permitted(PERMISSION)
def upload(
    request: HttpRequest,
    kind: str = Form(...),
    as_of: date = Form(...),  # noqa: B008
    division: str = Form(""),
    file: UploadedFile = File(...),  # noqa: B008
) -> Any:
    """Upload a file; its columns are recognised, nothing is judged yet."""
    of_code = {each.code: each for each in kinds_of(_actor(request))}
    if kind not in of_code:
        raise HttpError(422, "没有这一种文件")
    with uploads.as_table(file, name=file.name or "", actor=_actor(request)) as taken:
        made = actions.upload(
            of_code[kind],
            taken.path,
            name=taken.name,
            as_of=as_of,
            actor=_actor(request),
            division=division,
            scan=taken.scan,
        )
    return Status(201, _out(made))


@router.get("/{pk}", response=IntakeOut)
@permitted(PERMISSION)
def intake(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One import and how far it is."""
    return _out(_found(request, pk))


@router.put("/{pk}/columns", response=IntakeOut)
@permitted(PERMISSION)
def columns(request: HttpRequest, pk: int, body: ColumnsIn) -> dict[str, Any]:
    """Match columns, remember it for the office, and start the dry run."""
    return _out(actions.choose_columns(_found(request, pk).pk, body.columns, actor=_actor(request)))


@router.post("/{pk}/judge", response=IntakeOut)
@permitted(PERMISSION)
def judge(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Start the dry run with the columns as they are matched."""
    return _out(actions.start_judging(_found(request, pk).pk, actor=_actor(request)))


@router.get("/{pk}/rows", response={200: RowPage, 429: Problem})
@permitted(PERMISSION)
@counted
def rows(
    request: HttpRequest,
    pk: int,
    verdict: Verdict | None = None,
    code: str = "",
    after: int | None = None,
    limit: int = Query(50, ge=1, le=LIMIT),
) -> dict[str, Any]:
    """Verdicts in the order of the sheet, once the file is judged; 404 once they have outlived their time."""
    found = _found(request, pk, rows_kept=True)
    if not found.counts:
        return {"rows": [], "after": None}
    page = queries.rows_page(found, RowFilter(verdict or "", code), after=after, before=None, size=limit)
    return {"rows": page.rows, "after": int(page.after) if page.after else None}


@router.put("/{pk}/rows/{row}", response=RowOut)
@permitted(PERMISSION)
def mend(request: HttpRequest, pk: int, row: int, body: CellsIn) -> Any:
    """Mend a refused row; it is judged again."""
    found = _found(request, pk)
    mending.mend_row(found.pk, row, body.cells, actor=_actor(request))
    return queries.one_row(found, row)


@router.get("/{pk}/refused.xlsx", openapi_extra={"responses": {200: {"content": {XLSX: {}}}}})
@permitted(PERMISSION)
def refused(request: HttpRequest, pk: int) -> Any:
    """The refused rows with their reasons, to be mended and loaded again; 404 once they have outlived their time."""
    found = _found(request, pk, rows_kept=True)
    file = sheets.refused_rows(found, _actor(request))
    return FileResponse(file, as_attachment=True, filename=sheets.file_name(found))


@router.post("/{pk}/apply", response=IntakeOut)
@permitted(PERMISSION)
def apply(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Write what was judged."""
    return _out(actions.start_applying(_found(request, pk).pk, actor=_actor(request)))


@router.post("/{pk}/drop", response=IntakeOut)
@permitted(PERMISSION)
def drop(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Give it up before it is written."""
    actions.drop(_found(request, pk).pk, actor=_actor(request))
    return _out(_found(request, pk))


@router.post("/{pk}/withdraw", response=IntakeOut)
@permitted(PERMISSION)
def withdraw(request: HttpRequest, pk: int, body: IntakeReasonIn) -> dict[str, Any]:
    """Take it back; what later changes build on stays."""
    found = _found(request, pk)
    return _out(actions.start_withdrawing(found.pk, reason=body.reason, actor=_actor(request)))


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _found(request: HttpRequest, pk: int, **kept: bool) -> Intake:
    return get_object_or_404(queries.visible_to(_actor(request)), pk=pk, **kept)


def _out(found: Intake) -> dict[str, Any]:
    same = ("kind", "name", "as_of", "division", "state", "counts", "batches", "written", "error")
    moments = ("created_at", "applied_at", "withdrawn_at")
    job = found.job
    return {
        "id": found.pk,
        **{name: getattr(found, name) for name in (*same, *moments)},
        "state_label": IntakeState(found.state).label,
        "done": job.done if job else 0,
        "total": job.total if job else 0,
        "columns": found.mapping["columns"],
        "last_day_to_withdraw": actions.last_day_to_withdraw(found),
    }
