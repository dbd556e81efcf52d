"""The expert pool in the database: accounts that cannot sign in, parties, memberships, experts and what hangs on them."""

from datetime import date, datetime, timedelta

from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import platform
from anfu.demo.experts import Made, experts
from anfu.demo.tables import table
from anfu.experts.models import Declaration, Expert, Talent
from anfu.people.models import Membership, Party, User
from anfu.people.roles import Duty, Kind, Role
from anfu.registry.models import Organisation

RETIRED = "已退休"
EMPLOYERS = 60


@transaction.atomic
def load_experts(seed: int, today: date) -> int:
    """Once; returns how many."""
    if Expert.objects.exists():
        return 0
    made, at = experts(seed, today), clock.now()
    employers = list(Organisation.objects.order_by("pk")[:EMPLOYERS])
    users = _accounts(made, today)
    rows = Expert.objects.bulk_create(
        _row(each, user, employers, at) for each, user in zip(made, users, strict=True)
    )
    pairs = list(zip(made, rows, strict=True))
    Declaration.objects.bulk_create(_ties(pairs, employers, today, at), ignore_conflicts=True)
    Talent.objects.bulk_create(_talents(pairs, today, at), ignore_conflicts=True)
    ledger.record("demo.loaded", "demo:experts", actor=platform(), on=today, after={"experts": len(rows)})
    return len(rows)


def _accounts(made: list[Made], today: date) -> list[User]:
    """Nobody knows a password of theirs; the one expert of the demo who signs in has an account of its own."""
    users = [
        User(username=f"zj{n:03d}", name=each.name, duty=Duty.BUSINESS) for n, each in enumerate(made, 1)
    ]
    for user in users:
        user.set_unusable_password()
    users = User.objects.bulk_create(users)
    parties = Party.objects.bulk_create(Party(kind=Kind.EXPERT, name=user.name) for user in users)
    Membership.objects.bulk_create(
        Membership(
            user=user, party=party, role=Role.EXPERT, kind=Kind.EXPERT, duty=Duty.BUSINESS, valid_from=today
        )
        for user, party in zip(users, parties, strict=True)
    )
    return users


def _row(each: Made, user: User, employers: list[Organisation], at: datetime) -> Expert:
    employer = employers[each.employer % len(employers)] if employers and each.employer >= 0 else None
    term = {} if each.state == "submitted" else {"valid_from": each.valid_from, "valid_to": each.valid_to}
    reason = {"suspended": "投诉核实期间暂停", "removed": "聘期内两次无故缺席"}.get(each.state, "")
    return Expert(
        user=user, name=each.name, phone=each.phone, level=each.level, region=each.region,
        division=each.region if each.level == "county" else "", divisions=each.divisions,
        industries=each.industries, specialities=each.specialities, title=each.title, record=each.record,
        employer=employer, employer_name=employer.name if employer else RETIRED, state=each.state,
        barred_until=each.barred_until, reason=reason, proposed_at=at, **term,
    )  # fmt: skip


def _ties(
    pairs: list[tuple[Made, Expert]], employers: list[Organisation], today: date, at: datetime
) -> list[Declaration]:
    return [
        Declaration(
            expert=row, kind=kind, organisation=employers[which % len(employers)], declared_at=at,
            valid_from=today - timedelta(days=days), valid_to=today - timedelta(days=days // 2) if days % 2 else None,
        )
        for each, row in pairs
        for kind, which, days in each.ties
        if employers
    ]  # fmt: skip


def _talents(pairs: list[tuple[Made, Expert]], today: date, at: datetime) -> list[Talent]:
    facts = table("experts")
    made = []
    for n, (each, row) in enumerate(pairs):
        told: list[tuple[str, str, int | None]] = [
            ("training", facts["trainings"][(n + k) % 5], 8 + 8 * k) for k in range(each.trained)
        ]
        told += [("incentive", facts["incentives"][n % 2], None)] if each.awarded else []
        made += [
            Talent(
                expert=row, kind=kind, title=title, issuer=facts["issuers"][n % 3], hours=hours, recorded_at=at,
                on=today - timedelta(days=40 + n % 300),
            )
            for kind, title, hours in told
        ]  # fmt: skip
    return made
