"""Taking the coverage table out as a file."""

from datetime import date

from anfu.core import exports
from anfu.core.actor import Actor
from anfu.targets.queries.export import COLUMNS, table
from anfu.targets.web.workbook import workbook


def take(on: date, *, actor: Actor) -> bytes:
    """The workbook as of the day, entered in the ledger before it leaves."""
    rows = table(on, actor)
    taken = exports.Taken("coverage:export", f"截至 {on.isoformat()}", len(rows), list(COLUMNS.values()))
    mark = exports.enter("targets.exported", taken, purpose=exports.OWN["figures"], actor=actor, on=on)
    return workbook(rows, on, mark=mark)
