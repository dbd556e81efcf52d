"""The key of an installation is one, however many processes start at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from anfu.settings.secret import secret_key

STARTERS, ROUNDS = 8, 25


def test_who_starts_at_once_takes_the_same_key_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    with ThreadPoolExecutor(STARTERS) as pool:
        for number in range(ROUNDS):
            home, together = tmp_path / str(number), Barrier(STARTERS)

            def start(home: Path = home, together: Barrier = together) -> str:
                together.wait()
                return secret_key(home)

            keys = {start.result() for start in [pool.submit(start) for _ in range(STARTERS)]}
            assert keys == {(home / "secret.key").read_text()} and len(keys.pop()) == 64
            assert [each.name for each in home.iterdir()] == ["secret.key"]
            assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
