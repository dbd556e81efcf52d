"""How much of what lists firms or persons one may read, so that nobody carries the registry off page by page (T34).

`counted` marks a view or operation of such a list; `depth` ends a list that is read without a filter.
"""
