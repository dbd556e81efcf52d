"""The public side: who gives safety service, with what right, and how to find them. Clauses: 三(一), 四(三)a, 四(三)b.

Not here: institutions' own pages and their review (`providers`). Nothing is kept here: what the public sees is computed
from what the rooms below hold, as of today.
"""
