"""What keeps the figures true: spans and sums follow each change of facts within its own transaction."""

from anfu.targets.actions.rebuild import rebuild, start_rebuild
from anfu.targets.actions.refresh import refresh

__all__ = ["rebuild", "refresh", "start_rebuild"]
