"""What the layout shows around a page: who is here, where they can go, and which day they look at."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from jinja2 import pass_context
from jinja2.runtime import Context

from anfu.core import clock
from anfu.core.actor import NOBODY, Actor
from anfu.core.web import navigation

SEARCH = "registry:enterprise_list"
SIGN_IN = "people:sign_in"
SIGN_OUT = "people:sign_out"
SECURITY = "signin:security"
SESSION = "signin:session"
ACT_FOR = "people:act_for"
MINE = "people:mine"


@dataclass(frozen=True)
class Seat:
    """One of the parties that the reader may act for, and as what."""

    key: int
    office: str
    role: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """The frame of one page for one reader."""

    groups: tuple[navigation.Group, ...]
    tabs: tuple[navigation.Link, ...]
    tops: tuple[navigation.Link, ...]
    name: str
    office: str
    role: str
    seats: tuple[Seat, ...]
    signed_in: bool
    home: str
    search: str
    search_text: str
    sign_in: str
    sign_out: str
    act_for: str
    mine: str
    security: str
    session: str
    # Seconds until the session ends if nothing more is asked for.
    session_left: int


@pass_context
def shell(context: Context) -> Shell:
    """The frame for the present request."""
    return shell_of(context["request"])


def shell_of(request: HttpRequest) -> Shell:
    """The frame for a request; `request.actor` says who reads."""
    actor: Actor = getattr(request, "actor", NOBODY)
    groups, tops = navigation.frame(request)
    links = [link for group in groups for link in group.links]
    search = (
        navigation.address(SEARCH) if any(link.href == navigation.address(SEARCH) for link in links) else ""
    )
    return Shell(
        groups=groups,
        tabs=navigation.tabs(groups),
        tops=tops,
        name=actor.name,
        office=actor.office,
        role=actor.role,
        seats=getattr(request, "seats", ()),
        signed_in=actor.user_id is not None,
        home=links[0].href if links else "/",
        search=search,
        search_text=request.GET.get("q", "") if request.path == search else "",
        sign_in=navigation.address(SIGN_IN),
        sign_out=navigation.address(SIGN_OUT),
        act_for=navigation.address(ACT_FOR),
        mine=navigation.address(MINE),
        security=navigation.address(SECURITY),
        session=navigation.address(SESSION),
        session_left=getattr(request, "session_left", 0),
    )


def requested_day(request: HttpRequest) -> date:
    """The day a page is asked for by ?on=; today when absent, unreadable or still to come, never before the first policy."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()
    return clock.known_day(asked)
