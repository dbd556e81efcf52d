"""Institutions over the API, from the same queries and actions as the pages."""

from anfu.providers.api import reading, writing  # noqa: F401  (their operations declare themselves)
from anfu.providers.api.router import router

__all__ = ["router"]
