"""No page offers a reader what they may not open: every link of every demo account's pages leads somewhere."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from anfu.core import clock
from anfu.demo import accounts, office
from anfu.demo.load import load_city
from anfu.people.models import User

pytestmark = pytest.mark.once

LINK = re.compile(r'<a\s[^>]*href="(/[^"#]*)')


def links_of(client: Client, address: str) -> tuple[int, list[str]]:
    """How the page answers, and where its links lead."""
    response = client.get(address)
    html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return response.status_code, [
        unescape(link) for link in LINK.findall(response.content.decode())
    ] if html else []


def kind_of(link: str) -> str:
    """The page that the address opens, whichever object it shows."""
    try:
        return resolve(urlsplit(link).path).view_name
    except Resolver404:
        return link


def dead_links(client: Client) -> list[str]:
    """Two steps from the start: one link for each kind of page."""
    seen: set[str] = set()
    front, dead = ["/"], []
    for _ in range(3):
        following: list[str] = []
        for address in front:
            status, links = links_of(client, address)
            if status >= 400:
                dead.append(f"{address} answers {status}")
            following += [link for link in links if "download" not in link]
            if status == 302:
                following += ["/company/" if "company" in client.get(address)["Location"] else "/desk/"]
        front = [
            link
            for link in dict.fromkeys(following)
            if not (kind_of(link) in seen or seen.add(kind_of(link)))
        ]
    return dead


@pytest.fixture
def city(db):
    load_city(enterprises=520, seed=7, today=clock.today(), told=lambda *_: None)
    accounts.load()
    office.work(enterprises=520, seed=7)


def test_no_account_is_offered_a_link_that_is_closed_to_it(city):
    found = {}
    for account in accounts.ACCOUNTS:
        client = Client()
        client.force_login(User.objects.get(username=account.username))
        if dead := dead_links(client):
            found[account.username] = dead
    assert found == {}
