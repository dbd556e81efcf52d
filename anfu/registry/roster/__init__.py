"""A roster, from the cells of a file to a verdict on each row. Pure: frames in, frames out; no database, no clock.

Order of the steps: `columns` (which header is which field), `normalise` (cells to values), `placement` (where the
enterprise is), `verdict` (what the row would do to what is known).
"""
