"""Lost updates: an edit carries the edition that it started from, and is refused where somebody was faster."""

import hashlib
import json
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from anfu.core.ledger import words
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Stale
from anfu.core.web.formats import moment

UNSEEN = "没有保存：没有说是照哪一版改的。请刷新那一页，看过现在的样子再改。"
WITHOUT_LEDGER = "没有保存：你打开这一页之后，它已经改动。请看过现在的样子，再决定要不要改。"


def edition_of(thing: Model, *names: str, also: Any = None) -> str:
    """What the thing says now (of these fields, or of all), as a short mark for forms and the API."""
    fields = [f.attname for f in thing._meta.concrete_fields if not names or f.name in names]
    said = json.dumps([[name, getattr(thing, name)] for name in fields] + [also], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def must_be_given(seen: str) -> str:
    """The edition that an edit says it started from; Stale where it says none: nobody edits what they have not seen."""
    if not seen:
        raise Stale(UNSEEN)
    return seen


def seen_in(request: HttpRequest) -> str:
    """The edition that a form carries."""
    return must_be_given(request.POST.get("version", ""))


def must_be_as_seen(now: str, seen: str, subject: str = "") -> None:
    """Compare under lock; Stale says who was first and with what, by the last ledger entry about the subject.

    "" is an action's own, which started from nothing that was shown; what people send must say it (`must_be_given`).
    """
    if seen and seen != now:
        entry = LedgerEntry.objects.filter(subject=subject).order_by("-id").first() if subject else None
        raise _stale(entry) if entry else Stale(WITHOUT_LEDGER)


def _stale(entry: LedgerEntry) -> Stale:
    body = json.loads(entry.body)
    who, before, after = body["actor"]["name"], body["before"], body["after"]
    changes = [
        {"label": str(name), "old": _word(before[name]), "new": _word(after[name])}
        for name in before
        if name in after and before[name] != after[name]
    ]
    done = {"label": words.verb(entry.verb), "old": "", "new": f"{who} {moment(entry.at)}"}
    text = f"没有保存：{who} 在 {moment(entry.at)} 先办了“{words.verb(entry.verb)}”。请看过改动，再决定要不要改。"
    return Stale(text, changes=[done, *changes])


def _word(value: Any) -> str:
    return "" if value is None else str(value)
