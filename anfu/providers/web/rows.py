"""Lines of lists of institutions."""

from typing import Any

from anfu.providers.models import Provider
from anfu.providers.web.words import STATUS, place_name


def provider_line(each: Provider) -> dict[str, Any]:
    """One institution as a line."""
    return {
        "name": each.organisation.name,
        "uscc": each.organisation.uscc,
        "kind": each.get_kind_display(),
        "place": place_name(each.division),
        "state": each.get_state_display(),
        "status": STATUS[each.state],
        "publicity_until": each.publicity_until,
    }
