"""Institutions of several kinds for the directory's tests."""

from datetime import date
from typing import Any

from anfu.core.ledger.guard import without_ledger
from anfu.providers.models import Branch, Price, Provider, Spell
from anfu.providers.tests.factories import make_licence, make_provider, make_staff

SINCE = date(2024, 1, 1)


def make_branch(
    provider: Provider, division: str, *, serves: list[str] | None = None, **facts: Any
) -> Branch:
    """A branch in a county, which it serves."""
    told = {"name": f"{division}服务点", "address": "测试路2号", "serves": serves or [division]} | facts
    with without_ledger():
        return Branch.objects.create(provider=provider, division=division, **told)


def make_price(provider: Provider, kind: str, yuan: int) -> Price:
    """A line of its price list since 2024."""
    told = {"item": f"测试项目{yuan}", "unit": "次", "price_fen": yuan * 100, "valid_from": SINCE}
    with without_ledger():
        return Price.objects.create(provider=provider, kind=kind, **told)


def sanctioned(state: str, **facts: Any) -> Provider:
    """One that was listed, and stands so since 2026-05-01 until the end of 2099."""
    made = make_provider(state=state, **facts)
    with without_ledger():
        told: dict[str, Any] = {"provider": made, "valid_from": SINCE, "valid_to": date(2026, 5, 1)}
        Spell.objects.create(state="listed", clause="三(一)", **told)
        told |= {"valid_from": date(2026, 5, 1), "valid_to": None, "term_end": date(2100, 1, 1)}
        Spell.objects.create(state=state, clause="三(四)c", reason="两处同时上门（测试）", **told)
    return made


def make_market() -> dict[str, Provider]:
    """One of each sort that the rule of scope tells apart."""
    made = {
        "consultancy": make_provider("consultancy", name="甲咨询"),
        "understaffed": make_provider("consultancy", name="乙咨询"),
        "assessor": make_provider("safety_assessor", name="丙评价", business_scope="安全评价；技术咨询"),
        "assessor_expired": make_provider("safety_assessor", name="丁评价", business_scope="安全评价"),
        "tester": make_provider("safety_tester", name="戊检测", business_scope="检测检验；技术服务"),
        "occ": make_provider("occ_health_provider", name="己卫生", business_scope="职业卫生技术服务"),
        "leading": make_provider("leading_enterprise", name="庚五金", trade="33"),
        "trainer": make_provider("trainer", name="辛培训", business_scope="安全培训"),
        "suspended": sanctioned("suspended", name="壬暂停"),
        "removed": sanctioned("removed", name="癸移出"),
    }
    make_staff(made["consultancy"], 5, credential="cse")
    make_staff(made["leading"], 3, credential="cse")
    make_staff(made["trainer"], 3, credential="trainer")
    make_licence(made["assessor"], lines=["chemical", "smelting"])
    make_licence(made["assessor_expired"], valid_to=date(2026, 1, 1))
    make_licence(made["tester"], "safety_testing", lines=["mine"])
    make_licence(made["occ"], "occ_health", lines=["machinery"])
    return made
