"""What a backup holds, by name; anything else in one is refused."""

import re
from pathlib import Path

FORMAT = 1
MANIFEST, END = "manifest.json", "end.json"
DATABASES = ("anfu.sqlite3", "database.dump")
KEYS = ("secret.key", "ledger.key", "oidc.json")
LEDGER = ("ledger/checkpoint", "ledger/checkpoints.txt", "ledger/leaves.bin", "ledger/key")
# In the order in which a restore changes them: the old database's log must be gone before another database stands there.
OWNED = ("anfu.sqlite3-wal", "anfu.sqlite3-shm", "anfu.sqlite3", "files", "ledger", *KEYS)
_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")


def known(name: str) -> bool:
    """Whether a member of this name belongs into a backup."""
    return name in (MANIFEST, END, *DATABASES, *KEYS, *LEDGER) or bool(_FILE.fullmatch(name))


def hash_in(name: str) -> str:
    """The SHA-256 that a kept file must have by its name; "" for other members."""
    found = _FILE.fullmatch(name)
    return found[2] if found else ""


def used(home: Path) -> list[str]:
    """The names of ours that are in this home already."""
    return [name for name in OWNED if (home / name).exists()]
