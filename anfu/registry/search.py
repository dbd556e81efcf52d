"""Search by a part of the name or address, or by credit code.

`registry_search` holds for each enterprise the character pairs of its name and address and the tokens of its
place, so that two characters are enough and a county's search never walks the whole city. It may give too many
(pairs from different places); the list compares the texts themselves afterwards.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from anfu.core import bulk
from anfu.registry.grams import asked_grams, grams

CODE = re.compile(r"[0-9A-Z]{8,18}")
_LAST = "\uffff"


class Entry(NamedTuple):
    """What is searchable about an enterprise now."""

    enterprise: int
    name: str
    address: str
    division: str
    town: str


class Found(NamedTuple):
    """Keys of enterprises; `complete` is False where there are more than were asked for."""

    ids: list[int]
    complete: bool


def index_many(entries: Iterable[Entry]) -> None:
    """Write or replace these entries."""
    documents = {entry.enterprise: _document(entry) for entry in entries}
    remove(documents)
    _add(documents)


def _add(documents: Mapping[int, str]) -> None:
    rows = list(documents.items())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO registry_search (rowid, grams) SELECT r.id, array_to_tsvector(string_to_array(r.doc, ' '))"
                " FROM unnest(%s::bigint[], %s::text[]) AS r (id, doc)",
                [[row[0] for row in rows], [row[1] for row in rows]],
            )
        else:
            cursor.executemany("INSERT INTO registry_search (rowid, grams) VALUES (%s, %s)", rows)


def remove(ids: Collection[int]) -> None:
    """Take these enterprises out of the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM registry_search WHERE rowid = ANY(%s)", [list(ids)])
        else:
            cursor.executemany("DELETE FROM registry_search WHERE rowid = %s", [(key,) for key in ids])


def refresh(ids: Collection[int]) -> None:
    """Make the entries of these enterprises say what is in force now; unchanged ones are not written."""
    known = dict(_stored(ids))
    now = {entry.enterprise: _document(entry) for entry in _in_force(ids)}
    changed = {key: document for key, document in now.items() if known.get(key) != _spelled(document)}
    remove([key for key in known if key in changed or key not in now])
    _add(changed)


def candidates(text: str, places: Collection[str], limit: int) -> Found:
    """Enterprises that may match the text, at most `limit`; `places`: divisions or towns, empty for the city."""
    if CODE.fullmatch(code := text.strip().upper()):
        return _by_code(code, limit)
    pairs, singles = asked_grams(text)
    if not pairs and not singles:
        return Found([], True)
    asked, sql = _asked(pairs, singles, places)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, limit + 1])
        ids = [row[0] for row in cursor.fetchall()]
    return Found(ids[:limit], len(ids) <= limit)


def is_code(text: str) -> bool:
    """Whether the text is the beginning of a credit code, not a part of a name."""
    return bool(CODE.fullmatch(text.strip().upper()))


def _asked(pairs: list[str], singles: list[str], places: Collection[str]) -> tuple[str, str]:
    # Whatever waits for a place has no token of one.
    tokens = [] if "" in places else [_place(place) for place in sorted(places)]
    if connection.vendor == "postgresql":
        words = [f"'{pair}'" for pair in pairs] + [f"'{single}':*" for single in singles]
        within = [f"({' | '.join(tokens)})"] if tokens else []
        sql = "SELECT rowid FROM registry_search WHERE grams @@ %s::tsquery LIMIT %s"
        return " & ".join([*words, *within]), sql
    words = [f'"{pair}"' for pair in pairs] + [f'"{single}" *' for single in singles]
    within = [f"({' OR '.join(tokens)})"] if tokens else []
    sql = "SELECT rowid FROM registry_search WHERE registry_search MATCH %s ORDER BY rowid LIMIT %s"
    return " AND ".join([*words, *within]), sql


def _by_code(code: str, limit: int) -> Found:
    """Enterprises whose code begins so; one that was merged leads to the one it was merged into."""
    like = connection.vendor == "postgresql"
    within = "o.uscc LIKE %s" if like else "o.uscc >= %s AND o.uscc < %s"
    sql = (
        "SELECT COALESCE(e.merged_into_id, e.organisation_id) FROM registry_organisation o"  # noqa: S608  # nosec B608
        f" JOIN registry_enterprise e ON e.organisation_id = o.id WHERE {within} LIMIT %s"
    )
    bounds: list[Any] = [f"{code}%"] if like else [code, code + _LAST]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*bounds, limit + 1])
        ids = [row[0] for row in cursor.fetchall()]
    return Found(list(dict.fromkeys(ids[:limit])), len(ids) <= limit)


def _document(entry: Entry) -> str:
    places = [_place(place) for place in (entry.division, entry.town) if place]
    return " ".join([*sorted(grams((entry.name, entry.address))), *places])


def _place(code: str) -> str:
    return f"place{code}"


def _spelled(document: str) -> str:
    """The document as `_stored` gives it back."""
    return document if connection.vendor == "sqlite" else " ".join(sorted(document.split(" ")))


def _stored(ids: Collection[int]) -> list[tuple[int, str]]:
    condition, parameter = bulk.among("rowid", ids)
    text = "grams"
    if connection.vendor == "postgresql":
        text = "array_to_string(tsvector_to_array(grams), ' ')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, {text} FROM registry_search WHERE {condition}", [parameter])  # noqa: S608  # nosec B608
        rows: list[tuple[int, str]] = cursor.fetchall()
    return [(key, _spelled(document)) for key, document in rows]


def _in_force(ids: Collection[int]) -> list[Entry]:
    condition, parameter = bulk.among("enterprise_id", ids)
    sql = (
        "SELECT enterprise_id, name, address, division, town FROM registry_enterpriseversion"  # noqa: S608  # nosec B608
        f" WHERE valid_to IS NULL AND retracted_at IS NULL AND {condition}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter])
        return [Entry(*row) for row in cursor.fetchall()]
