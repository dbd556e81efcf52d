"""Counts the bytes of uploads while they arrive and stops reading where a route takes no more."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler

from anfu.core.intake.reading.limits import MIB
from anfu.core.uploads.purposes import EVIDENCE, TABLE, Purpose

# What a form may hold beside its file.
BESIDE = 4 * MIB


class TooLarge(SuspiciousOperation):
    """More bytes than the route takes; the message is for the reader."""


class CappedUploads(FileUploadHandler):
    """Stands before the handlers that keep the bytes."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any
    ) -> None:
        """Refuses by the announced length before the first byte."""
        self.taken, self.purpose = 0, _purpose(self.request)
        self._refuse_over(content_length - BESIDE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Counts all files of the request together."""
        self.taken += len(raw_data)
        self._refuse_over(self.taken)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""

    def _refuse_over(self, size: int) -> None:
        most = self.purpose.max_bytes
        if size > most:
            raise TooLarge(f"文件超过 {most // MIB} MB，没有收下。请压缩或拆成几个再传。")


def _purpose(request: Any) -> Purpose:
    match = getattr(request, "resolver_match", None)
    declared = getattr(match.func if match else None, "takes_files_for", None)
    if declared is None and request is not None and request.path.startswith("/api/"):
        return TABLE
    return declared or EVIDENCE
