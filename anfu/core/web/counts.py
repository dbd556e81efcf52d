"""Several counts in one query: each a subquery beside the reader's own row."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery

from anfu.core.actor import Actor


class CountOf(Subquery):
    """How many rows a query has; one that stops at a limit counts up to it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(actor: Actor, wanted: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """The number of rows of each query, by its name; zeros where no account stands behind the actor."""
    if not wanted or actor.user_id is None:
        return dict.fromkeys(wanted, 0)
    own = get_user_model()._base_manager.filter(pk=actor.user_id)
    columns = [CountOf(rows.order_by().values("pk") if not rows.query.is_sliced else rows.values("pk"))
               for rows in wanted.values()]  # fmt: skip
    found = own.values_list(*columns).first() or [0] * len(wanted)
    return dict(zip(wanted, found, strict=True))
