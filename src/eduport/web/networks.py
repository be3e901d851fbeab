"""Where a request comes from."""

import ipaddress

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

_IPV6_NETWORK = 64


def network_of(request: HttpRequest) -> str:
    """The client's address behind our proxies; of IPv6 the customer's whole net."""
    address = get_client_ip(request) or ""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{_IPV6_NETWORK}", strict=False))
