"""Where the room's pages stand on the rail."""

from anfu.core.web.navigation import Entry
from anfu.core.web.navigation import register as add


def register() -> None:
    """The desk first of all; coverage under what has been reached."""
    add(Entry("", "工作台", "layout-dashboard", "targets:desk", "people.sign_out", order=1, tab=True))
    add(Entry("成效", "覆盖率", "chart-bar", "targets:coverage", "targets.view", order=10, tab=True))
