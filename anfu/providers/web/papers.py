"""The papers of one institution as its page shows them, as of a day."""

from collections import defaultdict
from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.periods import last_day
from anfu.core.personal import masked
from anfu.providers.kinds import Check
from anfu.providers.models import (
    Branch,
    Certificate,
    Employment,
    Equipment,
    InternalRule,
    Objection,
    Price,
    Provider,
    Qualification,
)
from anfu.providers.rules.catalogue import lines_of
from anfu.providers.web.words import CHECKED, place_name

SOON = 90  # days before its end in which a paper is shown as ending


def qualifications(provider: Provider, actor: Actor, on: date) -> list[dict[str, Any]]:
    """Its licences, newest first."""
    rows = Qualification.objects.visible_to(actor).standing().filter(provider=provider)
    rows = rows.select_related("file", "checked_by").prefetch_related("halts").order_by("-valid_from", "-pk")
    return [qualification_line(each, on) for each in rows]


def qualification_line(each: Qualification, on: date) -> dict[str, Any]:
    """A licence as a line, with what it is worth that day."""
    labels = {line.code: line.label for line in lines_of(each.credential)}
    status, word = _worth(each, on)
    return {
        "found": each,
        "version": edition_of(each),
        "lines": "、".join(labels.get(code, code) for code in each.lines),
        "last_day": last_day(each.valid_to),
        "status": status,
        "word": word,
    }


def _worth(each: Qualification | Certificate, on: date) -> tuple[str, str]:
    """Its status that day, and the word for it."""
    halts = each.halts.all() if isinstance(each, Qualification) else ()
    halt = next((h for h in halts if h.valid_from <= on and (h.valid_to is None or on < h.valid_to)), None)
    if each.valid_to is not None and each.valid_to <= on:
        return "bad", "已过期"
    if halt is not None:
        return "bad", f"已{halt.get_kind_display()}"
    if each.check_state == Check.VERIFIED and each.valid_to is not None and (each.valid_to - on).days <= SOON:
        return "warn", "即将到期"
    return CHECKED[each.check_state], each.get_check_state_display()


def people(provider: Provider, actor: Actor, on: date) -> list[dict[str, Any]]:
    """Who works there that day, with certificates; names as everybody is shown them."""
    rows = Employment.objects.visible_to(actor).standing().in_force_on(on).filter(provider=provider)
    found = list(rows.select_related("professional").order_by("valid_from", "pk"))
    held: dict[int, list[dict[str, Any]]] = defaultdict(list)
    papers = Certificate.objects.visible_to(actor).standing()
    at = papers.filter(professional__in=[e.professional_id for e in found]).select_related("file")
    for paper in at.order_by("credential", "pk"):
        held[paper.professional_id].append(_certificate(paper, on))
    return [
        {
            "found": each,
            "version": edition_of(each),
            "name": masked("providers.Professional", "name", each.professional.name),
            "certificates": held[each.professional_id],
            "last_day": last_day(each.valid_to),
        }
        for each in found
    ]


def _certificate(paper: Certificate, on: date) -> dict[str, Any]:
    status, word = _worth(paper, on)
    return {
        "found": paper,
        "pk": paper.pk,
        "version": edition_of(paper),
        "file": paper.file,
        "words": " ".join(filter(None, (paper.get_credential_display(), paper.grade, paper.speciality))),
        "number": masked("providers.Certificate", "number", paper.number),
        "status": status,
        "word": word,
        "open": paper.check_state == Check.CLAIMED,
    }


def filing(provider: Provider, actor: Actor, on: date) -> dict[str, Any]:
    """Rules, instruments, branches, prices in force, objections."""
    of = {"provider": provider}
    return {
        "rules": _versions(
            InternalRule.objects.visible_to(actor).standing().filter(**of).select_related("file")
        ),
        "equipment": _versions(Equipment.objects.visible_to(actor).standing().filter(**of)),
        "branches": _versions(Branch.objects.visible_to(actor).standing().filter(**of)),
        "prices": _versions(Price.objects.visible_to(actor).in_force_on(on).filter(**of)),
        "objections": Objection.objects.visible_to(actor).filter(**of).order_by("-pk"),
    }


def _versions(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            "found": each,
            "version": edition_of(each),
            "last_day": last_day(getattr(each, "calibrated_to", None)),
            "places": "、".join(place_name(code) for code in getattr(each, "serves", [])),
        }
        for each in rows.order_by("pk")
    ]
