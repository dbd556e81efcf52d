"""Several counts in one query: each a subquery beside the reader's own row."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

from anfu.core import clock
from anfu.core.actor import Actor

# A number, or a query that nothing but the actor and the day may decide.
Counted = Callable[[Actor], int | QuerySet[Any]]
Statement = tuple[str, tuple[Any, ...]]


class CountOf(Subquery):
    """How many rows a query has; one that stops at a limit counts up to it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(actor: Actor, wanted: dict[str, Counted]) -> dict[str, int]:
    """By name the number told, or that of a query's rows; zeros where no account stands behind the actor."""
    if not wanted or actor.user_id is None:
        return dict.fromkeys(wanted, 0)
    queries, statement = _in_sql(actor, clock.today(), connection.vendor, tuple(wanted.items()))
    told = {
        name: found
        for name, ask in wanted.items()
        if name not in queries and isinstance(found := ask(actor), int)
    }
    row = _row(statement) if queries else ()
    return dict.fromkeys(queries, 0) | told | dict(zip(queries, row, strict=False))


def _row(statement: Statement) -> tuple[int, ...]:
    """Empty where the account is gone."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchone() or ()


@lru_cache(maxsize=256)
def _in_sql(
    actor: Actor, today: date, vendor: str, wanted: tuple[tuple[str, Counted], ...]
) -> tuple[tuple[str, ...], Statement]:
    """Which are queries, and all of them in one: every page asks it, and it takes longer to write than to answer."""
    asked = {name: found for name, ask in wanted if isinstance(found := ask(actor), QuerySet)}
    columns = [
        CountOf((rows if rows.query.is_sliced else rows.order_by()).values("pk")) for rows in asked.values()
    ]
    own = get_user_model()._base_manager.filter(pk=actor.user_id or 0).values_list(*columns)
    return tuple(asked), own.query.sql_with_params() if asked else ("", ())
