"""The made-up city."""
