"""Writers: officers who register enterprises by the page, one after the other, and try again when nothing came back."""

import contextlib
import http.cookiejar
import itertools
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from anfu.registry.roster.uscc import check_digit
from tests.faults.harness.oracle import Oracle
from tests.faults.harness.site import OFFICER, PASSWORD, Site

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
numbers = itertools.count(1)


def code(number: int) -> str:
    """A made-up credit code with its right check digit."""
    body = f"91330784MA{number:07}"
    return body + check_digit(body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Person:
    """A browser with its cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, _Stay())

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text (of a redirect, where to); OSError where nothing came back."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            with self.opener.open(self.address + path, data, timeout=10) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as answer:
            text = answer.read().decode(errors="replace")
            return answer.code, answer.headers.get("Location") or text
        except (ConnectionError, ValueError, EOFError) as lost:
            raise OSError(str(lost)) from lost

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """Fill the form of a page and send it, with what the page hides in it."""
        _, page = self.ask(path)
        return self.ask(path, dict(HIDDEN.findall(page)) | fields)

    def sign_in(self) -> None:
        """As the officer."""
        self.send("/sign-in/", username=OFFICER, password=PASSWORD)


class Writers:
    """So many persons at once, until `stop`."""

    def __init__(self, site: Site, oracle: Oracle, count: int = 4) -> None:
        self.site, self.oracle, self.stopping = site, oracle, threading.Event()
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def _work(self) -> None:
        person = Person(self.site.address)
        with contextlib.suppress(OSError):
            person.sign_in()
        while not self.stopping.is_set():
            number = next(numbers)
            self.oracle.trying(code(number))
            while not self.stopping.is_set() and not self._done(person, number):
                time.sleep(0.05)

    def _done(self, person: Person, number: int) -> bool:
        """Whether it is acknowledged, now or at the try before."""
        wanted = code(number)
        try:
            status, text = register(person, number)
            if status == 302 and wanted in text:
                self.oracle.acknowledge(wanted)
                return True
            if status == 422 and "库里已有这个信用代码" in text:
                self.oracle.acknowledge(wanted)
                return True
            self.oracle.refused += status >= 400
            person.sign_in()
        except OSError:
            pass
        return False


def register(person: Person, number: int) -> tuple[int, str]:
    """Send the form for one made-up enterprise."""
    facts = {"uscc": code(number), "name": f"示例第{number}五金厂", "division": "330784", "employees": "12"}
    more = {
        "address": "浙江省金华市永康市示例路1号",
        "status": "active",
        "source": "现场核实",
        "on": "2026-01-01",
    }
    return person.send("/enterprises/new/", **facts, **more)
