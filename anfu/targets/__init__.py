"""How far the city is: coverage as of any day against targets, by place, class, ground, size and sector.

Clauses: 一(二), 四(一)a. Every figure opens to the rows it counts.
Not here: how an enterprise comes to be in scope (`targeting`).
"""
