"""For each write route, a thing that it can be done to, and the request that does it."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from anfu.core import clock, jobs
from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.intake import actions as intakes
from anfu.core.intake.kinds import kind_of
from anfu.core.intake.mending import typed_cells
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Intake, Proposal
from anfu.core.parameters import definitions
from anfu.core.tests.approving import make_second, proposed
from anfu.core.tests.samples import pdf
from anfu.engagements.models import Engagement
from anfu.engagements.tests.factories import code, make_engagement
from anfu.engagements.tests.factories import make_enterprise as make_plain
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.duplicates import merge
from anfu.registry.actions.saved_views import save_view
from anfu.registry.models import DuplicatePair, EnterpriseVersion, SavedView
from anfu.registry.roster.fields import FACTS
from anfu.registry.tests.factories import make_enterprise, make_uscc
from anfu.registry.tests.roster_files import firm, write
from tests.writes.calls import Call, maker

numbers = count(5000)
WHY = "现场核对，情况属实"
PDF = pdf()
API = "/api/v1"


def _actor() -> Actor:
    return make_actor()


def today() -> str:
    return clock.today().isoformat()


def _ahead(days: int = 7) -> str:
    return (clock.today() + timedelta(days)).isoformat()


# Approvals and parameters.


def proposal(actor: Actor) -> int:
    waiting = Proposal.objects.filter(state="waiting").values_list("subject", flat=True)
    free = next(c for c in definitions() if f"parameter:{c}" not in waiting)
    value = definitions()[free].minimum
    return proposed(free, value, valid_from=clock.today() + timedelta(7), actor=actor).pk


@maker("POST /approvals/<int:pk>/approve/")
def approve_page() -> Call:
    return Call(f"/approvals/{proposal(make_second())}/approve/", {"note": "同意"})


@maker("POST /approvals/<int:pk>/refuse/")
def refuse_page() -> Call:
    return Call(f"/approvals/{proposal(make_second())}/refuse/", {"reason": WHY})


@maker("POST /approvals/<int:pk>/withdraw/")
def withdraw_page() -> Call:
    return Call(f"/approvals/{proposal(_actor())}/withdraw/")


@maker("POST /api/v1/approvals/{pk}/approve")
def approve_api() -> Call:
    return Call(f"{API}/approvals/{proposal(make_second())}/approve", json={"note": "同意"})


@maker("POST /api/v1/approvals/{pk}/refuse")
def refuse_api() -> Call:
    return Call(f"{API}/approvals/{proposal(make_second())}/refuse", json={"reason": WHY})


@maker("POST /api/v1/approvals/{pk}/withdraw")
def withdraw_api() -> Call:
    return Call(f"{API}/approvals/{proposal(_actor())}/withdraw", json={})


@maker("POST /parameters/<str:code>/")
def parameter_page() -> Call:
    value = definitions()["targets.industrial_bp"].minimum
    form = {"value": str(value), "valid_from": _ahead(), "reason": WHY}
    return Call("/parameters/targets.industrial_bp/", form)


@maker("POST /api/v1/parameters/{code}/proposals")
def parameter_api() -> Call:
    body = {"value": definitions()["targets.high_risk_bp"].minimum, "valid_from": _ahead(), "reason": WHY}
    return Call(f"{API}/parameters/targets.high_risk_bp/proposals", json=body)


@maker("POST /parameters/calendar/")
def calendar() -> Call:
    days = "2031-01-01 放假 元旦\n2031-01-02 放假 元旦\n2031-01-04 上班 元旦"
    return Call("/parameters/calendar/", {"year": "2031", "source": "测试通知", "days": days})


# Service relations.


def _engagement() -> Engagement:
    number = next(numbers)
    return Engagement.objects.get(pk=make_engagement(make_plain(number), contract_no=f"样-{number}").pk)


@maker("POST /engagements/new/")
def engagement_new() -> Call:
    form = _terms() | {"uscc": make_plain(next(numbers)).organisation.uscc, "price": "8000"}
    return Call("/engagements/new/", form, {"file": ("合同.pdf", PDF)})


def _terms() -> dict[str, object]:
    number = next(numbers)
    return {
        "provider_uscc": code(number, "91330702MB"),
        "provider_name": f"样例{number}安全技术公司",
        "mode": "enterprise",
        "kinds": ["entrust"],
        "contract_no": f"新-{number}",
        "valid_from": str(clock.today()),
        "last_day": str(clock.today() + timedelta(364)),
        "signed_on": str(clock.today()),
    }


@maker("POST /api/v1/engagements/engagements")
def engagement_new_api() -> Call:
    body = _terms() | {"enterprise_uscc": make_plain(next(numbers)).organisation.uscc, "price_fen": 800000}
    return Call(f"{API}/engagements/engagements", json=body)


@maker("POST /engagements/<int:pk>/end/")
def engagement_end() -> Call:
    made = _engagement()
    form = {"last_day": "2026-06-30", "reason": WHY, "version": edition_of(made)}
    return Call(f"/engagements/{made.pk}/end/", form, version="version")


@maker("POST /engagements/<int:pk>/retract/")
def engagement_retract() -> Call:
    made = _engagement()
    form = {"reason": WHY, "version": edition_of(made)}
    return Call(f"/engagements/{made.pk}/retract/", form, version="version")


@maker("POST /engagements/<int:pk>/evidence/")
def engagement_evidence() -> Call:
    made = _engagement()
    form, file = {"version": edition_of(made)}, ("合同.pdf", PDF)
    return Call(f"/engagements/{made.pk}/evidence/", form, {"file": file}, version="version")


@maker("POST /api/v1/engagements/engagements/{engagement_id}/end")
def engagement_end_api() -> Call:
    made = _engagement()
    body = {"last_day": "2026-06-30", "reason": WHY, "version": edition_of(made)}
    return Call(f"{API}/engagements/engagements/{made.pk}/end", json=body, version="version")


@maker("POST /api/v1/engagements/engagements/{engagement_id}/retract")
def engagement_retract_api() -> Call:
    made = _engagement()
    body = {"reason": WHY, "version": edition_of(made)}
    return Call(f"{API}/engagements/engagements/{made.pk}/retract", json=body, version="version")


# The registry.


def _pair() -> DuplicatePair:
    first, second = make_enterprise(), make_enterprise()
    with without_ledger():
        return DuplicatePair.objects.create(
            first=first, second=second, kind="same_name", basis="名称一字不差"
        )


def _seen(pair: DuplicatePair) -> str:
    both = [pair.first_id, pair.second_id]
    keys = EnterpriseVersion.objects.filter(enterprise__in=both).values_list("pk", flat=True)
    return ",".join(map(str, keys))


@maker("POST /duplicates/<int:pk>/")
def duplicate_merge() -> Call:
    pair = _pair()
    form = {"keep": str(pair.first_id), "reason": WHY, "seen": _seen(pair)}
    return Call(f"/duplicates/{pair.pk}/", form, version="seen")


@maker("POST /duplicates/<int:pk>/distinct/")
def duplicate_distinct() -> Call:
    return Call(f"/duplicates/{_pair().pk}/distinct/", {"reason": WHY})


@maker("POST /duplicates/<int:pk>/unmerge/")
def duplicate_unmerge() -> Call:
    pair = _pair()
    merge(pair.pk, keep=pair.first_id, reason=WHY, actor=_actor(), on=clock.today())
    return Call(f"/duplicates/{pair.pk}/unmerge/", {"reason": WHY})


@maker("POST /duplicates/find/")
def duplicate_find() -> Call:
    jobs.run_all()
    return Call("/duplicates/find/")


@maker("POST /enterprises/<str:uscc>/edit/")
def enterprise_edit() -> Call:
    firm_ = make_enterprise(employees=20)
    version = firm_.versions.get()
    form = {
        "name": version.name, "division": version.division, "industry": version.industry,
        "status": version.status or "active", "employees": "80", "on": today(), "source": "现场核实",
        "version": str(version.pk),
    }  # fmt: skip
    address = f"/enterprises/{firm_.organisation.uscc}/edit/"
    return Call(address, form, version="version", also=frozenset(FACTS))


@maker("PATCH /api/v1/registry/enterprises/{uscc}")
def enterprise_edit_api() -> Call:
    firm_ = make_enterprise(employees=20)
    body = {
        "changes": {"employees": 80}, "on": today(), "source": "现场核实",
        "expected_version": firm_.versions.get().pk,
    }  # fmt: skip
    return Call(
        f"{API}/registry/enterprises/{firm_.organisation.uscc}", json=body, version="expected_version"
    )


SEE = {"purpose": "inspection", "reason": WHY}


@maker("POST /enterprises/<str:uscc>/persons/")
def persons() -> Call:
    firm_ = make_enterprise(principal="方某某")
    return Call(f"/enterprises/{firm_.organisation.uscc}/persons/", dict(SEE))


@maker("POST /api/v1/registry/enterprises/{uscc}/persons")
def persons_api() -> Call:
    firm_ = make_enterprise(principal="方某某")
    return Call(f"{API}/registry/enterprises/{firm_.organisation.uscc}/persons", json=dict(SEE))


@maker("POST /enterprises/new/")
def enterprise_new() -> Call:
    form = {
        "uscc": make_uscc(), "name": "示例甲五金厂", "division": "330784", "status": "active",
        "on": today(), "source": "营业执照",
    }  # fmt: skip
    return Call("/enterprises/new/", form, also=frozenset(FACTS))


@maker("POST /enterprises/unplaced/")
def unplaced() -> Call:
    firm_ = make_enterprise(division="", town="")
    return Call("/enterprises/unplaced/", {"one": str(firm_.pk), f"place-{firm_.pk}": "330784"})


@maker("POST /enterprises/export/")
def export() -> Call:
    return Call("/enterprises/export/", {"query": "section=C", "purpose": "inspection"})


@maker("POST /enterprises/views/")
def view_save() -> Call:
    return Call("/enterprises/views/", {"name": f"大企业{next(numbers)}", "query": "size=large"})


def _view() -> SavedView:
    return save_view(f"视图{next(numbers)}", "size=large", actor=_actor())


@maker("POST /enterprises/views/<int:pk>/rename/")
def view_rename() -> Call:
    view = _view()
    form = {"name": f"改名{next(numbers)}", "version": edition_of(view)}
    return Call(f"/enterprises/views/{view.pk}/rename/", form, version="version")


@maker("POST /enterprises/views/<int:pk>/delete/")
def view_delete() -> Call:
    view = _view()
    return Call(f"/enterprises/views/{view.pk}/delete/", {"version": edition_of(view)}, version="version")


# Imports.


def _file(wrong: bool = False) -> bytes:
    row = firm(next(numbers))
    if wrong:
        row["employees"] = "六十余"
    with TemporaryDirectory() as folder:
        return write(Path(folder) / "r.csv", [row]).read_bytes()


def _intake(wrong: bool = False, state: str = "uploaded") -> Intake:
    actor = _actor()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_bytes(_file(wrong))
        made = intakes.upload(kind_of("roster"), path, name="r.csv", as_of=date(2026, 3, 1), actor=actor)
    for wanted, act in (("judged", intakes.start_judging), ("applied", intakes.start_applying)):
        if state in (wanted, "applied"):
            act(made.pk, actor=actor)
            jobs.run_all()
    return Intake.objects.get(pk=made.pk)


@maker("POST /intakes/new/")
def intake_new() -> Call:
    return Call("/intakes/new/", {"kind": "roster", "as_of": "2026-03-01"}, {"file": ("r.csv", _file())})


@maker("POST /api/v1/intakes")
def intake_new_api() -> Call:
    form, file = {"kind": "roster", "as_of": "2026-03-01"}, ("r.csv", _file())
    return Call(f"{API}/intakes", form, {"file": file}, also=frozenset({"division"}))


@maker("POST /intakes/<int:pk>/columns/")
def intake_columns() -> Call:
    made = _intake()
    choice = {f"c{c['index']}": c["field"] or "-" for c in made.mapping["columns"]}
    return Call(f"/intakes/{made.pk}/columns/", choice)


@maker("PUT /api/v1/intakes/{pk}/columns")
def intake_columns_api() -> Call:
    return Call(f"{API}/intakes/{_intake().pk}/columns", json={"columns": {"4": "employees"}})


@maker("POST /api/v1/intakes/{pk}/judge")
def intake_judge_api() -> Call:
    return Call(f"{API}/intakes/{_intake().pk}/judge", json={})


@maker("POST /intakes/<int:pk>/apply/")
def intake_apply() -> Call:
    return Call(f"/intakes/{_intake(state='judged').pk}/apply/")


@maker("POST /api/v1/intakes/{pk}/apply")
def intake_apply_api() -> Call:
    return Call(f"{API}/intakes/{_intake(state='judged').pk}/apply", json={})


@maker("POST /intakes/<int:pk>/drop/")
def intake_drop() -> Call:
    return Call(f"/intakes/{_intake().pk}/drop/")


@maker("POST /api/v1/intakes/{pk}/drop")
def intake_drop_api() -> Call:
    return Call(f"{API}/intakes/{_intake().pk}/drop", json={})


@maker("POST /intakes/<int:pk>/withdraw/")
def intake_withdraw() -> Call:
    return Call(f"/intakes/{_intake(state='applied').pk}/withdraw/", {"reason": WHY})


@maker("POST /api/v1/intakes/{pk}/withdraw")
def intake_withdraw_api() -> Call:
    return Call(f"{API}/intakes/{_intake(state='applied').pk}/withdraw", json={"reason": WHY})


@maker("POST /intakes/<int:pk>/rows/<int:row>/")
def intake_row() -> Call:
    made = _intake(wrong=True, state="judged")
    cells = typed_cells(made, 1) | {"employees": "63"}
    return Call(f"/intakes/{made.pk}/rows/1/", cells)


@maker("PUT /api/v1/intakes/{pk}/rows/{row}")
def intake_row_api() -> Call:
    made = _intake(wrong=True, state="judged")
    return Call(f"{API}/intakes/{made.pk}/rows/1", json={"cells": {"employees": "63"}})
