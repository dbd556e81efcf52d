"""Every day, all relations in force are asked anew whether their provider may still serve and its people are still there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import platform
from anfu.engagements.actions.telling import tell_parties
from anfu.engagements.models import Trouble, TroubleKind
from anfu.engagements.queries.fitness import NOT_KNOWN, registered
from anfu.engagements.queries.inforce import Relation, left_people, relations_on
from anfu.providers.kinds import ServiceKind
from anfu.providers.queries.serving import Pair, may_serve_many

T = TypeVar("T")
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in the way of one relation."""

    engagement: int
    kind: str
    detail: str
    clause: str


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many relations were asked, how many new things stand in the way, and how many no longer do."""

    asked: int
    began: int
    ended: int


def recheck(on: date) -> Rechecked:
    """Compare what stands in the way today with what is known; the difference is written, and who is concerned told."""
    relations = relations_on(on)
    found = {(each.engagement, each.kind): each for each in (*_scope(relations, on), *_staff(relations, on))}
    known = dict(
        ((engagement, kind), key)
        for key, engagement, kind in Trouble.objects.open().values_list("pk", "engagement", "kind")
    )
    new = [each for key, each in sorted(found.items()) if key not in known]
    gone = [key for place, key in known.items() if place not in found]
    for part in _parts(new):
        _begin(part, on)
    tell_parties([each.engagement for each in new], on)
    for keys in _parts(gone):
        _end(keys, on)
    return Rechecked(len(relations), len(new), len(gone))


def _scope(relations: list[Relation], on: date) -> Iterator[Found]:
    """What `may_serve` says against providers that are or were in the directory; the others are unchecked."""
    listed = registered({each.provider for each in relations})
    asked = [
        (each, Pair(each.provider, kind, each.enterprise))
        for each in relations
        if each.provider in listed
        for kind in each.kinds
        if kind in ServiceKind.values
    ]
    decisions = may_serve_many([pair for _, pair in asked], on=on)
    for (each, pair), decision in zip(asked, decisions, strict=True):
        for reason in decision.reasons:
            if reason.code in NOT_KNOWN:
                continue
            standing = reason.code.startswith("not_listed")
            kind = TroubleKind.STANDING if standing else TroubleKind.SCOPE
            text = reason.text if standing else f"{ServiceKind(pair.kind).label}：{reason.text}"
            yield Found(each.engagement, kind, text[:300], reason.clause)


def _staff(relations: list[Relation], on: date) -> Iterator[Found]:
    there = {each.engagement for each in relations}
    for engagement, number in left_people(on).items():
        if engagement in there:
            yield Found(
                engagement, TroubleKind.STAFF, f"合同指定的人员有 {number} 人已经不在这家机构", "三(五)"
            )


@transaction.atomic
def _begin(found: list[Found], on: date) -> None:
    Trouble.objects.bulk_create(
        [
            Trouble(
                engagement_id=each.engagement,
                kind=each.kind,
                detail=each.detail,
                clause=each.clause,
                valid_from=on,
            )
            for each in found
        ],
        ignore_conflicts=True,
    )
    _enter([{"engagement": each.engagement, "kind": each.kind, "began": True} for each in found], on)


@transaction.atomic
def _end(keys: list[int], on: date) -> None:
    Trouble.objects.filter(pk__in=keys, valid_to=None).update(valid_to=on)
    _enter([{"trouble": key, "began": False} for key in keys], on)


def _enter(rows: list[dict[str, object]], on: date) -> None:
    ledger.record_rows("engagements.rechecked", "engagements:recheck", rows, actor=platform(), on=on)


def _parts(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while part := list(islice(rest, BATCH)):
        yield part
