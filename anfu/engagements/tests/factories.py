"""Enterprises, providers and relations for tests. All names and codes are made up."""

from datetime import date

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.models import Engagement
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation
from anfu.registry.roster.uscc import check_digit


def code(number: int, prefix: str = "91330784MA") -> str:
    """A made-up credit code with the right check digit."""
    body = f"{prefix}{number:07d}"
    return body + check_digit(body)


def make_enterprise(
    number: int = 1, *, division: str = "330784", town: str = "", name: str = ""
) -> Enterprise:
    """An active industrial enterprise since 2024."""
    with without_ledger():
        organisation = Organisation.objects.create(uscc=code(number), name=name or f"样例第{number}五金厂")
        made = Enterprise.objects.create(
            organisation=organisation, division=division, town=town or f"{division}001"
        )
        EnterpriseVersion.objects.create(
            enterprise=made, valid_from=date(2024, 1, 1), recorded_at=clock.now(), source="测试",
            name=organisation.name, division=division, town=made.town, section="C", sector="machinery",
            size_class="small", status="active", employees=40,
        )  # fmt: skip
    return made


def make_provider(number: int = 1) -> Organisation:
    """A provider."""
    with without_ledger():
        uscc = code(number, "91330702MB")
        return Organisation.objects.get_or_create(uscc=uscc, defaults={"name": f"样例{number}安全技术公司"})[
            0
        ]


def make_engagement(enterprise: Enterprise | None = None, **terms: object) -> Engagement:
    """A relation of 2026; `terms` change it."""
    with without_ledger():
        known = {
            "enterprise": enterprise or make_enterprise(),
            "provider": terms.pop("provider", None) or make_provider(),
            "mode": "enterprise",
            "kinds": ["entrust", "train"],
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2027, 1, 1),
            "price_fen": 500_000,
            "contract_no": f"样-{Engagement.objects.count()}",
            "source": "测试",
            "recorded_at": clock.now(),
        }
        return Engagement.objects.create(**(known | terms))
