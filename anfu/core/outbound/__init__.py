"""Calls to other machines: one client, to allowed hosts, at addresses that were checked, without redirects."""

from anfu.core.outbound.client import Answer, OutboundRefused, call

__all__ = ["Answer", "OutboundRefused", "call"]
