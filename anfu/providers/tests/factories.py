"""Institutions, their papers and people for tests."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from stdnum.cn import ric

from anfu.core import files
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import StoredFile
from anfu.core.personal.digests import digest
from anfu.core.personal.sealing import seal
from anfu.people.models import User
from anfu.people.roles import Role
from anfu.people.tests.factories import make_party, make_user
from anfu.providers.kinds import Check
from anfu.providers.models import Certificate, Employment, Professional, Provider, Qualification, Spell, State
from anfu.registry.models import Organisation
from anfu.registry.tests.factories import make_uscc

SINCE = date(2024, 1, 1)
SCOPE = "安全咨询服务；安全技术服务；安全教育培训；隐患排查"
_serial = count(1)


def make_provider(
    kind: str = "consultancy", *, state: str = State.LISTED, since: date = SINCE, **facts: Any
) -> Provider:
    """An institution in 永康 unless said otherwise, listed since 2024 with a public spell of its state."""
    with without_ledger():
        organisation = facts.pop("organisation", None) or Organisation.objects.create(
            uscc=make_uscc(), name=facts.pop("name", "测试安全技术服务有限公司")
        )
        defaults: dict[str, Any] = {"division": "330784", "business_scope": SCOPE, "address": "测试路1号"}
        made = Provider.objects.create(
            organisation=organisation, kind=kind, state=state, **defaults | {"phone": "0579-80000000"} | facts
        )
        if state == State.LISTED:
            Spell.objects.create(provider=made, state=state, valid_from=since, clause="三(一)")
        return made


def make_licence(provider: Provider, credential: str = "safety_assessment", **facts: Any) -> Qualification:
    """A verified licence for chemicals from 2024 to the end of 2028."""
    defaults: dict[str, Any] = {
        "number": f"测试-{next(_serial):04d}", "authority": "测试厅", "lines": ["chemical"],
        "valid_from": SINCE, "valid_to": date(2029, 1, 1), "recorded_at": timezone.now(),
        "check_state": Check.VERIFIED, "checked_on": SINCE, "check_source": "公开目录",
    }  # fmt: skip
    with without_ledger():
        return Qualification.objects.create(provider=provider, credential=credential, **defaults | facts)


def make_identity(serial: int | None = None) -> str:
    """An identity number that is nobody's (999999 is no division) with a right check character."""
    born, number = divmod(next(_serial) if serial is None else serial, 1000)
    head = f"999999{date(1990, 1, 1) + timedelta(born):%Y%m%d}{number:03d}"
    return head + ric.calc_check_digit(head + "0")


def make_person(name: str = "测试员", identity: str = "") -> Professional:
    """Somebody who works for institutions."""
    number = identity or make_identity()
    with without_ledger():
        return Professional.objects.create(
            name=name, identity_sealed=seal("providers.Professional", "identity_sealed", number),
            identity_digest=digest("providers.Professional", "identity_digest", number),
        )  # fmt: skip


def make_staff(
    provider: Provider, number: int = 1, *, credential: str = "", **facts: Any
) -> list[Employment]:
    """So many full-time people since 2024, each with a verified certificate if one is named."""
    with without_ledger():
        made = [_employed(provider, facts) for _ in range(number)]
        for each in made if credential else []:
            Certificate.objects.create(
                professional=each.professional, credential=credential, number=f"证{next(_serial):05d}",
                valid_from=SINCE, valid_to=date(2029, 1, 1), recorded_at=timezone.now(),
                check_state=Check.VERIFIED, checked_on=SINCE, check_source="公开目录",
            )  # fmt: skip
        return made


def make_member(provider: Provider, role: str = Role.PROVIDER_OWNER) -> User:
    """Somebody who acts for the institution."""
    party = make_party("provider", organisation=provider.organisation)
    return make_user(role, party=party, username=f"{role}-{provider.pk}")


def make_file(name: str = "营业执照.pdf") -> StoredFile:
    """A kept file."""
    return files.keep(f"%PDF-1.4 {next(_serial)}".encode(), name=name, kind="pdf")


def _employed(provider: Provider, facts: dict[str, Any]) -> Employment:
    defaults: dict[str, Any] = {"valid_from": SINCE, "recorded_at": timezone.now()}
    return Employment.objects.create(professional=make_person(), provider=provider, **defaults | facts)
