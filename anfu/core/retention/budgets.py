"""Budgets that are full again: rows that no longer slow anybody."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Count, Min

from anfu.core.models import Budget
from anfu.core.retention.table import Held, enter


@dataclass(slots=True)
class Budgets:
    """Their time is a number of milliseconds."""

    code: str = "budgets"
    label: str = "限速的计数（不记是谁）"
    since: str = "恢复"
    ending: str = "删除"

    def held(self) -> Held:
        """Counted in one query."""
        found = Budget.objects.aggregate(count=Count("pk"), oldest=Min("free_at"))
        oldest = datetime.fromtimestamp(found["oldest"] / 1000, tz=UTC) if found["count"] else None
        return Held(found["count"], oldest)

    @transaction.atomic
    def clear(self, before: datetime) -> int:
        """In one statement."""
        ended, _ = Budget.objects.filter(free_at__lt=int(before.timestamp() * 1000)).delete()
        if ended:
            enter(self, ended, before)
        return ended
