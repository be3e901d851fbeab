"""Networks and addresses: where somebody comes from, and where we may go."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# RFC 6052: addresses of the old Internet, written as new ones.
NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def network_of(text: str) -> str:
    """A network or an address, as we store it. Raises ValueError."""
    return str(ip_network(text.strip(), strict=False))


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks; in none if it is unreadable."""
    try:
        found = plain(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in networks)


def plain(text: str) -> Address:
    """The address that is meant, however it is wrapped. Raises ValueError."""
    found = ip_address(text.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found
    if found in NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found


def is_allowed_target(
    address: str, networks: Iterable[str], *, allow_loopback: bool
) -> bool:
    """Whether we may connect to an address: out on the Internet, or named by a setting.

    Everything else is ours or our neighbours': databases, clouds' metadata, printers.
    """
    found = plain(address)
    if is_within(address, networks) or (allow_loopback and found.is_loopback):
        return True
    is_tunnel = isinstance(found, IPv6Address) and bool(found.sixtofour or found.teredo)
    return found.is_global and not found.is_multicast and not is_tunnel


def is_safe_url(url: str, *, allow_loopback: bool) -> bool:
    """Whether it is complete and encrypted, with no name and password in it.

    `allow_loopback` is for development: plain http to this very machine.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = url.isprintable() and " " not in url and "\\" not in url
    if not host or port == 0 or "@" in parts.netloc or "#" in url or not is_plain:
        return False
    is_local = parts.scheme == "http" and host in LOOPBACK
    return parts.scheme == "https" or (allow_loopback and is_local)
