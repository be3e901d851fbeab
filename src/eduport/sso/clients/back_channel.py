"""Telling services that a session ended (OpenID Connect Back-Channel Logout 1.0)."""

import ipaddress
import logging
import socket
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from eduport.sso.rules.addresses import is_safe_address

logger = logging.getLogger(__name__)
TIMEOUT = 5
ACCEPTED = {HTTPStatus.OK, HTTPStatus.NO_CONTENT}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A logout token goes where it was meant to go, or nowhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def send_logout_token(address: str, token: str, *, allow_loopback: bool) -> bool:
    """Post the token. Says whether the service has taken it; never raises for it.

    Only to https addresses that lead to no part of this machine or its cloud;
    `allow_loopback` is for development.
    """
    if not is_safe_address(address, allow_loopback=allow_loopback):
        return False
    if not allow_loopback and not _leads_outside(address):
        return False
    request = urllib.request.Request(  # noqa: S310 -- checked above
        address, data=urlencode({"logout_token": token}).encode(), method="POST"
    )
    try:
        with _opener.open(request, timeout=TIMEOUT) as response:
            return response.status in ACCEPTED
    except (urllib.error.URLError, OSError, ValueError) as error:
        logger.warning("No logout at %s: %s", urlsplit(address).netloc, error)
        return False


def _leads_outside(address: str) -> bool:
    try:
        found = socket.getaddrinfo(urlsplit(address).hostname, None)
    except OSError:
        return False
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    return all(
        not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast)
        for ip in addresses
    )
