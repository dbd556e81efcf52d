#!/usr/bin/env python3
"""Recompute a draw of experts from its published record: `python3 verify_draw.py RECORD.json`.

Says `ok` and exits with 0, or says what is wrong and exits with 1. Needs Python 3.10 and nothing else; it shares no code
with the platform that made the record. With `--digest HEX` (and `--commit HEX`) it also compares what you wrote down
from the public page, or found in the ledger, with what the file says.

What it checks: the hash of the commitment; the sources against what the commitment named; the seed; who was chosen and
who follows; that nobody excluded was chosen; that each answer came from somebody who was asked, in order, and that each
refusal took the next alternate; the salted hashes, once they are opened; and that the file says nothing else.
"""

import argparse
import hashlib
import json
import re
import sys

FORMAT, ALGORITHM = "anfu-draw-record-1", "anfu-draw-1"
PARTS = {
    "format", "commit", "commit_hash", "sources", "drawn_at", "seed", "seats", "alternates", "answers", "panel",
    "salts", "closed_at", "cancelled", "digest",
}  # fmt: skip
COMMIT = {"algorithm", "purpose", "office", "at", "pool", "exclusions", "groups", "alternates", "sources"}
EXCLUSIONS = {"employment", "shareholding", "kinship", "unavailable", "unreachable"}
REASONS = {"conflict", "busy", "field", "other"}
HEX = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Wrong(Exception):
    """What is wrong with the record."""


def must(fact, problem):
    """Stop with the problem unless it is so."""
    if not fact:
        raise Wrong(problem)


def canonical(content):
    """Names in order, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256(data):
    """In hex."""
    return hashlib.sha256(data).hexdigest()


def read(path):
    """The record; a name that stands twice, or a file written otherwise than the platform writes it, is refused."""
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()

    def once(pairs):
        names = [name for name, _ in pairs]
        must(len(names) == len(set(names)), "a name stands twice in the file")
        return dict(pairs)

    try:
        record = json.loads(text, object_pairs_hook=once)
    except ValueError as problem:
        raise Wrong(f"the file is not JSON: {problem}") from None
    must(isinstance(record, dict), "the file holds no record")
    again = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    must(
        text == again, "the file is not written as it was published (reordered, or saved again by a program)"
    )
    return record


def shape(record):
    """The parts, the moments and the digest over everything."""
    must(set(record) == PARTS, f"parts missing or too many: {sorted(set(record) ^ PARTS)}")
    must(record["format"] == FORMAT, "not a draw record of a known format")
    rest = {name: value for name, value in record.items() if name != "digest"}
    must(
        sha256(canonical(rest)) == record["digest"],
        "the digest does not fit the record: something in it was changed",
    )
    for name in ("drawn_at", "closed_at"):
        must(record[name] == "" or MOMENT.fullmatch(record[name]), f"{name} is not a moment")


def commitment(record):
    """The commitment's own hash and consistency; returns the lines that may be chosen."""
    commit = record["commit"]
    must(
        isinstance(commit, dict) and set(commit) == COMMIT,
        "the commitment has not the parts that it should have",
    )
    must(commit["algorithm"] == ALGORITHM, "another algorithm than anfu-draw-1")
    must(MOMENT.fullmatch(commit["at"]), "the commitment has no moment")
    must(
        sha256(canonical(commit)) == record["commit_hash"],
        "the commitment does not have the hash that was published",
    )
    hashes = [line["hash"] for line in commit["pool"]]
    must(all(HEX.fullmatch(each) for each in hashes), "a line of the pool is no hash")
    must(hashes == sorted(set(hashes)), "the pool is not in order, or somebody stands in it twice")
    out = [row["hash"] for row in commit["exclusions"]]
    must(out == sorted(set(out)), "exclusions are not in order, or one stands there twice")
    must(set(out) <= set(hashes), "somebody is excluded who is not in the pool")
    must(
        all(row["reason"] in EXCLUSIONS for row in commit["exclusions"]),
        "an exclusion without a known reason",
    )
    codes = [group["code"] for group in commit["groups"]]
    must(codes and len(codes) == len(set(codes)), "no groups, or two of the same code")
    must(
        all(isinstance(g["seats"], int) and g["seats"] > 0 for g in commit["groups"]), "a group without seats"
    )
    must(isinstance(commit["alternates"], int) and commit["alternates"] >= 0, "no number of alternates")
    kinds = [source["kind"] for source in commit["sources"]]
    must("public" in kinds and kinds == sorted(kinds), "no public number, or it does not come last")
    names = [source["name"] for source in commit["sources"]]
    must(len(names) == len(set(names)), "two sources of one name")
    return [line for line in commit["pool"] if line["hash"] not in set(out)]


def sources(record):
    """The seed from the sources that the commitment named, in that order."""
    named, given = record["commit"]["sources"], record["sources"]
    must([s["name"] for s in named] == [s["name"] for s in given], "other sources than the commitment named")
    for source, told in zip(named, given, strict=True):
        must(set(told) == {"name", "revealed", "value"} and told["value"], "a source without a value")
        if source["kind"] == "public":
            must(told["revealed"] is True, "a public number that was not revealed")
        elif told["revealed"]:
            must(
                sha256(told["value"].encode("utf-8")) == source["said"],
                f"{told['name']}: not the committed nonce",
            )
        else:
            must(
                told["value"] == source["said"],
                f"{told['name']}: a nonce not revealed is replaced by its hash",
            )
    whole = ALGORITHM.encode() + bytes.fromhex(record["commit_hash"]) + canonical(given)
    seed = hashlib.sha256(whole).digest()
    must(seed.hex() == record["seed"], "the seed does not follow from commitment and sources")
    must(record["drawn_at"] >= record["commit"]["at"], "drawn before it was committed")
    return seed


def fits(group, line):
    """Whether a line may take the group's seats."""
    wanted = set(group["specialities"])
    return (not wanted or wanted & set(line["specialities"])) and (
        not group["regions"] or line["region"] in group["regions"]
    )


def chosen(commit, free, seed):
    """Seats of all groups, then alternates of all groups, each group with a stream of its own."""
    counters = {group["code"]: 0 for group in commit["groups"]}
    gone, found = set(), []

    def index(code, size):
        even = 2**256 - 2**256 % size
        while True:
            data = seed + f"{code}/{counters[code]}".encode()
            counters[code] += 1
            number = int.from_bytes(hashlib.sha256(data).digest(), "big")
            if number < even:
                return number % size

    for alternates in (False, True):
        by_group = {}
        for group in commit["groups"]:
            left = [line["hash"] for line in free if line["hash"] not in gone and fits(group, line)]
            count = commit["alternates"] if alternates else group["seats"]
            taken = [left.pop(index(group["code"], len(left))) for _ in range(min(count, len(left)))]
            by_group[group["code"]] = taken
            gone.update(taken)
        found.append(by_group)
    return found


def answered(record):
    """Replay the answers; the panel must be what comes out."""
    asked = {code: list(lines) for code, lines in record["seats"].items()}
    following = {code: list(lines) for code, lines in record["alternates"].items()}
    panel, last = {code: [] for code in asked}, record["drawn_at"]
    for each in record["answers"]:
        must(
            set(each) == {"hash", "answer", "at", "reason"}, "an answer has not the parts that it should have"
        )
        must(MOMENT.fullmatch(each["at"]) and each["at"] >= last, "answers are not in the order of time")
        last = each["at"]
        code = next((code for code, lines in asked.items() if each["hash"] in lines), None)
        must(code is not None, "an answer of somebody who was not asked")
        must(each["answer"] in ("accepted", "declined", "lapsed"), "an answer that is none")
        must((each["answer"] == "declined") == (each["reason"] in REASONS), "a refusal without its reason")
        must(each["reason"] == "" or each["answer"] == "declined", "a reason where none is due")
        asked[code].remove(each["hash"])
        if each["answer"] == "accepted":
            panel[code].append(each["hash"])
        elif following[code]:
            asked[code].append(following[code].pop(0))
    must(record["panel"] == panel, "the panel is not what follows from the answers")
    if record["closed_at"]:
        must(not any(asked.values()), "closed while somebody had not answered")
        must(record["closed_at"] >= last, "closed before the last answer")


def opened(record):
    """Once it is closed (or cancelled), each line of the pool is opened by its salt."""
    rows = record["salts"]
    if not record["closed_at"]:
        must(rows == [], "salts were published before the draw was closed")
        return
    hashes = [line["hash"] for line in record["commit"]["pool"]]
    must([row["hash"] for row in rows] == hashes, "not every line of the pool is opened")
    for row in rows:
        must(
            set(row) == {"hash", "salt", "code"} and HEX.fullmatch(row["salt"]), "a salt is not 64 hex digits"
        )
        must(
            sha256((row["salt"] + row["code"]).encode("utf-8")) == row["hash"],
            f"{row['code']}: wrong salt or code",
        )
    codes = [row["code"] for row in rows]
    must(len(codes) == len(set(codes)), "one expert stands in the pool twice")


def undrawn(record):
    """Before the draw there is nothing but the commitment."""
    said = [
        record[name] for name in ("seed", "seats", "alternates", "answers", "panel", "drawn_at", "closed_at")
    ]
    must(not any(said) and record["salts"] == [], "results without a draw")


def verify(record):
    """Wrong, or a line that says what was recomputed."""
    shape(record)
    free = commitment(record)
    stop = record["cancelled"]
    must(
        stop is None
        or (isinstance(stop, dict) and set(stop) == {"at", "reason"} and MOMENT.fullmatch(stop["at"])),
        "cancelled without time and reason",
    )
    if record["sources"] is None:
        undrawn(record)
        return "cancelled before the draw" if stop else "committed, not drawn yet"
    seats, alternates = chosen(record["commit"], free, sources(record))
    must(record["seats"] == seats, "the seats are not those that the seed chooses")
    must(record["alternates"] == alternates, "the alternates are not those that the seed chooses")
    answered(record)
    opened(record)
    number = sum(len(lines) for lines in seats.values())
    return f"{number} drawn out of {len(free)}, {len(record['answers'])} answers, commit {record['commit_hash'][:16]}"


def main():
    """Read, verify, say."""
    arguments = argparse.ArgumentParser(description="Recompute a draw of experts from its published record.")
    arguments.add_argument("record")
    arguments.add_argument("--digest", help="the record's digest, as you wrote it down")
    arguments.add_argument("--commit", help="the commitment's hash, as it was published before the draw")
    given = arguments.parse_args()
    try:
        record = read(given.record)
        said = verify(record)
        must(given.digest in (None, record["digest"]), "not the record whose digest you gave")
        must(given.commit in (None, record["commit_hash"]), "not the commitment whose hash you gave")
    except Wrong as problem:
        print(f"wrong: {problem}")
        return 1
    except (OSError, KeyError, TypeError, AttributeError, ValueError, IndexError) as problem:
        print(f"wrong: the record cannot be read ({type(problem).__name__}: {problem})")
        return 1
    print(f"ok: {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
