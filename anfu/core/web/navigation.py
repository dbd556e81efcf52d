"""The rail: rooms register their entries once, each reader sees those that their permissions open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from anfu.core.actor import NOBODY, Actor

# Groups in their order on the rail; the first has no heading.
GROUPS = ("", "摸清底数", "服务", "隐患与监管", "机构与专家", "资金", "成效", "管理")
TABS = 4


@dataclass(frozen=True)
class Entry:
    """One place that the rail leads to.

    `permission` "" means any signed-in user. `count` tells how many things wait for this actor there,
    `urgent` that they are overdue. `tab` puts the entry into the phone's bottom bar (the first four shown),
    under the shorter `tab_label` if given.
    """

    group: str
    label: str
    icon: str
    url_name: str
    permission: str = ""
    order: int = 50
    count: Callable[[Actor], int] | None = None
    urgent: bool = False
    tab: bool = False
    tab_label: str = ""


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


def register(entry: Entry) -> None:
    """Put an entry on the rail; called in a room's AppConfig.ready. The same address twice replaces."""
    if entry.group not in GROUPS:
        raise ValueError(f"no such group on the rail: {entry.group}")
    _entries[entry.url_name] = entry


def registered() -> tuple[Entry, ...]:
    """All entries in the order of the rail."""
    return tuple(sorted(_entries.values(), key=lambda e: (GROUPS.index(e.group), e.order, e.label)))


def rail(request: HttpRequest) -> tuple[Group, ...]:
    """The groups and links that this request's actor may open; an empty group is left out."""
    links = [(entry.group, link) for entry in registered() if (link := _link(entry, request))]
    groups = (Group(name, tuple(link for group, link in links if group == name)) for name in GROUPS)
    return tuple(group for group in groups if group.links)


def tabs(groups: tuple[Group, ...]) -> tuple[Link, ...]:
    """The links of the phone's bottom bar, which ends in 更多."""
    return tuple(link for group in groups for link in group.links if link.tab)[:TABS]


def address(url_name: str) -> str:
    """The address of a named page, or "" while no room offers it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _link(entry: Entry, request: HttpRequest) -> Link | None:
    actor: Actor = getattr(request, "actor", NOBODY)
    href = address(entry.url_name)
    if not href or actor.user_id is None or (entry.permission and not actor.may(entry.permission)):
        return None
    waiting = entry.count(actor) if entry.count else 0
    return Link(
        label=entry.label,
        icon=entry.icon,
        href=href,
        current=_is_current(href, request.path),
        count=waiting,
        urgent=entry.urgent and waiting > 0,
        tab=entry.tab,
        tab_label=entry.tab_label or entry.label,
    )


def _is_current(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
