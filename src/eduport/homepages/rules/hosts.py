"""Which page a host name leads to."""

HOST_PATHS = ("/static/", "/embed/", "/news/pictures/")
"""What is answered under a school's own name besides its page."""


def host_of(header: str) -> str:
    """The name in a Host header, without the port (RFC 9110 §7.2)."""
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdecimal() else header).lower().rstrip(".")


def path_under_host(path: str, code: str) -> str | None:
    """The path on the portal for one under the own name; None leads to the portal."""
    own = f"/s/{code}/"
    if path == "/":
        return own
    return path if path.startswith((own, *HOST_PATHS)) else None
