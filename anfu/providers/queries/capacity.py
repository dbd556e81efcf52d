"""How much an institution can do in a year with the people that it has on a day."""

from datetime import date

from anfu.core import parameters
from anfu.providers.models import Employment, Provider
from anfu.providers.rules.capacity import capacity_days


def capacity_on(provider: Provider, on: date) -> int:
    """Whole days a year that its full-time people of that day can be at enterprises."""
    table = parameters.table(on=on)
    usual, share = table["providers.days_a_year", ""], table["providers.field_share_bp", ""]
    rows = Employment.objects.standing().in_force_on(on).filter(provider=provider, full_time=True)
    return capacity_days(rows.values_list("days_a_year", flat=True), usual=usual, share_bp=share)
