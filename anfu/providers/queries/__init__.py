"""The composed reads of this room."""
