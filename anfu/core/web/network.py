"""From where a request comes: the address, and the network that shares a budget."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  # nosec B104


def address_of(request: HttpRequest) -> str:
    """The client's address; behind PROXIES trusted proxies the one that the outermost of them saw."""
    given = str(request.META.get("REMOTE_ADDR", "")) or UNKNOWN
    hops = [
        hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()
    ]
    trusted = settings.PROXIES
    if trusted and len(hops) >= trusted:
        given = hops[-trusted]
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        return UNKNOWN


def network_of(request: HttpRequest) -> str:
    """The /24 (IPv4) or /64 (IPv6) of the client: what one attacker holds at once."""
    address = ipaddress.ip_address(address_of(request))
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))
