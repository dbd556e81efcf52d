"""What is done to the platform under load. Each gives how often it struck."""

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.harness.load import Writers
from tests.faults.harness.oracle import Oracle
from tests.faults.harness.site import Site

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
Strike = Callable[[], None]


def begin(site: Site) -> None:
    """Web and worker, answering."""
    site.start("web")
    site.start("worker")
    site.wait()


def random_kills(site: Site, oracle: Oracle, seconds: float) -> int:
    """kill -9 of the web's or the worker's processes at random moments; each is started again."""
    draw, struck = random.Random(7), 0
    begin(site)
    end = time.monotonic() + seconds
    with Writers(site, oracle):
        _until_acknowledged(oracle, 4)
        while time.monotonic() < end:
            time.sleep(draw.uniform(0.5, 3))
            name = draw.choice(["web", "web", "worker"])
            site.kill(name)
            site.start(name)
            site.wait()
            struck += 1
        _until_acknowledged(oracle, len(oracle.acknowledged) + 4)
    site.stop()
    return struck


def disk_full(site: Site, oracle: Oracle, seconds: float) -> int:
    """The home's small disk fills up under load, is given room, and fills again; `site.home` is a tmpfs."""
    begin(site)
    struck, end = 0, time.monotonic() + seconds
    with Writers(site, oracle):
        while time.monotonic() < end or not struck:
            before = oracle.refused
            ballast = site.home / "ballast"
            _fill(ballast)
            time.sleep(3)
            struck += oracle.refused > before
            ballast.unlink()
            _until_acknowledged(oracle, len(oracle.acknowledged) + 4)
    site.stop()
    return struck


def _fill(ballast: Path) -> None:
    try:
        with ballast.open("wb") as file:
            while True:
                file.write(bytes(65536))
                file.flush()
    except OSError:
        return


def clock_back(site: Site, oracle: Oracle, seconds: float) -> int:
    """The web's clock is set back by an hour: nothing may be taken meanwhile; then it is right again."""
    begin(site)
    with Writers(site, oracle):
        _until_acknowledged(oracle, 4)
    site.kill("web")
    site.more = {"LD_PRELOAD": FAKETIME, "FAKETIME": "-3600s"}
    site.start("web")
    site.wait()
    taken, refused = len(oracle.acknowledged), oracle.refused
    with Writers(site, oracle):
        time.sleep(max(seconds / 2, 5))
    assert len(oracle.acknowledged) == taken, "taken with a clock behind the ledger"
    struck, site.more = oracle.refused - refused, {}
    site.kill("web")
    site.start("web")
    site.wait()
    with Writers(site, oracle):
        _until_acknowledged(oracle, taken + 4)
    site.stop()
    return struck


def server_restarts(restart: Strike) -> Callable[[Site, Oracle, float], int]:
    """PostgreSQL is stopped without notice and started again, under load."""

    def strike(site: Site, oracle: Oracle, seconds: float) -> int:
        begin(site)
        struck, end = 0, time.monotonic() + seconds
        with Writers(site, oracle):
            while time.monotonic() < end or not struck:
                time.sleep(2)
                restart()
                _until_acknowledged(oracle, len(oracle.acknowledged) + 4)
                struck += 1
        site.stop()
        return struck

    return strike


def _until_acknowledged(oracle: Oracle, count: int, seconds: float = 60) -> None:
    """The platform goes on by itself: it takes so many more; TimeoutError where it does not."""
    end = time.monotonic() + seconds
    while len(oracle.acknowledged) < count:
        if time.monotonic() > end:
            raise TimeoutError("nothing is taken any more")
        time.sleep(0.1)


def mounted(folder: Path, size: str) -> bool:
    """Whether a tmpfs of that size could be mounted there."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True).returncode == 0
