"""Contracts in which something waits: a yes, a filing, or what the daily check found. Each starts from what is few."""

from django.db.models import QuerySet

from anfu.engagements.models import Contract, ContractVersion, Filing, FilingState, Outcome, Trouble

WAITING = {"open": "等着确认", "filing": "等着备案", "affected": "复查有问题"}


def waiting_for(rows: QuerySet[Contract], what: str) -> QuerySet[Contract]:
    """Those in which something of WAITING waits; KeyError for another word."""
    found = {
        "open": ContractVersion.objects.filter(outcome=Outcome.OPEN).values("contract"),
        "filing": Filing.objects.exclude(state=FilingState.ACCEPTED).values("version__contract"),
        "affected": Trouble.objects.open().values("engagement__version__contract"),
    }
    return rows.filter(pk__in=found[what])
