"""Giving a kept file out: always as a download of its own kind that no browser runs."""

from django.http import FileResponse, Http404

from anfu.core import files
from anfu.core.models import StoredFile
from anfu.core.uploads.kinds import MEDIA

# Were it opened in the page's own window after all, it has no origin, no script and nothing to load.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"


def download(stored: StoredFile | None) -> FileResponse:
    """The file as an attachment with its name by RFC 6266; Http404 where there is none or its bytes are gone."""
    if stored is None or not files.path(stored).is_file():
        raise Http404
    response = FileResponse(
        files.path(stored).open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=MEDIA.get(stored.kind, "application/octet-stream"),
    )
    response["Content-Security-Policy"] = SANDBOX
    return response
