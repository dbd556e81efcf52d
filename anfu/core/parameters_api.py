"""Parameters over the API: their values in force, and proposals of new ones."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from anfu.core import parameter_changes, parameters
from anfu.core.api import Body, permitted
from anfu.core.approvals.api import ProposalOut, out

router = Router(tags=["参数"])


class ParameterOut(Schema):
    """A number of the policy. `value` as in force on the day asked for, null where none was."""

    code: str
    label: str
    unit: str
    clause: str
    minimum: int
    maximum: int
    value: int | None


class ParameterValueIn(Body):
    """A new value from a day on, and why."""

    value: int
    valid_from: date
    reason: str = Field(min_length=5, max_length=200)


@router.get("", response=list[ParameterOut], summary="参数")
@permitted("core.view_parameters")
def parameter_list(request: HttpRequest, on: date | None = None) -> list[dict[str, Any]]:
    """Every number of the policy, as in force on the day (today)."""
    values = parameters.table(on=on or request.today)  # type: ignore[attr-defined]
    names = ("code", "label", "unit", "clause", "minimum", "maximum")
    return [
        {name: getattr(each, name) for name in names} | {"value": values.get((each.code, ""))}
        for each in parameters.definitions().values()
    ]


@router.post("/{code}/proposals", response={201: ProposalOut}, summary="提请改参数")
@permitted("core.set_parameter", fresh=True)
def propose(request: HttpRequest, code: str, body: ParameterValueIn) -> Any:
    """Ask for a new value; it holds once another administrator has approved it."""
    if code not in parameters.definitions():
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    made = parameter_changes.propose(
        code, body.value, valid_from=body.valid_from, reason=body.reason, actor=actor
    )
    return Status(201, out(made, request))
