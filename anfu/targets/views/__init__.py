"""Pages of coverage, and the desk."""

from anfu.targets.views.coverage import basis, coverage
from anfu.targets.views.desk import desk
from anfu.targets.views.export import export
from anfu.targets.views.rows import rows

__all__ = ["basis", "coverage", "desk", "export", "rows"]
