"""The composed reads of the market."""
