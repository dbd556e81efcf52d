"""Enterprises for tests, written without a ledger entry."""

from datetime import date
from itertools import count
from typing import Any

import polars as pl

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.registry import search
from anfu.registry.derived import derive
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation
from anfu.registry.roster.uscc import check_digit

SINCE = date(2024, 1, 1)
_numbers = count(1)


def make_uscc(number: int | None = None) -> str:
    """A valid code of an enterprise that does not exist."""
    body = f"91330784MA{number or next(_numbers):07d}"
    return body + check_digit(body)


def make_enterprise(
    *, valid_from: date = SINCE, uscc: str = "", waiting_at: str = "", **facts: Any
) -> Enterprise:
    """One enterprise with one version in force since `valid_from`; its facts may be any of a version's."""
    facts = {
        "name": f"测试{next(_numbers)}五金厂",
        "division": "330784",
        "town": "",
        "industry": "3311",
    } | facts
    with without_ledger():
        organisation = Organisation.objects.create(uscc=uscc or make_uscc(), name=facts["name"])
        enterprise = Enterprise.objects.create(
            organisation=organisation, division=facts["division"], town=facts["town"], waiting_at=waiting_at
        )
        make_version(enterprise, valid_from, **facts)
        search.refresh([enterprise.pk])
    return enterprise


def make_version(
    enterprise: Enterprise, valid_from: date, valid_to: date | None = None, **facts: Any
) -> EnterpriseVersion:
    """A version of these facts, with what follows from them."""
    with without_ledger():
        return EnterpriseVersion.objects.create(
            enterprise=enterprise,
            valid_from=valid_from,
            valid_to=valid_to,
            recorded_at=clock.now(),
            source="测试名册",
            **{**derived(facts), **facts},
        )


def derived(facts: dict[str, Any]) -> dict[str, Any]:
    """The derived columns of these facts."""
    schema = {"industry": pl.String, "employees": pl.Int64, "revenue_fen": pl.Int64, "address": pl.String}
    row = {name: facts.get(name) or None for name in schema}
    made = derive(pl.DataFrame([row], schema=schema)).drop(list(schema)).row(0, named=True)
    return {name: "" if value is None else value for name, value in made.items()}
