"""To-dos: each step that waits for somebody, on the desk of those who can take it, with its deadline.

Rooms tell `core.waiting`; here it becomes a row that one of them takes (认领), that is called to mind, and that
goes up to the next office when it stays overdue. What waits in thousands is counted (`core.standing`), not kept.
"""
