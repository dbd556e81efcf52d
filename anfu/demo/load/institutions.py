"""The made-up institutions into the database: papers, licences, people."""

from datetime import date, timedelta
from itertools import count

from anfu.core import clock
from anfu.core.personal.digests import digest
from anfu.core.personal.sealing import seal
from anfu.demo.institutions import AUTHORITY, PEOPLE, Institution, institutions, professionals
from anfu.demo.load import filings
from anfu.demo.load.facts import SOURCE, organisations
from anfu.providers.kinds import Check
from anfu.providers.models import (
    Certificate,
    Employment,
    Professional,
    Provider,
    Qualification,
    Spell,
)

YEARS = 5


def write(seed: int, today: date) -> int:
    """Write them all, in the caller's transaction; returns how many."""
    made = institutions(seed, today)
    ids = dict(organisations([i.uscc for i in made], [i.name for i in made]).iter_rows())
    Provider.objects.bulk_create(_provider(i, ids[i.uscc]) for i in made)
    Spell.objects.bulk_create(spell for i in made for spell in _spells(i, ids[i.uscc], today))
    Qualification.objects.bulk_create(_licence(i, ids[i.uscc], n) for n, i in enumerate(made) if i.credential)
    _staff(made, ids, seed, today)
    filings.write(made, ids, today)
    return len(made)


def _provider(i: Institution, key: int) -> Provider:
    return Provider(
        organisation_id=key, kind=i.kind, state=i.standing, division=i.division, business_scope=i.scope,
        trade=i.trade, address="演示地址（虚构）", phone="0579-80000000",
    )  # fmt: skip


def _spells(i: Institution, key: int, today: date) -> list[Spell]:
    if i.standing == "listed":
        return [Spell(provider_id=key, state="listed", valid_from=i.since, clause="三(一)")]
    turned = today - timedelta(days=40)
    reason = "同一时段两处上门，经核查属实（演示，虚构）"
    return [
        Spell(provider_id=key, state="listed", valid_from=i.since, valid_to=turned, clause="三(一)"),
        Spell(
            provider_id=key, state=i.standing, valid_from=turned, reason=reason, clause="三(四)c",
            term_end=today + timedelta(days=140),
        ),
    ]  # fmt: skip


def _licence(i: Institution, key: int, number: int) -> Qualification:
    ends = i.licence_ends
    start = ends - timedelta(days=365 * YEARS) if ends else i.since
    return Qualification(
        provider_id=key, credential=i.credential, number=f"演示-{i.credential[:3].upper()}-{number:03d}",
        authority=AUTHORITY[i.credential], lines=i.lines, valid_from=start, valid_to=ends,
        check_state=Check.VERIFIED, checked_on=i.since, check_source="发证机关公开目录（演示，虚构）",
        recorded_at=clock.now(),
    )  # fmt: skip


def _staff(made: list[Institution], ids: dict[str, int], seed: int, today: date) -> None:
    names = iter(professionals(seed, sum(i.staff for i in made)))
    number = count(1)
    persons, jobs, papers = [], [], []
    for i in made:
        held = [{name for name, there in i.certificates.items() if place < there} for place in range(i.staff)]
        for certificates in held:
            serial = next(number)
            person = _person(next(names), serial)
            persons.append(person)
            jobs.append(_employment(person, ids[i.uscc], serial, i, today))
            papers += [_certificate(person, each, serial, i) for each in sorted(certificates)]
    Professional.objects.bulk_create(persons)
    Employment.objects.bulk_create(jobs)
    Certificate.objects.bulk_create(papers)


def _person(name: str, serial: int) -> Professional:
    # 999999 is no division, so the number is nobody's.
    identity = f"999999{1965 + serial % 38}{1 + serial % 12:02d}{1 + serial % 28:02d}{serial % 1000:03d}X"
    return Professional(
        name=name, identity_sealed=seal("providers.Professional", "identity_sealed", identity),
        identity_digest=digest("providers.Professional", "identity_digest", identity),
    )  # fmt: skip


def _employment(person: Professional, key: int, serial: int, i: Institution, today: date) -> Employment:
    return Employment(
        professional=person, provider_id=key, full_time=True, position="技术人员",
        valid_from=i.since - timedelta(days=serial % 400), source=SOURCE, recorded_at=clock.now(),
    )  # fmt: skip


def _certificate(person: Professional, credential: str, serial: int, i: Institution) -> Certificate:
    grade, speciality = PEOPLE[credential]
    start = i.since - timedelta(days=serial % 500)
    return Certificate(
        professional=person, credential=credential, grade=grade, speciality=speciality,
        number=f"演示{serial:06d}{credential[:2].upper()}", valid_from=start,
        valid_to=start + timedelta(days=365 * YEARS), check_state=Check.VERIFIED, checked_on=i.since,
        check_source="发证机关公开目录（演示，虚构）", recorded_at=clock.now(),
    )  # fmt: skip
