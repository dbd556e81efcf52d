"""Whether one institution may serve the reader's own enterprise, kind by kind: asked where contracts and imports ask."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from anfu.portal.queries.mine import Mine
from anfu.providers.kinds import ServiceKind
from anfu.providers.queries.serving import Pair, may_serve_many
from anfu.providers.rules.scope import Decision


class Fit(NamedTuple):
    """One kind of service with the answer; `needed`: the enterprise's classes call for it."""

    service: str
    decision: Decision
    needed: bool


def fits(provider: int, own: Mine, on: date) -> list[Fit]:
    """All kinds of service, those that the enterprise needs first."""
    kinds = ServiceKind.values
    answers = may_serve_many([Pair(provider, kind, own.enterprise.pk) for kind in kinds], on=on)
    needed = {need.service for need in own.needs}
    found = [Fit(kind, answer, kind in needed) for kind, answer in zip(kinds, answers, strict=True)]
    return sorted(found, key=lambda fit: not fit.needed)


def decisions(providers: Sequence[int], service: str, own: Mine, on: date) -> dict[int, Decision]:
    """Provider -> whether it may give this service to the enterprise."""
    pairs = [Pair(key, service, own.enterprise.pk) for key in providers]
    return dict(zip(providers, may_serve_many(pairs, on=on), strict=True))
