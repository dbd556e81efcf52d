"""Recomputes from the ledger's kept rows what each chooser saw, and names what is not as it was sealed or opened."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from anfu.core import files
from anfu.core.ledger import canonical
from anfu.core.models import LedgerEntry
from anfu.market.models import Choice, Demand, OfferVersion
from anfu.market.queries.sealed import content_of
from anfu.market.queries.viewing import kept_rows
from anfu.market.rules.comparison import hash_of, view_of
from anfu.market.rules.sealing import CONTENT, seal_of

SEALED = (*CONTENT, "demand", "provider_key", "number", "salt")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was: what, and which offer, version or choice."""

    what: str
    subject: str
    detail: str = ""


@dataclass(slots=True)
class Replay:
    """One demand: how much was recomputed, and what differed."""

    demand: int
    offers: int = 0
    choices: int = 0
    faults: list[Fault] = field(default_factory=list)

    def as_plain(self) -> dict[str, Any]:
        """For JSON; `equal` says whether everything is as it was."""
        return asdict(self) | {"equal": not self.faults}


def replay(demand: Demand) -> Replay:
    """Seals against the ledger, rows against the opening, each choice against what was kept at its moment."""
    done = Replay(demand.pk)
    versions = {
        v.pk: v for v in OfferVersion.objects.filter(offer__demand=demand).select_related("offer", "receipt")
    }
    for version in versions.values():
        done.faults += _sealed(version, demand)
    if demand.closing_entry is not None:
        opened, lost = _kept(demand.closing_entry, f"demand:{demand.pk}")
        done.offers, done.faults = len(opened), done.faults + lost + _opened(opened, versions)
        for choice in demand.choices.select_related("entry__rows").order_by("pk"):
            done.choices += 1
            done.faults += _choice(choice, opened)
    return done


def demands() -> Iterable[Demand]:
    """All that were published, in order."""
    rows = Demand.objects.exclude(state="draft").select_related("closing_entry__rows").order_by("pk")
    return rows.iterator(chunk_size=500)


def _kept(entry: LedgerEntry, subject: str) -> tuple[list[dict[str, Any]], list[Fault]]:
    if (
        entry.rows is None
        or json.loads(entry.body)["rows"] != entry.rows.sha256
        or not files.intact(entry.rows)
    ):
        return [], [Fault("kept_rows_changed", subject, "台账保存的逐行明细与校验码不符")]
    return kept_rows(entry), []


def _sealed(version: OfferVersion, demand: Demand) -> list[Fault]:
    """The row must still give the seal that stands in the ledger since the moment of the offer."""
    told = json.loads(version.receipt.body)["after"].get("seal")
    made = seal_of(content_of(version, demand.pk, version.offer.provider_id))
    if made == told == version.seal:
        return []
    return [Fault("offer_changed", f"offer:{version.offer_id}:{version.number}", "报价与入账时的封条不符")]


def _opened(opened: list[dict[str, Any]], versions: dict[int, OfferVersion]) -> list[Fault]:
    """What was opened must be what was sealed."""
    faults = []
    for row in opened:
        subject = f"offer:{row['offer']}:{row['number']}"
        version = versions.get(row["version"])
        told = json.loads(version.receipt.body)["after"].get("seal") if version else None
        if seal_of({name: row[name] for name in SEALED}) != told:
            faults.append(Fault("opened_other_than_sealed", subject, "开封的内容与封条不符"))
    return faults


def _choice(choice: Choice, opened: list[dict[str, Any]]) -> list[Fault]:
    subject = f"choice:{choice.pk}"
    rows, lost = _kept(choice.entry, subject)
    if lost:
        return lost
    seen = view_of(rows[0]["head"], opened, rows[0]["facts"])
    told = json.loads(choice.entry.body)["after"]["view_hash"]
    faults = (
        []
        if hash_of(seen) == told
        else [Fault("view_differs", subject, "按台账重算的内容与入账的校验码不符")]
    )
    if choice.view != canonical(seen) or choice.view_hash != told:
        faults.append(Fault("frozen_record_changed", subject, "冻结的记录被改动"))
    return faults
