"""django-import-export on the same columns and tables, dry run and import: `python -m bench.roster_parts.peer FILE`.

It gets what it needs to do its best: values that are understood already (not timed), no differences kept, no search,
presumption or figures beside it.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from bench.roster_parts import TODAY, start

start()

import polars as pl  # noqa: E402
import tablib  # noqa: E402
from import_export import fields, resources  # noqa: E402
from import_export.widgets import ForeignKeyWidget  # noqa: E402

from anfu.core import clock  # noqa: E402
from anfu.core.intake.reading import open_table  # noqa: E402
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation  # noqa: E402
from anfu.registry.roster.columns import count_known, match_columns  # noqa: E402
from anfu.registry.roster.fields import FACTS  # noqa: E402
from anfu.registry.roster.normalise import normalise  # noqa: E402

NOW = clock.now()


class VersionResource(resources.ModelResource):
    """A version and, before it, the organisation and enterprise that it belongs to."""

    uscc = fields.Field("enterprise", "uscc", widget=ForeignKeyWidget(Enterprise, "organisation__uscc"))

    class Meta:
        model = EnterpriseVersion
        import_id_fields = ("uscc",)
        fields = ("uscc", *FACTS)
        skip_diff = True

    def before_import_row(self, row: dict[str, str], **_: Any) -> None:
        found, _new = Organisation.objects.get_or_create(uscc=row["uscc"], defaults={"name": row["name"]})
        Enterprise.objects.get_or_create(organisation=found)

    def before_save_instance(self, instance: EnterpriseVersion, row: dict[str, str], **_: Any) -> None:
        instance.recorded_at, instance.valid_from = NOW, TODAY


def dataset(path: Path) -> tablib.Dataset:
    """The acceptable rows of the file, understood."""
    table = open_table(path, recognise=count_known)
    parts = [normalise(chunk.frame, match_columns(table.headers)) for chunk in table.chunks()]
    frames = [part.frame.join(part.problems, on="row", how="anti") for part in parts]
    rows = pl.concat(frames).select("uscc", *FACTS).with_columns(pl.col("status").fill_null("active"))
    plain = rows.select(pl.all().cast(pl.String).fill_null("")).rows()
    return tablib.Dataset(*plain, headers=["uscc", *FACTS])


def main() -> None:
    """Both runs, in seconds."""
    data = dataset(Path(sys.argv[1]))
    begin = time.perf_counter()
    for dry_run in (True, False):
        result = VersionResource().import_data(
            data, dry_run=dry_run, raise_errors=True, use_transactions=True
        )
    seconds = time.perf_counter() - begin
    print(json.dumps({"seconds": seconds, "rows": result.totals["new"]}))


main()
