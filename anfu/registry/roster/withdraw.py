"""Taking a roster back: its versions are retracted, those before them are in force again.

An enterprise that the roster made and nothing else builds on is left without facts, so that no list, queue or figure
knows it. What later changes build on stays as it is.
"""

from itertools import chain, islice

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from anfu.core import ledger
from anfu.core.intake.kinds import Kept, Part, Withdrawn
from anfu.core.models import Intake
from anfu.registry.models import EnterpriseVersion
from anfu.registry.roster import writing
from anfu.registry.roster.built_on import built_on, related_to
from anfu.registry.signals import facts_changed

_TAKEN = pl.Schema(
    {
        "version_id": pl.Int64,
        "enterprise_id": pl.Int64,
        "uscc": pl.String,
        "division": pl.String,
        "previous_id": pl.Int64,
    }
)
_BEFORE = pl.Schema(
    {
        "previous_id": pl.Int64,
        "old_name": pl.String,
        "old_division": pl.String,
        "old_town": pl.String,
        "old_intake": pl.Int64,
    }
)


def withdraw(part: Part) -> Withdrawn:
    """Take back the next versions of the import that can be; all enterprises concerned are locked first."""
    ids = list(
        _of(part.intake)
        .filter(pk__gt=part.after)
        .order_by("pk")
        .values_list("pk", "enterprise")[: part.limit]
    )
    if not ids:
        return Withdrawn(None, pl.DataFrame(schema=_TAKEN))
    writing.in_force([enterprise for _, enterprise in ids])
    taken = _takeable(part.intake, ids[0][0], ids[-1][0])
    before = _before(taken["previous_id"].drop_nulls().to_list())
    rows = taken.join(before, on="previous_id", how="left")
    writing.retract_versions(rows["version_id"].to_list(), part.at)
    writing.reopen_versions(rows["previous_id"].drop_nulls().to_list())
    _restore_enterprises(rows)
    if rows.height:
        facts_changed.send(
            sender=EnterpriseVersion,
            enterprises=rows["enterprise_id"].to_list(),
            on=part.on,
            actor=part.actor,
        )
    restored = pl.col("previous_id").is_not_null().alias("restored")
    return Withdrawn(ids[-1][0], rows.select("uscc", "division", "version_id", restored))


def kept(intake: Intake, limit: int) -> list[Kept]:
    """Rows of the import that a withdrawal leaves (or has left), each with what builds on it."""
    found = chain(_changed_later(intake, limit), _built_on(intake, limit))
    return list(islice(found, limit))


def _of(intake: Intake) -> QuerySet[EnterpriseVersion]:
    """Versions of the import that are in force."""
    return EnterpriseVersion.objects.current().filter(intake_id=intake.pk)


def _takeable(intake: Intake, first: int, last: int) -> pl.DataFrame:
    """Of these versions, those that replaced another, or whose enterprise nothing else builds on. As _TAKEN."""
    found = _of(intake).filter(pk__gte=first, pk__lte=last).annotate(previous=_previous()).order_by("pk")
    rows = found.values_list("pk", "enterprise_id", "enterprise__organisation__uscc", "division", "previous")
    frame = pl.DataFrame(list(rows), schema=_TAKEN, orient="row")
    fresh = frame.filter(pl.col("previous_id").is_null())["enterprise_id"].to_list()
    held = list(built_on(fresh))
    return frame.filter(pl.col("previous_id").is_not_null() | ~pl.col("enterprise_id").is_in(held))


def _previous() -> Subquery:
    """The version that this one replaced: retracted by it on the same day, else ended by it."""
    same = EnterpriseVersion.objects.filter(enterprise=OuterRef("enterprise")).exclude(pk=OuterRef("pk"))
    replaced = Q(retracted_at=OuterRef("recorded_at"), valid_from=OuterRef("valid_from"))
    ended = Q(retracted_at=None, valid_to=OuterRef("valid_from"))
    # A replaced version is the later one of the two.
    return Subquery(same.filter(replaced | ended).order_by("-valid_from", "-pk").values("pk")[:1])


def _before(ids: list[int]) -> pl.DataFrame:
    rows = EnterpriseVersion.objects.filter(pk__in=ids).values_list(
        "pk", "name", "division", "town", "intake_id"
    )
    return pl.DataFrame(list(rows), schema=_BEFORE, orient="row")


def _restore_enterprises(rows: pl.DataFrame) -> None:
    intakes = Intake.objects.filter(pk__in=rows["old_intake"].drop_nulls().unique().to_list())
    places = dict(intakes.values_list("pk", "division"))
    queue = pl.col("old_intake").replace_strict(places, default=ledger.CITY, return_dtype=pl.String)
    waits = pl.col("previous_id").is_not_null() & (pl.col("old_division") == "")
    place = rows.select(
        "enterprise_id",
        division=pl.col("old_division").fill_null(""),
        town=pl.col("old_town").fill_null(""),
        waiting_at=pl.when(waits).then(queue).otherwise(pl.lit("")),
    )
    writing.move_enterprises(place)
    names = rows.filter(pl.col("old_name").is_not_null()).select("enterprise_id", name="old_name")
    writing.rename_organisations(names)


def _changed_later(intake: Intake, limit: int) -> list[Kept]:
    same = EnterpriseVersion.objects.filter(enterprise=OuterRef("enterprise")).exclude(pk=OuterRef("pk"))
    replaced = Q(retracted_at__isnull=False) & Exists(same.filter(recorded_at=OuterRef("retracted_at")))
    ended = Q(retracted_at=None, valid_to__isnull=False)
    later = same.filter(valid_from__gte=OuterRef("valid_from"), recorded_at__gt=OuterRef("recorded_at"))
    source = Subquery(later.order_by("recorded_at").values("source")[:1])
    found = EnterpriseVersion.objects.filter(Q(intake_id=intake.pk) & (replaced | ended)).annotate(
        later=source
    )
    rows = found.order_by("pk").values_list("enterprise__organisation__uscc", "name", "later")[:limit]
    return [Kept(uscc, name, f"后来又改过：{later or '企业页'}") for uscc, name, later in rows]


def _built_on(intake: Intake, limit: int) -> list[Kept]:
    """Enterprises that the import made and other rooms know things about."""
    mine = _of(intake).annotate(previous=_previous()).filter(previous=None).values("enterprise_id")
    found = related_to(Subquery(mine), limit)
    versions = EnterpriseVersion.objects.current().filter(enterprise_id__in=list(found))
    rows = versions.annotate(uscc=F("enterprise__organisation__uscc")).order_by("pk")
    return [
        Kept(uscc, name, f"已有：{'、'.join(sorted(found[key]))}")
        for key, uscc, name in rows.values_list("enterprise_id", "uscc", "name")
    ]
