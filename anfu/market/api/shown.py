"""Rows of this room as the API tells them."""

from typing import Any

from anfu.core.editions import edition_of
from anfu.market.actions import offering
from anfu.market.api.schemas import DemandOut
from anfu.market.models import Choice, Demand, OfferVersion, Service
from anfu.market.queries.sharing import Sharing
from anfu.market.queries.splitting import Part
from anfu.market.rules.splitting import ALGORITHM

LIMIT = 200


def page(rows: Any, out: Any) -> dict[str, Any]:
    """A page of at most `LIMIT` rows, and the key that asks for the next."""
    found = list(rows[: LIMIT + 1])
    return {
        "rows": [out(each) for each in found[:LIMIT]],
        "after": found[LIMIT - 1].pk if len(found) > LIMIT else None,
    }


def demand(each: Demand) -> dict[str, Any]:
    """A demand and its edition."""
    names = [name for name in DemandOut.model_fields if name != "version"]
    return {name: getattr(each, name) for name in names} | {"version": edition_of(each)}


def sharing(each: Sharing) -> dict[str, Any]:
    """The suggestion with its method, so that anybody can do the sum again."""
    return {
        "algorithm": ALGORITHM, "from_offers": each.of.from_offers, "weighed": each.of.weighed,
        "enterprises": each.all, "served": each.served, "parts": [_part(part) for part in each.parts],
    }  # fmt: skip


def _part(each: Part) -> dict[str, Any]:
    firm, of = each.enterprise.organisation, each.provider and each.provider.organisation
    return {
        "enterprise": firm.uscc, "provider": of and of.uscc, "provider_name": of and of.name,
        "place": each.place, "price_fen": each.fen if of else None, "why_not": each.why_not,
    }  # fmt: skip


def receipt(each: OfferVersion) -> dict[str, Any]:
    """What proves when an offer came."""
    entry = each.receipt
    facts = {"offer": each.offer_id, "number": each.number, "seal": each.seal, "made_at": each.made_at}
    return facts | {"stream": entry.stream, "seq": entry.seq, "digest": entry.digest}


def offer(each: OfferVersion) -> dict[str, Any]:
    """An own offer as it stands."""
    names = ("number", "price_fen", "plan", "valid_until", "seal")
    return {name: getattr(each, name) for name in names} | {
        "id": each.offer_id, "demand": each.offer.demand_id, "state": each.offer.state,
        "version": offering.edition_of_offer(each.offer),
    }  # fmt: skip


def choice(each: Choice) -> dict[str, Any]:
    """A choice by the credit codes of both."""
    return {
        "id": each.pk, "demand": each.demand_id, "enterprise": each.enterprise.organisation.uscc,
        "provider": each.version.offer.provider.organisation.uscc, "state": each.state, "reason": each.reason,
        "chosen_at": each.chosen_at, "view_hash": each.view_hash, "contract": each.contract_id,
    }  # fmt: skip


def service(each: Service) -> dict[str, Any]:
    """A standing service with its institution."""
    names = ("id", "title", "kinds", "includes", "price_fen", "divisions", "capacity")
    of = each.provider.organisation
    return {name: getattr(each, name) for name in names} | {"provider": of.name, "provider_uscc": of.uscc}
