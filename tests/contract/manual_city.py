"""The made-up city of the API manual: the same at every run, down to its keys, moments and signatures."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.db import connection

from anfu.core.ledger.guard import without_ledger
from anfu.engagements.tests.factories import make_engagement, make_provider
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.registry.tests.factories import make_enterprise, make_uscc
from anfu.targeting.tests.factories import make_finding
from anfu.targets.actions import refresh

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
PASSWORD = "example only 2026 long"
OFFICER, ADMIN, SECOND = "example-officer", "example-admin", "example-second"
METAL, WOOD, FAR = (make_uscc(number) for number in (9000001, 9000002, 9000003))
Patch = Callable[[str, object], None]


def stop_the_clock(patch: Patch) -> None:
    """It is half past nine on 20 November 2026."""
    patch("anfu.core.clock.now", lambda: NOW)
    patch("anfu.core.clock.today", lambda: NOW.date())


def build() -> None:
    """Two offices' people, three enterprises (one of another county), one of them served."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")  # keys begin anew, whatever ran before
    _fix_the_ledgers_key()
    _person("county_officer", OFFICER, "陈岚", division="330784")
    _person("city_admin", ADMIN, "罗城")
    _person("city_admin", SECOND, "姜宁")
    metal = make_enterprise(
        name="样例金工有限公司", uscc=METAL, town="330784001", industry="3311", employees=46, status="active",
        scope="金属工具制造；抛光加工", address="示例路1号",
    )  # fmt: skip
    wood = make_enterprise(
        name="样例木业厂", uscc=WOOD, town="330784001", industry="2110", employees=33, status="active"
    )
    far = make_enterprise(name="样例远方厂", uscc=FAR, division="330782", town="330782001", status="active")
    for firm in (metal, wood):
        make_finding(firm, state="confirmed", valid_from=date(2026, 3, 1))
    make_provider(1)
    make_engagement(wood, contract_no="样-2026-001")
    refresh([metal.pk, wood.pk, far.pk])


def _person(role: str, username: str, name: str, **where: str) -> None:
    user: User = make_user(role, username=username, **where)
    user.name = name
    user.set_password(PASSWORD)
    with without_ledger():
        user.save()


def _fix_the_ledgers_key() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"for the manual's examples only..")
    path = Path(settings.HOME) / "ledger.key"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
