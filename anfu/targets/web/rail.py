"""Where the room's pages stand on the rail."""

from dataclasses import replace

from anfu.core.web.navigation import Entry
from anfu.core.web.navigation import register as add
from anfu.people.todos.rail import on_desk, overdue


def register() -> None:
    """The desk first of all; coverage under what has been reached."""
    desk = Entry("", "工作台", "layout-dashboard", "targets:desk", "people.sign_out", order=1, tab=True)
    add(replace(desk, count=on_desk, overdue=overdue))
    add(Entry("成效", "覆盖率", "chart-bar", "targets:coverage", "targets.view", order=10, tab=True))
