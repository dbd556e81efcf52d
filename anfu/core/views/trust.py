"""核验台账: what anybody needs to hold the ledger against its keepers."""

import re
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.ledger import anfu_verify, checkpoint, notes
from anfu.core.ledger.queries import newest_checkpoint
from anfu.core.permissions import PUBLIC, needs

TILE = re.compile(r"tile/\d{1,2}/(x\d{3}/)*\d{3}(\.p/\d{1,3})?")
TEXTS = ("checkpoint", "checkpoints.txt", "key")


@needs(PUBLIC)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint and its age, the public key, how to check, and the check itself in the browser."""
    context = {"newest": newest_checkpoint(), "key": notes.verifier_key()}
    return render(request, "core/trust.html", context)


@needs(PUBLIC)
@require_GET
def log_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One public file of the log: checkpoints, leaves, tiles, the key, and the program that checks them."""
    if name == "anfu_verify.py":
        return _file(Path(anfu_verify.__file__), "text/x-python; charset=utf-8")
    if name in TEXTS:
        return _file(checkpoint.folder() / name, "text/plain; charset=utf-8")
    if name == "leaves.bin" or TILE.fullmatch(name):
        return _file(checkpoint.folder() / name, "application/octet-stream")
    raise Http404


def _file(path: Path, kind: str) -> FileResponse:
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), content_type=kind, filename=path.name, as_attachment=path.suffix != ""
    )
