"""The whole city: parties, dated facts, relations, findings, listings, programmes; then the figures from all of it."""

from datetime import date

from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import platform
from anfu.core.jobs import Progress
from anfu.core.refusal import Refused
from anfu.demo import city
from anfu.demo.city import CityChunk
from anfu.demo.load import facts, findings, institutions, programmes, relations
from anfu.demo.providers import providers
from anfu.registry.models import Enterprise
from anfu.targets.actions import rebuild

CHUNK = 20_000


def load_city(*, enterprises: int, seed: int, today: date, told: Progress) -> int:
    """Load a city of that size; returns the number of enterprises. Refused where enterprises are there already."""
    if Enterprise.objects.exists():
        raise Refused("库里已经有企业，演示城市只能载入空库。什么都没有改。")
    services = providers(seed)
    done = 0
    for chunk in city.generate(enterprises=enterprises, seed=seed, today=today, chunk=CHUNK):
        done += _load_chunk(chunk, services["uscc"].to_list(), services["name"].to_list(), today)
        told(done, enterprises, "写入企业")
    with transaction.atomic():
        programmes.write(today)
        there = institutions.write(seed, today)
        _entry(today, {"enterprises": done, "institutions": there, "seed": seed})
    rebuild({}, told)
    return done


@transaction.atomic
def _load_chunk(chunk: CityChunk, provider_codes: list[str], provider_names: list[str], today: date) -> int:
    at = clock.now()
    ids = facts.write(chunk.versions, at)
    known = facts.organisations(provider_codes, provider_names)
    relations.write_engagements(chunk.engagements, ids, known, at)
    relations.write_listings(chunk.listings, ids)
    relations.write_accidents(chunk.accidents, ids)
    findings.write(chunk.versions, chunk.truth, ids, at)
    _entry(today, {"enterprises": ids.height, "versions": chunk.versions.height})
    return ids.height


def _entry(today: date, after: dict[str, int]) -> None:
    ledger.record("demo.loaded", "demo:city", actor=platform(), on=today, after=after)
