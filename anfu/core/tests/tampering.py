"""A made-up ledger as an auditor holds it, and nine ways in which somebody bends it."""

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anfu.core.ledger.anfu_verify import GENESIS, Tree, leaf_data, leaf_hash
from anfu.core.ledger.chain import canonical, digest
from anfu.core.ledger.notes import signed_note, verifier_line

ORIGIN = "ledger.example/330700"
AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"kept").digest())
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"other").digest())
STREAMS = ("330700", "330784", "330702")
Entry = dict[str, object]


@dataclass(frozen=True)
class Held:
    """What a checker has: the export, checkpoints, leaf hashes, the key."""

    entries: list[Entry]
    notes: list[str]
    leaves: bytes
    key: str = verifier_line(ORIGIN, KEY)

    @property
    def lines(self) -> list[str]:
        return [json.dumps(entry, ensure_ascii=False) for entry in self.entries]

    @property
    def checkpoints(self) -> str:
        return "".join(f"{note}\n\n" for note in self.notes)


def chained(facts: list[tuple[str, int]]) -> list[Entry]:
    """Entries with these streams and values, each locked to the one before it in its stream."""
    heads: dict[str, tuple[int, str]] = {}
    entries: list[Entry] = []
    for index, (stream, value) in enumerate(facts):
        seq, previous = heads.get(stream, (0, GENESIS))
        body = canonical({"stream": stream, "seq": seq + 1, "verb": "test.happened", "after": {"值": value}})
        own = digest(previous, body)
        heads[stream] = (seq + 1, own)
        entries.append(
            {
                "index": index,
                "stream": stream,
                "seq": seq + 1,
                "previous": previous,
                "body": body,
                "digest": own,
            }
        )
    return entries


def leaves_of(entries: list[Entry]) -> list[bytes]:
    return [leaf_hash(leaf_data(str(e["stream"]), int(str(e["seq"])), str(e["digest"]))) for e in entries]


def notes_of(entries: list[Entry], sizes: list[int], key: Ed25519PrivateKey = KEY) -> list[str]:
    """The checkpoints of these sizes."""
    tree, notes = Tree(), []
    for leaf in leaves_of(entries):
        tree.append(leaf)
        if tree.size in sizes:
            notes.append(signed_note(ORIGIN, key, tree.size, tree.root(), AT))
    return notes


def held(facts: list[tuple[str, int]], sizes: list[int]) -> Held:
    entries = chained(facts)
    return Held(entries, notes_of(entries, sizes), b"".join(leaves_of(entries)))


Tamper = Callable[[Held, int, random.Random], Held]


def facts_of(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(str(e["stream"]), json.loads(str(e["body"]))["after"]["值"]) for e in entries]


def edit(kept: Held, at: int, draw: random.Random) -> Held:
    """One field of one entry, its digest recomputed or not."""
    entries = [dict(entry) for entry in kept.entries]
    entry = entries[at]
    field = draw.choice(["body", "seq", "stream", "digest", "previous", "body and digest"])
    if field.startswith("body"):
        entry["body"] = str(entry["body"]).replace('{"值":', '{"值":1')
        if field != "body":
            entry["digest"] = digest(str(entry["previous"]), str(entry["body"]))
    elif field == "seq":
        entry["seq"] = int(str(entry["seq"])) + 1
    elif field == "stream":
        entry["stream"] = "330799"
    else:
        entry[field] = hashlib.sha256(str(entry[field]).encode()).hexdigest()
    return replace(kept, entries=entries)


def renumbered(entries: list[Entry]) -> list[Entry]:
    return [{**entry, "index": index} for index, entry in enumerate(entries)]


def delete(kept: Held, at: int, draw: random.Random) -> Held:
    entries = kept.entries[:at] + kept.entries[at + 1 :]
    return replace(kept, entries=renumbered(entries) if draw.random() < 0.5 else entries)


def insert(kept: Held, at: int, draw: random.Random) -> Held:
    new = chained([*facts_of(kept.entries[:at]), (draw.choice(STREAMS), 7_000_000)])[-1]
    entries = [*kept.entries[:at], new, *kept.entries[at:]]
    return replace(kept, entries=renumbered(entries) if draw.random() < 0.5 else entries)


def swap(kept: Held, at: int, draw: random.Random) -> Held:
    entries, other = list(kept.entries), (at + 1 + draw.randrange(len(kept.entries) - 1)) % len(kept.entries)
    entries[at], entries[other] = entries[other], entries[at]
    return replace(kept, entries=renumbered(entries) if draw.random() < 0.5 else entries)


def truncate(kept: Held, at: int, draw: random.Random) -> Held:
    return replace(kept, entries=kept.entries[:at])


def rechain(kept: Held, at: int, draw: random.Random) -> Held:
    """History rewritten from one entry on, every digest recomputed: a chain without a fault."""
    facts = facts_of(kept.entries)
    facts[at] = (facts[at][0], facts[at][1] + 1)
    return replace(kept, entries=chained(facts))


def roll_back(kept: Held, at: int, draw: random.Random) -> Held:
    """An old backup that went on growing: as long as before or longer, with other entries at the end."""
    facts = facts_of(kept.entries)
    more = [(draw.choice(STREAMS), 8_000_000 + n) for n in range(len(facts) - at + draw.randrange(3))]
    return replace(kept, entries=chained(facts[:at] + more))


def other_key(kept: Held, at: int, draw: random.Random) -> Held:
    """Rewritten from an entry on, with fresh checkpoints and leaves to match, signed by a key of the forger."""
    bent = rechain(kept, at, draw)
    sizes = [int(note.split("\n")[1]) for note in kept.notes]
    return Held(bent.entries, notes_of(bent.entries, sizes, OTHER_KEY), b"".join(leaves_of(bent.entries)))


def split_view(kept: Held, at: int, draw: random.Random) -> Held:
    """A second history, signed with the true key, for this one reader; who also keeps the checkpoints of before."""
    bent = rechain(kept, at, draw)
    sizes = [int(note.split("\n")[1]) for note in kept.notes]
    shown = draw.choice([kept.entries, bent.entries])
    return Held(shown, [*kept.notes, *notes_of(bent.entries, [max(sizes)])], kept.leaves)


WAYS: list[Tamper] = [edit, delete, insert, swap, truncate, rechain, roll_back, other_key, split_view]
