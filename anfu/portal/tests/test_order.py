"""The order where nobody asked for another: by chance, anew each day, recomputable, and good for nobody."""

import hashlib
from datetime import date, timedelta

import pytest

from anfu.portal.rules.order import rank, recipe
from anfu.portal.shelf import seed as seeds

pytestmark = pytest.mark.once
DAY = date(2026, 11, 26)
FIRMS = [f"91330784MA{n:08d}" for n in range(12)]


def order(day: date, seed: str = "c2VlZA==") -> list[str]:
    return sorted(FIRMS, key=lambda code: rank(code, day, seed))


def test_T09_anybody_recomputes_the_order_from_what_is_published():
    text = f"anfu-directory-1|2026-11-26|c2VlZA==|{FIRMS[0]}"
    assert recipe(DAY, "c2VlZA==") + FIRMS[0] == text
    assert f"{rank(FIRMS[0], DAY, 'c2VlZA=='):016x}" == hashlib.sha256(text.encode()).hexdigest()[:16]


def test_T09_the_order_of_a_day_is_one_and_the_next_day_has_another():
    assert order(DAY) == order(DAY)
    assert order(DAY) != order(DAY + timedelta(1)) != order(DAY, "YW5kZXJl")


def test_T09_over_many_days_each_stands_first_as_often_and_before_each_other_as_often():
    days = [order(DAY + timedelta(n), f"root{n}") for n in range(3000)]
    first = [sum(day[0] == firm for day in days) for firm in FIRMS]
    expected = len(days) / len(FIRMS)
    # Chi square with 11 degrees of freedom is beyond 31.26 once in a thousand such experiments; this one is fixed.
    assert sum((seen - expected) ** 2 / expected for seen in first) < 31.26
    means = [sum(day.index(firm) for day in days) / len(days) for firm in FIRMS]
    assert all(abs(mean - 5.5) < 0.25 for mean in means)


def note(size: int, root: str, at: int) -> str:
    return f"anfu.test/log\n{size}\n{root}\ntime {at}\n\n— anfu.test/log c2ln\n"


@pytest.mark.parametrize(("day", "root"), [(26, "cm9vdDE="), (27, "cm9vdDM="), (25, "")])
def test_T09_the_seed_was_published_an_hour_before_the_day(tmp_path, monkeypatch, day, root):
    """Notes of 2026-11-25 22:59, 23:30 and 2026-11-26 12:00 in the city; read in blocks smaller than a note."""
    at = [1764082740 + 31_536_000 + extra for extra in (0, 31 * 60, 46_860)]
    text = "".join(note(n + 1, f"cm9vdD{'EIM'[n]}=", t) + "\n\n" for n, t in enumerate(at))
    (tmp_path / "checkpoints.txt").write_text(text, "utf-8")
    monkeypatch.setattr(seeds.checkpoint, "folder", lambda: tmp_path)
    monkeypatch.setattr(seeds, "BLOCK", 37)
    assert seeds.seed_of(date(2026, 11, day)) == root


def test_without_a_checkpoint_the_day_alone_decides(tmp_path, monkeypatch):
    monkeypatch.setattr(seeds.checkpoint, "folder", lambda: tmp_path)
    assert seeds.seed_of(DAY) == ""
