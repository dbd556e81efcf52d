"""Taking enterprises out as a file: at once where they are few, as a job where they are many."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from anfu.core import clock, exports, files, jobs
from anfu.core.actor import Actor
from anfu.core.intake import acting
from anfu.core.models import Job
from anfu.core.refusal import Refused
from anfu.registry import filters
from anfu.registry.export import COLUMNS, Book, Enter, Head, book
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries import listing

KIND = "registry.export"
AT_ONCE = 5_000


class Wanted(NamedTuple):
    """Which rows: the query of the list as it stands in the address, or only the ticked ones (codes); and what for."""

    query: str
    on: date
    purpose: str
    picked: tuple[str, ...] = ()


def export(wanted: Wanted, *, actor: Actor) -> Book | Job:
    """The file, or where there are more than `AT_ONCE` rows the job that makes it. Personal data are masked."""
    if not actor.may("registry.export"):
        raise Refused("你没有导出的权限。")
    exports.purpose_in_words(wanted.purpose)
    ids = _ids(wanted, actor)
    if not ids:
        raise Refused("没有可以导出的企业：筛选之后一家也没有。")
    exports.refuse_over(len(ids), clock.today())
    if len(ids) > AT_ONCE:
        told = {"query": wanted.query, "on": wanted.on.isoformat(), "purpose": wanted.purpose}
        with transaction.atomic():
            return jobs.enqueue(KIND, told | {"actor": acting.to_json(actor)}, actor=actor)
    head = _head(wanted, actor)
    return book(ids, head, _enter(head, actor))


@jobs.job(KIND)
def run(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Make the file of a queued export and keep it; a second run makes it anew."""
    actor = acting.from_json(arguments["actor"])
    wanted = Wanted(arguments["query"], date.fromisoformat(arguments["on"]), arguments["purpose"])
    head = _head(wanted, actor)
    made = book(_ids(wanted, actor), head, _enter(head, actor), progress)
    with transaction.atomic():
        stored = files.keep(made.data, name=file_name(wanted.on), kind="xlsx")
    return {"file": stored.pk, "rows": made.rows, "check_code": made.check_code}


def file_name(on: date) -> str:
    """企业库-2026-11-23.xlsx."""
    return f"企业库-{on}.xlsx"


def _ids(wanted: Wanted, actor: Actor) -> list[int]:
    today, most = clock.today(), exports.most_rows(clock.today()) + 1
    if wanted.picked:
        rows = EnterpriseVersion.objects.visible_to(actor).as_of(wanted.on)
        chosen = rows.filter(enterprise__organisation__uscc__in=wanted.picked)
        return list(chosen.order_by("facets", "enterprise").values_list("pk", flat=True)[:most])
    query = QueryDict(wanted.query)
    chosen_filter = filters.parse(query, actor, wanted.on)
    _, order = filters.order_of(query)
    return listing.version_ids(chosen_filter, actor, on=wanted.on, today=today, limit=most, order=order)


def _head(wanted: Wanted, actor: Actor) -> Head:
    query = QueryDict(wanted.query)
    words = filters.in_words(filters.bar(query, actor, wanted.on), query.get("q", "").strip())
    if wanted.picked:
        words = f"所选 {len(wanted.picked)} 家"
    return Head(wanted.on, words, exports.purpose_in_words(wanted.purpose))


def _enter(head: Head, actor: Actor) -> Enter:
    def enter(rows: int, check_code: str) -> str:
        exports.refuse_over(rows, clock.today())
        fields = [heading for heading, _ in COLUMNS.values()]
        taken = exports.Taken("enterprises:export", head.filter_words, rows, fields, check_code)
        return exports.enter("registry.exported", taken, purpose=head.purpose, actor=actor, on=head.on)

    return enter
