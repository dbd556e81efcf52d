"""Loading the made-up city into an empty database, chunk by chunk."""

from anfu.demo.load.city import load_city

__all__ = ["load_city"]
