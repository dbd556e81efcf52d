"""Taking enterprises out as a file: at once where they are few, as a job where they are many."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from anfu.core import clock, files, jobs, ledger
from anfu.core.actor import Actor
from anfu.core.intake import acting
from anfu.core.models import Job
from anfu.core.refusal import Refused
from anfu.registry import filters
from anfu.registry.export import Book, Head, book
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries import listing

KIND = "registry.export"
AT_ONCE, MOST = 5_000, 50_000


class Wanted(NamedTuple):
    """Which rows: the query of the list as it stands in the address, or only the ticked ones (codes)."""

    query: str
    on: date
    picked: tuple[str, ...] = ()


def export(wanted: Wanted, *, actor: Actor) -> Book | Job:
    """The file, or where there are more than `AT_ONCE` rows the job that makes it. Personal data are masked."""
    if not actor.may("registry.export"):
        raise Refused("你没有导出的权限。")
    ids = _ids(wanted, actor)
    if not ids:
        raise Refused("没有可以导出的企业：筛选之后一家也没有。")
    if len(ids) > MOST:
        raise Refused(f"一次最多导出 {MOST:,} 家，现在的筛选多于这个数。请按区县或镇街分几次导出。")
    if len(ids) > AT_ONCE:
        told = {"query": wanted.query, "on": wanted.on.isoformat(), "actor": acting.to_json(actor)}
        with transaction.atomic():
            return jobs.enqueue(KIND, told, actor=actor)
    head = _head(wanted, actor)
    made = book(ids, head)
    with transaction.atomic():
        _record(made, head, actor)
    return made


@jobs.job(KIND)
def run(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Make the file of a queued export and keep it; a second run makes it anew."""
    actor = acting.from_json(arguments["actor"])
    wanted = Wanted(arguments["query"], date.fromisoformat(arguments["on"]))
    head = _head(wanted, actor)
    # Only the end is a transaction: nobody waits for the minutes before.
    made = book(_ids(wanted, actor)[:MOST], head, progress)
    with transaction.atomic():
        stored = files.keep(made.data, name=file_name(wanted.on), kind="xlsx")
        _record(made, head, actor)
    return {"file": stored.pk, "rows": made.rows, "check_code": made.check_code}


def file_name(on: date) -> str:
    """企业库-2026-11-23.xlsx."""
    return f"企业库-{on}.xlsx"


def _ids(wanted: Wanted, actor: Actor) -> list[int]:
    today = clock.today()
    if wanted.picked:
        rows = EnterpriseVersion.objects.visible_to(actor).as_of(wanted.on)
        chosen = rows.filter(enterprise__organisation__uscc__in=wanted.picked)
        return list(chosen.order_by("facets", "enterprise").values_list("pk", flat=True)[: MOST + 1])
    query = QueryDict(wanted.query)
    chosen_filter = filters.parse(query, actor, wanted.on)
    _, order = filters.order_of(query)
    return listing.version_ids(chosen_filter, actor, on=wanted.on, today=today, limit=MOST + 1, order=order)


def _head(wanted: Wanted, actor: Actor) -> Head:
    query = QueryDict(wanted.query)
    words = filters.in_words(filters.bar(query, actor, wanted.on), query.get("q", "").strip())
    if wanted.picked:
        words = f"所选 {len(wanted.picked)} 家"
    return Head(wanted.on, words, actor.office, actor.name, clock.now())


def _record(made: Book, head: Head, actor: Actor) -> None:
    ledger.record(
        "registry.exported",
        "enterprises:export",
        actor=actor,
        on=head.on,
        stream=next(iter(sorted(actor.divisions)), None),
        after={"filter": head.filter_words, "rows": made.rows, "check_code": made.check_code},
    )
