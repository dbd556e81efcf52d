"""Files that nothing refers to any more, and bytes without a row (of a write that was rolled back)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from anfu.core.models import Job, StoredFile
from anfu.core.retention.table import Rows, enter

SWEPT = ".swept"


class LooseFiles(Rows):
    """Rows first; then the bytes that no row names, on disk."""

    def clear(self, before: datetime) -> int:
        """How many files went, by row or without one."""
        ended = Rows.clear(self, before)
        without_row = sum(_swept(path, before) for path in _on_disk())
        if without_row:
            with transaction.atomic():
                enter(self, without_row, before)
        return ended + without_row


def loose() -> QuerySet[StoredFile]:
    """Files that no row of any table and no job's result names."""
    rows = StoredFile.objects.exclude(pk__in=_of_jobs())
    for field in _references():
        rows = rows.filter(~Exists(field.model._base_manager.filter(**{field.name: OuterRef("pk")})))
    return rows


def _references() -> list[ForeignKey]:
    relations: list[Any] = list(StoredFile._meta.get_fields(include_hidden=True))
    return [relation.field for relation in relations if relation.one_to_many]


def _of_jobs() -> list[int]:
    results = Job.objects.filter(result__has_key="file").values_list("result", flat=True)
    return [result["file"] for result in results if isinstance(result["file"], int)]


def _on_disk() -> Iterator[Path]:
    root = Path(settings.FILES_ROOT)
    return (path for path in sorted(root.rglob("*")) if path.is_file()) if root.is_dir() else iter(())


def _swept(path: Path, before: datetime) -> bool:
    """Moved aside, looked at once more, then gone: whoever keeps the same bytes meanwhile has touched them or writes anew."""
    if not _older(path, before) or StoredFile.objects.filter(sha256=path.name).exists():
        return False
    aside = path.with_name(path.name.removesuffix(SWEPT) + SWEPT)
    os.replace(path, aside)
    if not _older(aside, before):
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def _older(path: Path, before: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < before
