"""A roster, from the cells of a file to a verdict on each row. Pure: frames in, frames out, no database.

In this order: `columns` (which header is which field), `normalise` (cells to values), `hashing` (what the row
says, in short), `placement` (where the enterprise is), `verdict` (what it would do to what is known).
"""
