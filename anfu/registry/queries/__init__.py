"""The composed reads of the registry."""
