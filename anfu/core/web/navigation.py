"""The rail: rooms register their entries once, each reader sees those that their permissions open."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

from anfu.core.actor import NOBODY, Actor
from anfu.core.web.counts import Counted, counts

# Groups in their order on the rail; the first has no heading.
GROUPS = ("", "摸清底数", "服务", "隐患与监管", "机构与专家", "资金", "成效", "管理")
TABS = 4


@dataclass(frozen=True)
class Entry:
    """One place that the rail leads to.

    `permission` "" means any signed-in user. `count` tells how many things wait for this actor there (as a query,
    it is counted together with all others, and only the actor and the day decide it), `urgent` that they are overdue;
    `overdue` those of them that are, shown in red instead. `tab` puts the entry into the phone's bottom bar (the first
    four shown), under the shorter `tab_label` if given; `tab_for` names a permission without which it does not stand there.
    `top`: it stands in the top bar, not on the rail.
    """

    group: str
    label: str
    icon: str
    url_name: str
    permission: str = ""
    order: int = 50
    count: Counted | None = None
    urgent: bool = False
    overdue: Counted | None = None
    top: bool = False
    tab: bool = False
    tab_label: str = ""
    tab_for: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it."""

    label: str
    icon: str
    href: str
    current: bool
    count: int
    urgent: bool
    tab: bool
    tab_label: str


@dataclass(frozen=True)
class Group:
    """Links under one heading."""

    label: str
    links: tuple[Link, ...]


_entries: dict[str, Entry] = {}
_public: dict[str, str] = {}


def register(entry: Entry) -> None:
    """Put an entry on the rail; called in a room's AppConfig.ready. The same address twice replaces."""
    if entry.group not in GROUPS:
        raise ValueError(f"no such group on the rail: {entry.group}")
    _entries[entry.url_name] = entry


def register_public(label: str, url_name: str) -> None:
    """Show a page for everybody to who is not signed in, above the pages that they may read."""
    _public[url_name] = label


def public_links(request: HttpRequest) -> tuple[Link, ...]:
    """Where a stranger can go; what no room offers is left out."""
    found = ((label, address(name)) for name, label in _public.items())
    return tuple(
        Link(label, "", href, _leads_to(href, request.path), 0, False, False, label)
        for label, href in found
        if href
    )


def registered() -> tuple[Entry, ...]:
    """All entries in the order of the rail."""
    return tuple(sorted(_entries.values(), key=lambda e: (GROUPS.index(e.group), e.order, e.label)))


def rail(request: HttpRequest) -> tuple[Group, ...]:
    """The groups and links that this request's actor may open; an empty group is left out."""
    return frame(request)[0]


def frame(request: HttpRequest) -> tuple[tuple[Group, ...], tuple[Link, ...]]:
    """The rail's groups and the links of the top bar, with all their counts from one query."""
    open_to = [(entry, href) for entry in registered() if (href := _opened(entry, request))]
    actor: Actor = getattr(request, "actor", NOBODY)
    here = max((href for _, href in open_to if _leads_to(href, request.path)), key=len, default="")
    told = _counted([entry for entry, _ in open_to], request)
    links = [(entry, _link(entry, href, told, href == here, actor)) for entry, href in open_to]
    groups = (
        Group(name, tuple(link for entry, link in links if entry.group == name and not entry.top))
        for name in GROUPS
    )
    tops = tuple(link for entry, link in links if entry.top)
    return tuple(group for group in groups if group.links), tops


def tabs(groups: tuple[Group, ...]) -> tuple[Link, ...]:
    """The links of the phone's bottom bar, which ends in 更多: those meant for it, then others of the rail, in its order."""
    links = [link for group in groups for link in group.links]
    chosen = sorted(links, key=lambda link: not link.tab)[:TABS]
    return tuple(link for link in links if link in chosen)


_doors: dict[str, str] = {}


def way_in(url_name: str, label: str) -> None:
    """A public page by which somebody without an account begins; it stands below the sign-in."""
    _doors[url_name] = label


def ways_in() -> list[tuple[str, str]]:
    """(label, address) of each, in the order in which their rooms stand."""
    return [(label, address(name)) for name, label in _doors.items()]


def address(url_name: str) -> str:
    """The address of a named page, or "" while no room offers it."""
    return _address(url_name, get_script_prefix(), get_resolver(get_urlconf()))


@lru_cache(maxsize=1024)
def _address(url_name: str, prefix: str, resolver: URLResolver) -> str:
    """Each page asks dozens of the same, which depend on no more than this."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _opened(entry: Entry, request: HttpRequest) -> str:
    actor: Actor = getattr(request, "actor", NOBODY)
    allowed = actor.user_id is not None and (not entry.permission or actor.may(entry.permission))
    return address(entry.url_name) if allowed else ""


def _counted(entries: list[Entry], request: HttpRequest) -> dict[str, int]:
    asked = {e.url_name: e.count for e in entries} | {f"{e.url_name}!": e.overdue for e in entries}
    wanted = {name: rows for name, rows in asked.items() if rows is not None}
    return counts(getattr(request, "actor", NOBODY), wanted)


def _link(entry: Entry, href: str, told: dict[str, int], current: bool, actor: Actor) -> Link:
    waiting, overdue = told.get(entry.url_name, 0), told.get(f"{entry.url_name}!", 0)
    return Link(
        label=entry.label,
        icon=entry.icon,
        href=href,
        current=current,
        count=overdue or waiting,
        urgent=overdue > 0 or (entry.urgent and waiting > 0),
        tab=entry.tab and (not entry.tab_for or actor.may(entry.tab_for)),
        tab_label=entry.tab_label or entry.label,
    )


def _leads_to(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
