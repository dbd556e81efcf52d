"""The ledger's proofs over the API. Hashes and checkpoints are for everybody, an entry for those who may read it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from anfu.core.api import Problem, permitted
from anfu.core.ledger import checkpoint, notes, proofs, receipts
from anfu.core.ledger.queries import newest_checkpoint, visible_to
from anfu.core.permissions import PUBLIC

router = Router(tags=["台账"])
NONE = "还没有检查点，或者要的位置、大小不在最新检查点之内"


class CheckpointOut(Schema):
    """The newest checkpoint; `note` is what was signed, `key` checks it."""

    size: int
    root: str
    at: str
    age_minutes: int
    waiting: int
    note: str
    key: str


class InclusionOut(Schema):
    """Hashes (base64) from the leaf at `index` to the root of the tree of `size` leaves."""

    index: int
    size: int
    root: str
    path: list[str]


class ConsistencyOut(Schema):
    """Hashes (base64) that show that the tree of `second` leaves begins with that of `first`."""

    first: int
    second: int
    path: list[str]


class ReceiptOut(Schema):
    """The entry, and the proof that a checkpoint covers it (null until the next one)."""

    format: str
    entry: dict[str, Any]
    proof: dict[str, Any] | None


@router.get("/checkpoint", response={200: CheckpointOut, 404: Problem}, auth=None, summary="最新检查点")
@permitted(PUBLIC)
def newest(request: HttpRequest) -> dict[str, Any]:
    """The newest checkpoint, its age and the public key."""
    told = newest_checkpoint()
    if told is None:
        raise HttpError(404, NONE)
    shown = {"size": told.size, "root": told.root, "at": told.at.isoformat(), "age_minutes": told.minutes}
    return shown | {"waiting": told.waiting, "note": checkpoint.newest_note(), "key": notes.verifier_key()}


@router.get(
    "/proofs/inclusion", response={200: InclusionOut, 404: Problem}, auth=None, summary="某个位置在树里的证明"
)
@permitted(PUBLIC)
def inclusion(request: HttpRequest, index: int, size: int) -> dict[str, Any]:
    """The proof that the leaf at `index` (from 0) is in the tree of the first `size` leaves."""
    if not 0 <= index < size <= _size():
        raise HttpError(404, NONE)
    folder = checkpoint.folder()
    path = [receipts.encoded(step) for step in proofs.inclusion(folder, index, size)]
    root = receipts.encoded(proofs.root(folder, size))
    return {"index": index, "size": size, "root": root, "path": path}


@router.get(
    "/proofs/consistency",
    response={200: ConsistencyOut, 404: Problem},
    auth=None,
    summary="后一棵树由前一棵长成的证明",
)
@permitted(PUBLIC)
def consistency(request: HttpRequest, first: int, second: int) -> dict[str, Any]:
    """The proof that nothing in the first tree was changed by the time of the second."""
    if not 0 < first <= second <= _size():
        raise HttpError(404, NONE)
    steps = proofs.consistency(checkpoint.folder(), first, second)
    path = [receipts.encoded(step) for step in steps]
    return {"first": first, "second": second, "path": path}


@router.get("/entries/{stream}/{seq}/receipt", response=ReceiptOut, summary="回执")
@permitted("core.view_ledger")
def receipt(request: HttpRequest, stream: str, seq: int) -> dict[str, Any]:
    """One entry with its proof; foreign and absent entries answer alike."""
    entries: Any = visible_to(request.actor)  # type: ignore[attr-defined]
    return receipts.receipt(get_object_or_404(entries, stream=stream, seq=seq))


def _size() -> int:
    point = checkpoint.newest()
    return point.size if point else 0
