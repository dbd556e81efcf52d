"""Which addresses may be called: public ones, and none that is another's in disguise."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
# Beyond what the library calls private: shared, translated, tunnelled and reserved ranges, and the one metadata
# service that has a public number.
REFUSED = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3"),
        *("168.63.129.16/32", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("100::/64", "2001::/23", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
]
NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=.*[a-z])[a-z0-9-]{2,63}")
NUMBER = re.compile(r"(0[xX])?[0-9a-fA-F.]+")


def is_public(address: Address) -> bool:
    """Whether it is an ordinary address of the internet."""
    if any(address.version == net.version and address in net for net in REFUSED):
        return False
    return address.is_global and not address.is_multicast


def is_loopback(address: Address) -> bool:
    """Whether it is this machine, in the plain form."""
    return address.is_loopback


def named_properly(host: str) -> bool:
    """A name of the internet in small letters, or a number in its usual form: no decimal, octal or hex disguise."""
    try:
        return str(ip_address(host)) == host
    except ValueError:
        return bool(NAME.fullmatch(host)) and not NUMBER.fullmatch(host)


def parsed(texts: list[str]) -> list[Address]:
    """The addresses a resolver gave; scopes are cut off, ValueError for what is none."""
    return [ip_address(text.split("%")[0]) for text in texts]
