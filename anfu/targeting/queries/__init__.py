"""The composed reads of targeting."""
