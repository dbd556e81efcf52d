"""The composed reads of coverage."""
