"""The composed reads of service relations."""
