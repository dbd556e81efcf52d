"""Things of contracts: signed and filed, so that offices see them; who sees a draft stands in the room's own tests."""

from anfu.engagements.models import Contract
from anfu.engagements.tests.contracts import store_contract
from tests.matrix.things import Values, thing
from tests.matrix.world import Side


@thing(r"/contracts/[<{]")
def contract(side: Side) -> Values:
    return {"pk": _signed(side).pk, "number": 1}


@thing(r"/contract-check/[<{]")
def paper(side: Side) -> Values:
    """What anybody with the paper may ask, wherever the contract lies."""
    return {"digest": _signed(side).versions.get().digest}


def _signed(side: Side) -> Contract:
    texts = {name: side.canary("contract", name) for name in ("liability", "renewal")}
    return store_contract(
        side.enterprise, side.provider, filed="waiting", scope=side.canary("contract", "scope"), **texts
    )
