"""Things of the rooms: enterprises and what is recorded about them."""

from datetime import date, timedelta

from anfu.core import clock, files, jobs, ledger, waiting
from anfu.core.intake import actions as intakes
from anfu.core.intake.kinds import kind_of
from anfu.core.models import Job, OutboundHost, OutboxItem, Proposal
from anfu.engagements.tests.factories import make_engagement
from anfu.people.actors import actor_of
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.registry.models import DuplicatePair, SavedView
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.tests.factories import make_finding, make_listing, make_programme
from tests.matrix.things import Values, thing
from tests.matrix.world import Side


@thing(r"/enterprises/[<{](str:)?uscc[>}]")
def enterprise(side: Side) -> Values:
    return {"uscc": side.enterprise.organisation.uscc}


@thing(r"/engagements/[<{]")
def engagement(side: Side) -> Values:
    terms = {"provider": side.provider, "contract_no": side.canary("engagement", "contract_no")}
    stored = files.keep(side.relation.encode(), name=side.canary("engagement", "file") + ".pdf", kind="pdf")
    return {"pk": make_engagement(side.enterprise, file=stored, **terms).pk}


@thing(r"/(key-objects|findings)/[<{]")
def finding(side: Side) -> Values:
    stored = files.keep(b"f" + side.relation.encode(), name=side.canary("finding", "file"), kind="pdf")
    reason = side.canary("finding", "reason")
    return {"pk": make_finding(side.enterprise, state="confirmed", reason=reason, file=stored).pk}


@thing(r"/listings/[<{]")
def listing(side: Side) -> Values:
    texts = {name: side.canary("listing", name) for name in ("number", "hazard", "source")}
    return {"pk": make_listing(side.enterprise, **texts).pk}


@thing(r"/programmes/[<{]")
def programme(side: Side) -> Values:
    texts = {name: side.canary("programme", name) for name in ("name", "office")}
    made = make_programme([["employees", "at_most", 100]], division=side.division, **texts)
    return {"pk": made.pk}


@thing(r"/duplicates/[<{]")
def duplicate(side: Side) -> Values:
    place = {"division": side.division, "town": side.enterprise.town}
    twin = make_enterprise(name=side.canary("enterprise", "name"), **place)
    first, second = sorted((side.enterprise, twin), key=lambda e: e.pk)
    texts = {"kind": "same_name", "basis": side.canary("duplicate", "basis")}
    return {"pk": DuplicatePair.objects.create(first=first, second=second, **texts).pk}


@thing(r"/intakes/[<{]")
def intake(side: Side) -> Values:
    rows = f"企业名称,统一社会信用代码,注册地址\n{side.canary('intake', 'cell')},91330784MA00AB1C6J,永康市\n"
    path = files.path(files.keep(rows.encode(), name="n.csv", kind="csv"))
    officer = make_actor("county_officer", division=side.division)
    name = side.canary("intake", "name") + ".csv"
    made = intakes.upload(kind_of("roster"), path, name=name, as_of=clock.today(), actor=officer)
    intakes.start_judging(made.pk, actor=officer)
    jobs.run_all()
    return {"pk": made.pk}


@thing(r"/enterprises/export/[<{]")
def export(side: Side) -> Values:
    stored = files.keep(side.relation.encode(), name=side.canary("export", "file"), kind="xlsx")
    return {"pk": job_of(side, "registry.export", {"file": stored.pk, "rows": 1, "check_code": "a"}).pk}


@thing(r"/jobs/[<{]")
def job(side: Side) -> Values:
    return {"pk": job_of(side, "core.intake_judge", {}).pk}


@thing(r"/enterprises/views/[<{]")
def saved_view(side: Side) -> Values:
    named = {"page": "enterprises", "name": side.canary("view", "name"), "query": "q=a"}
    return {"pk": SavedView.objects.create(owner=side.person, **named).pk}


@thing(r"/ledger/(entries/)?[<{](str:)?stream[>}]")
def entry(side: Side) -> Values:
    after = {"note": side.canary("entry", "note")}
    subject, who = f"test:{side.relation}", actor_of(side.person)
    made = ledger.record(
        "core.parameter_set", subject, actor=who, on=date(2026, 1, 5), stream=side.division, after=after
    )
    return {"stream": made.stream, "seq": made.seq}


@thing(r"/approvals/[<{]")
def approval(side: Side) -> Values:
    last = clock.today() + timedelta(days=9)
    made = Proposal.objects.create(
        kind="core.parameter_set", subject=f"parameter:{side.relation}", title=side.canary("approval", "title"),
        reason=side.canary("approval", "reason"), href="/parameters/", division=side.division, changes=[],
        arguments={"code": "targets.high_risk_bp", "value": 9_900, "valid_from": last.isoformat(), "division": ""},
        proposer=side.person, proposer_office="测试局", proposed_at=clock.now(), expires_on=last,
    )  # fmt: skip
    return {"pk": made.pk}


@thing(r"/todos/[<{]")
def todo(side: Side) -> Values:
    subject, own = f"test:{side.relation}", side.relation == "mine"
    step = waiting.Waiting(
        kind="core.approval", subject=subject, title=side.canary("todo", "title"), href="/desk/",
        permission="registry.view", division=side.division, town=side.enterprise.town,
        person=side.person.pk if own else None,
    )  # fmt: skip
    waiting.began(step)
    return {"pk": Todo.objects.get(subject=subject).pk}


@thing(r"/outbound/hosts/[<{]")
def host(side: Side) -> Values:
    told = {"host": f"{side.relation}.example", "port": 443, "note": side.canary("host", "note")}
    return {"pk": OutboundHost.objects.create(allowed_at=clock.now(), **told).pk}


@thing(r"/outbound/[<{]")
def outbox_item(side: Side) -> Values:
    now = clock.now()
    told = {"topic": "people.message", "payload": {}, "effect_key": side.canary("outbox", "key")}
    times = {"created_at": now, "not_before": now, "failed_at": now}
    return {"pk": OutboxItem.objects.create(error=side.canary("outbox", "error"), **told, **times).pk}


def job_of(side: Side, kind: str, result: Values, **arguments: object) -> Job:
    """A job that this side's person ordered, done."""
    now = clock.now()
    return Job.objects.create(
        kind=kind, actor=side.person, queued_at=now, finished_at=now, state="done", result=result,
        note=side.canary("job", "note"), arguments=arguments,
    )  # fmt: skip
