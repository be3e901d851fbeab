"""Which addresses of services tokens and browsers may be sent to."""

from urllib.parse import SplitResult, urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_safe_address(address: str, *, allow_loopback: bool) -> bool:
    """Whether it is complete, encrypted and exact (RFC 6749 §3.1.2, RFC 9700 §2.1).

    `allow_loopback` is for development: plain http to this very machine.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname  # may raise, as the port may
        is_odd = parts.port == 0
    except ValueError:
        return False
    if not host or is_odd or not _is_plain(address, parts):
        return False
    is_local = parts.scheme == "http" and host in LOOPBACK
    return parts.scheme == "https" or (allow_loopback and is_local)


def _is_plain(address: str, parts: SplitResult) -> bool:
    # White space separates the addresses in our table; `*` looks like a pattern.
    has_strange_letters = any(c in address for c in " \t\r\n\0*\\")
    has_user = "@" in parts.netloc
    return not (has_strange_letters or has_user or "#" in address)


def origin_of(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
