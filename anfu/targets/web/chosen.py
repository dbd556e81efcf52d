"""What an address asks the pages of coverage for."""

from django.http import HttpRequest, QueryDict

from anfu.core.actor import Actor
from anfu.core.web.facets import Facet, choice_facet
from anfu.registry.places import places
from anfu.targets import labels
from anfu.targets.groups import GROUPS, HIGH_RISK
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.rows import STATES, Chosen
from anfu.targets.web.links import CITY, UNKNOWN, decoded


def home_of(actor: Actor) -> str:
    """The county that a reader's pages open on; empty: the whole city."""
    own = sorted(actor.divisions | {town[:6] for town in actor.towns})
    return own[0] if len(own) == 1 and not actor.whole_city and own[0] in places() else ""


def filters_of(request: HttpRequest) -> Filters:
    """Division, sector and size from the address; without a division, the reader's own county."""
    query = request.GET
    asked = query.get("division", home_of(request.actor))  # type: ignore[attr-defined]
    return Filters(
        division=asked if asked in places() else "",
        sector=decoded(query.get("sector", ""), labels.SECTORS),
        size_class=decoded(query.get("size", ""), labels.SIZES),
    )


def group_of(query: QueryDict, default: str = HIGH_RISK) -> str:
    """The group from the address."""
    return query.get("group", "") if query.get("group", "") in GROUPS else default


def chosen_of(request: HttpRequest) -> Chosen:
    """What a page of rows shows."""
    query, state = request.GET, request.GET.get("state", "")
    return Chosen(
        group=group_of(query),
        state=state if state in STATES else "all",
        filters=filters_of(request),
        town=query.get("town", "") if query.get("town", "").isdecimal() else "",
        text=query.get("q", "").strip()[:100],
    )


def side_facets(query: QueryDict, filters: Filters) -> list[Facet]:
    """Division, sector and size, each a single choice; the division shown is the one in force."""
    now = query.copy()
    now["division"] = filters.division or CITY
    choices = [(CITY, "全市"), *((code, place.name) for code, place in places().items())]
    return [
        choice_facet(now, "division", "地区", choices, many=False),
        choice_facet(now, "sector", "工贸行业", _coded(labels.SECTORS), many=False),
        choice_facet(now, "size", "规模", _coded(labels.SIZES), many=False),
    ]


def _coded(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(code or UNKNOWN, label) for code, label in words.items()]
